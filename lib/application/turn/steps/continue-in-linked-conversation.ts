import { hasAnswer } from "../../../domain/turn/turn.ts";
import { resolveConversation } from "../../identity/identities.ts";
import { mergeConversation } from "../../identity/merge-conversation.ts";
import { DONE, NO_TIME, retryAfter } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { queueWakeUp } from "../../ports/queue-wake-up.ts";
import { finishOpenTurn } from "../finish-open-turn.ts";
import { numberWaitMs } from "../number-wait.ts";
import type { Situation } from "../situation.ts";

/**
 * Ends what is open here and goes on where the id leads. By a wake-up: a conversation has one queue group,
 * and so one worker at a time.
 */
export async function continueInLinkedConversation(engine: Engine, at: Situation): Promise<Next<Situation>> {
  const { state, pending, commandNumber, linkedTo, deadline } = at;
  if (!linkedTo) return next(at);
  const { conversation, turn } = state;
  const current = await resolveConversation(engine.links, conversation);
  if (turn && hasAnswer(turn) && state.movedTo !== current) {
    const waitMs = await numberWaitMs(engine, at);
    if (waitMs !== undefined) return retryAfter(waitMs, "stopped");
    const finished = await finishOpenTurn(engine, { state: { ...state, turn }, pending, deadline }, current);
    if (finished.kind === "retryAfter") return finished;
  }
  const number = pending.at(-1)?.number ?? commandNumber ?? state.number;
  if (!number) return DONE;
  const merge = await mergeConversation(engine, conversation, number);
  if (merge.kind === "busy" && merge.conversation === conversation) return NO_TIME;
  // A conversation on the way that must finish its turn first goes on to the same end.
  await queueWakeUp(engine.turnQueue, merge.kind === "busy" ? merge.conversation : current, number);
  return DONE;
}
