import type { ConversationState } from "../conversation/conversation.ts";
import { windowClosesAt } from "../conversation/window.ts";
import type { BusinessHours } from "../hours/business-hours.ts";
import { addOpenMs, beforeOpenMs } from "../hours/open-times.ts";
import { waitingSinceOf } from "../inbox/row-state.ts";
import { HOUR_MS } from "../time.ts";
import type { ReminderKind, Reminders } from "./reminder-kinds.ts";

export type Reminder = { kind: ReminderKind; at: number };

/** Only open time counts. Without `hours` people are there at any time. */
export type ReminderRules = { remindAfterMs: number; hours?: BusinessHours | undefined };

const CLOSING_MS = HOUR_MS;

const idOf = ({ handoff, progress }: ConversationState): string =>
  handoff?.id ?? progress?.drafts?.[0]?.turn ?? "";

/** Of the handoff that the conversation has now, or of the oldest draft. */
export const remindersOf = (state: ConversationState, now: number): Reminders => {
  const known = state.progress?.reminders;
  const handoff = idOf(state);
  return known?.handoff === handoff ? known : { handoff, from: now, done: [] };
};

/**
 * The next one that the team gets while the customer waits and nobody has the conversation. Of a draft there is
 * one only.
 */
export function nextReminder(
  state: ConversationState,
  rules: ReminderRules,
  now: number,
): Reminder | undefined {
  const since = waitingSinceOf(state);
  const isOfDraft = state.pausedAt === undefined;
  if (since === undefined || (isOfDraft && state.progress?.drafts?.[0]?.reminded)) return undefined;
  const { from, done } = remindersOf(state, now);
  const { remindAfterMs, hours } = rules;
  const begin = Math.max(since, from);
  const longAt = hours ? addOpenMs(hours, begin, remindAfterMs) : begin + remindAfterMs;
  if (!done.includes("long")) return { kind: "long", at: longAt };
  const { lastInboundAt } = state;
  if (isOfDraft || lastInboundAt === undefined || done.includes("closing")) return undefined;
  const closesAt = windowClosesAt(lastInboundAt);
  const at = hours
    ? (beforeOpenMs(hours, { from: begin, to: closesAt, ms: CLOSING_MS }) ?? begin)
    : closesAt - CLOSING_MS;
  return at > longAt && now < closesAt ? { kind: "closing", at } : undefined;
}

/** The conversation's reminders after this one: of two that are due at once, one is enough. */
export function afterReminder(
  state: ConversationState,
  { kind }: Reminder,
  rules: ReminderRules,
  now: number,
): Reminders {
  const { handoff, from, done } = remindersOf(state, now);
  const after: Reminders = { handoff, from, done: [...done, kind] };
  const progress = { ...state.progress, reminders: after };
  const following = nextReminder({ ...state, progress }, rules, now);
  return following && following.at <= now ? { ...after, done: [...after.done, following.kind] } : after;
}

/** The wake-up that is planned comes in time, and plans the next if it comes too early. */
export const isPlanned = (state: ConversationState, { at }: Reminder, now: number): boolean => {
  const { plannedAt } = remindersOf(state, now);
  return plannedAt !== undefined && plannedAt > now && plannedAt <= at;
};
