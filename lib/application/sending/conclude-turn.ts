import type { RetryAfter } from "../ports/command-result.ts";
import type { Engine, StateWithTurn } from "../ports/engine.ts";
import { type Delivery, deliverTurn } from "./deliver-turn.ts";
import { finishTurn } from "./finish-turn.ts";

export type FinishedTurn = { kind: "finished"; state: StateWithTurn };

export async function concludeTurn(engine: Engine, delivery: Delivery): Promise<FinishedTurn | RetryAfter> {
  const delivered = await deliverTurn(engine, delivery);
  return delivered.kind === "retryAfter"
    ? delivered
    : { kind: "finished", state: await finishTurn(engine, delivered.state) };
}
