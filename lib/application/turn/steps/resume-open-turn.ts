import { hasAnswer } from "../../../domain/turn/turn.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import { finishOpenTurn } from "../finish-open-turn.ts";
import type { Situation } from "../situation.ts";

export async function resumeOpenTurn(engine: Engine, at: Situation): Promise<Next<Situation>> {
  const { turn } = at.state;
  if (!turn || !hasAnswer(turn)) return next(at);
  const result = await finishOpenTurn(engine, { ...at, state: { ...at.state, turn } });
  const pending = at.pending.filter(({ id }) => !turn.messages.includes(id));
  switch (result.kind) {
    case "retryAfter":
      return result;
    case "nothingOpen":
      return next({ ...at, pending });
    case "finished":
      // It may have begun a handoff, or ended an outbound message.
      return turn.handsOff || turn.outbound !== undefined || result.state.turn.ending.kind === "handed-off"
        ? RELOAD
        : next({ ...at, state: result.state, pending });
  }
}
