import type { ConversationId } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { queueWakeUp } from "../../ports/queue-wake-up.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { isKnown, numberOf } from "./find-conversation.ts";

type Deps = Pick<StaffDeps, "controls" | "history" | "turnQueue" | "clock" | "numbers" | "conversationFor">;

export type ResumeResult = { result: "resumed" | "not-paused" } | "unknown-conversation" | "unknown-number";

/** `note`: for the agent. Wakes the worker in any case: an earlier attempt may have ended the handoff and crashed. */
export async function resumeConversation(
  deps: Deps,
  { conversation: givenId, by, note }: ByStaff<{ conversation: ConversationId; note?: string }>,
): Promise<ResumeResult> {
  const { controls, history, turnQueue, clock } = deps;
  const state = await controls.read(givenId);
  if (!isKnown(state)) return "unknown-conversation";
  const number = numberOf(deps, state);
  if (!number) return "unknown-number";
  const { conversation } = state;
  // By the id of the caller: the conversation may be linked and not merged yet.
  const ended = await controls.resume(givenId, {
    at: clock.now(),
    how: "resume",
    by,
    ...omitUndefined({ note }),
  });
  const last = ended ?? state.endedHandoffs?.at(-1);
  if (last?.how === "resume" && last.endedBy === by)
    await history.record(conversation, `resume-${last.id}`, { at: last.endedAt, by, what: "resume" });
  await queueWakeUp(turnQueue, conversation, number);
  return { result: ended ? "resumed" : "not-paused" };
}
