import type { Handoff } from "../../../domain/handoff/handoff.ts";
import { type PauseRules, resumeAtFor } from "../../../domain/handoff/pause-rules.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { extendPause } from "../../intake/extend-pause.ts";
import { queueWakeUp } from "../../ports/queue-wake-up.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { isKnown, numberOf } from "./find-conversation.ts";

type Deps = Pick<
  StaffDeps,
  "controls" | "history" | "turnQueue" | "clock" | keyof PauseRules | "numbers" | "conversationFor"
>;

export type PauseRequest = ByStaff<{
  conversation: ConversationId;
  id: string;
  quiet?: boolean;
  summary?: string;
}>;
export type PauseResult =
  | { result: "paused" | "already-paused"; handoff?: Handoff }
  | "unknown-conversation"
  | "unknown-number";

/**
 * The bot is paused when this returns; the worker notifies the customer, unless `quiet`. A repeat keeps the
 * handoff and extends its pause.
 */
export async function pauseConversation(
  deps: Deps,
  { conversation: givenId, id, by, quiet, summary }: PauseRequest,
): Promise<PauseResult> {
  const { controls, history, turnQueue, clock } = deps;
  const state = await controls.read(givenId);
  if (!isKnown(state)) return "unknown-conversation";
  const number = numberOf(deps, state);
  if (!number) return "unknown-number";
  const { conversation } = state;
  const now = clock.now();
  const handoff: Handoff = {
    id,
    reason: "operator",
    since: now,
    by,
    origin: conversation,
    ...(quiet && { quiet }),
    ...(summary && { summary }),
  };
  const outcome = await extendPause(controls, givenId, handoff, resumeAtFor(deps, number, now));
  const current = outcome === "paused" ? handoff : (await controls.read(conversation)).handoff;
  // Under the current handoff's id: a repeat after a crash fills the gap and adds nothing else.
  await history.record(conversation, `pause-${current?.id ?? id}`, { at: now, by, what: "pause" });
  await queueWakeUp(turnQueue, conversation, number);
  return {
    result: outcome === "paused" ? "paused" : "already-paused",
    ...omitUndefined({ handoff: current }),
  };
}
