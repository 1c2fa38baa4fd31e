import type { BusinessNumber, CommandResult, Engine, StateWithTurn } from "../ports/engine.ts";
import { deliverTurnWith } from "../sending/deliver-turn.ts";
import { finishTurnWith } from "./finish-turn.ts";

/** Sends what is left of a turn and ends it; or says when to come back. `marked`: see `deliverTurnWith`. */
export const concludeTurnWith = (engine: Engine) => {
  const deliver = deliverTurnWith(engine);
  const finish = finishTurnWith(engine);
  return async (
    state: StateWithTurn,
    number: BusinessNumber,
    deadline: number,
    marked?: number,
  ): Promise<CommandResult | StateWithTurn> => {
    const delivered = await deliver(state, number, deadline, marked);
    return delivered.kind === "later" ? delivered : finish(delivered.state);
  };
};
