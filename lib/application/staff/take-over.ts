import type { Handoff } from "../../domain/handoff/handoff.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { extendPause } from "../intake/extend-pause.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { isKnown, numberOf } from "./find-conversation.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";

type Ports = Pick<StaffDeps, "controls" | "history" | "turnQueue" | "clock" | "resumeAfterMs" | "numbers" | "conversationFor">;

export type PauseRequest = ByStaff<{ conversation: ConversationId; id: string; quiet?: boolean; summary?: string }>;
export type PauseResult = { result: "paused" | "already-paused"; handoff?: Handoff } | "unknown-conversation" | "unknown-number";

/**
 * A person takes the conversation. The bot is silent when this returns; the worker tells the customer, unless it is to be quiet.
 * A repeat keeps the standing handoff, and prolongs it.
 */
export const pauseConversationWith =
  (operator: Ports) =>
  async ({ conversation: asked, id, by, quiet, summary }: PauseRequest): Promise<PauseResult> => {
    const { controls, history, turnQueue, clock, resumeAfterMs } = operator;
    const state = await controls.read(asked);
    if (!isKnown(state)) return "unknown-conversation";
    const number = numberOf(operator, state);
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
    const outcome = await extendPause(controls, handoff, now + resumeAfterMs);
    const standing = outcome === "paused" ? handoff : (await controls.read(conversation)).handoff;
    // Under the standing handoff's id: whoever repeats this after a crash fills the gap, and adds nothing else.
    await history.record(conversation, `pause-${standing?.id ?? id}`, { at: now, by, what: "pause" });
    await queueWakeUp(turnQueue, conversation, number);
    return { result: outcome === "paused" ? "paused" : "already-paused", ...(standing && { handoff: standing }) };
  };

export type ResumeResult = { result: "resumed" | "not-paused" } | "unknown-conversation" | "unknown-number";

/** The bot takes over again. Wakes the worker in any case: an earlier attempt may have ended the handoff and died. */
export const resumeConversationWith =
  (operator: Ports) =>
  async ({ conversation: asked, by }: ByStaff<{ conversation: ConversationId }>): Promise<ResumeResult> => {
    const { controls, history, turnQueue, clock } = operator;
    const state = await controls.read(asked);
    if (!isKnown(state)) return "unknown-conversation";
    const number = numberOf(operator, state);
    if (!number) return "unknown-number";
    const { conversation } = state;
    const ended = await controls.resume(conversation, { at: clock.now(), how: "resume", by });
    const last = ended ?? state.endedHandoffs?.at(-1);
    if (last?.how === "resume" && last.endedBy === by)
      await history.record(conversation, `resume-${last.id}`, { at: last.endedAt, by, what: "resume" });
    await queueWakeUp(turnQueue, conversation, number);
    return { result: ended ? "resumed" : "not-paused" };
  };
