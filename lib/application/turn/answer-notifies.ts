import type { Progress } from "../../domain/conversation/progress.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { toldOpeningOf } from "../notify/handoff-line.ts";
import type { BusinessNumber, StateWithTurn } from "../ports/engine.ts";
import { handoffAfter } from "../sending/finish-turn.ts";

/** The answer itself notifies the customer of its handoff, but the agent does not know when people are there. */
export function answerNotifiesOf(number: BusinessNumber, state: StateWithTurn, now: number): Progress {
  const handoff = handoffAfter(state, now);
  // One that waits already stays.
  if (!handoff || state.handoff) return {};
  const toldOpening = toldOpeningOf(number, handoff, now);
  if (toldOpening && handoff.reason === "phrase") return {};
  return { customerNotifiedOf: handoff.id, ...omitUndefined({ toldOpening }) };
}
