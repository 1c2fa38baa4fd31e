import type { EndedHandoff, Handoff, HandoffEnd } from "../handoff/handoff.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { Assignee, EveryField, Pauses } from "./fields.ts";
import { lastOf, latestReplies, mergeStaffReplies } from "./staff-reply.ts";

/** The worker publishes ends before so many more come. */
const MAX_ENDED = 20;

const hasEnded = ({ endedHandoffs = [] }: Pauses, handoff: Handoff | undefined) =>
  endedHandoffs.some(({ id }) => id === handoff?.id);

const beginOf = ({ since, botUntil }: Handoff) => botUntil ?? since;

/**
 * Returns `undefined` while a person has the conversation, and when this very handoff has ended already. A
 * handoff until whose pause the bot goes on stays; its pause begins earlier if the other's would.
 */
export function startPause(own: Pauses, handoff: Handoff, resumeAt: number): Pauses | undefined {
  if (hasEnded(own, handoff)) return undefined;
  if (own.pausedAt !== undefined) {
    const isEarlier = own.handoff?.id !== handoff.id && beginOf(handoff) < own.pausedAt;
    if (!own.handoff?.botUntil || !isEarlier) return undefined;
    return { ...own, pausedAt: beginOf(handoff), resumeAt: Math.max(resumeAt, own.resumeAt ?? 0) };
  }
  const { assignee: _, ...rest } = own;
  return { ...rest, pausedAt: beginOf(handoff), handoff, resumeAt };
}

/** Returns `undefined` when no person has the conversation, or it is paused for longer anyway. */
export function extendPause(own: Pauses, resumeAt: number): Pauses | undefined {
  return own.pausedAt !== undefined && resumeAt > (own.resumeAt ?? 0) ? { ...own, resumeAt } : undefined;
}

export type PauseEnd = { at: number; how: HandoffEnd; by?: string; note?: string; unless?: number };

/** The agent reads the newest note only. An automatic end comes with none, and is no person's. */
const withoutNotes = (ended: readonly EndedHandoff[], how: HandoffEnd): readonly EndedHandoff[] =>
  how === "automatic" ? ended : ended.map(({ note: _, ...rest }) => rest);

/** Newest last; `undefined` without an active pause, or if it lasts beyond `end.unless`. */
export function endPause(
  { pausedAt, handoff, resumeAt, endedHandoffs = [], lastStaffReply }: Pauses,
  conversation: string,
  end: PauseEnd,
): (Pick<Pauses, "lastStaffReply"> & { endedHandoffs: readonly EndedHandoff[] }) | undefined {
  if (pausedAt === undefined || (end.unless !== undefined && (resumeAt ?? 0) > end.unless)) return undefined;
  // Only those who take over need the summary, and it is personal.
  const {
    summary: _,
    textHash: __,
    noticedAt: ___,
    ...started
  }: Handoff = handoff ?? { id: "unknown", reason: "operator", since: pausedAt, origin: conversation };
  const ended = {
    ...started,
    endedAt: end.at,
    how: end.how,
    ...omitUndefined({ endedBy: end.by, note: end.note }),
  };
  // Nobody has replied with the app's own text.
  const replies = latestReplies(lastStaffReply).filter(
    ({ id }) => end.how !== "automatic" || id !== started.id,
  );
  return {
    endedHandoffs: [...withoutNotes(endedHandoffs, end.how), ended].slice(-MAX_ENDED),
    ...omitUndefined({ lastStaffReply: lastOf(replies) }),
  };
}

/** A pause that has lapsed ends where one that has not takes its place. */
export function withoutLapsed(own: Pauses, other: Pauses, conversation: string, now: number): Pauses {
  const isActive = other.pausedAt !== undefined && (other.resumeAt ?? now + 1) > now;
  if ((own.resumeAt ?? now + 1) > now || !isActive || hasEnded(own, other.handoff)) return own;
  const { pausedAt: _, handoff: __, resumeAt: ___, assignee: ____, ...rest } = own;
  return { ...rest, ...endPause(own, conversation, { at: now, how: "quiet-time" }) };
}

function mergeEnded(
  own: readonly EndedHandoff[] = [],
  other: readonly EndedHandoff[] = [],
): readonly EndedHandoff[] {
  const byId = new Map([...other, ...own].map((ended) => [ended.id, ended]));
  return [...byId.values()].sort((a, b) => a.endedAt - b.endedAt).slice(-MAX_ENDED);
}

/** Of one handoff in both, the own assignment is the newer one. */
function mergeAssignees(own: Pauses, other: Pauses): Assignee | undefined {
  if (own.pausedAt === undefined) return other.assignee;
  return own.assignee ?? (other.handoff?.id === own.handoff?.id ? undefined : other.assignee);
}

/** The own pause wins, unless there is none or its handoff has ended here; it lasts as long as either. */
export function mergePauses(own: Pauses, other: Pauses): Pauses {
  const endedHandoffs = mergeEnded(own.endedHandoffs, other.endedHandoffs);
  const isOver = other.pausedAt === undefined || hasEnded(own, other.handoff);
  const { pausedAt, handoff, resumeAt } = isOver || own.pausedAt !== undefined ? own : other;
  const latestEnd = isOver ? resumeAt : Math.max(resumeAt ?? 0, other.resumeAt ?? 0) || undefined;
  const isEarlier = !isOver && handoff?.botUntil && (other.pausedAt ?? 0) < (pausedAt ?? 0);
  const merged: EveryField<Pauses> = {
    pausedAt: isEarlier ? other.pausedAt : pausedAt,
    handoff,
    resumeAt: latestEnd,
    endedHandoffs: endedHandoffs.length > 0 ? endedHandoffs : undefined,
    assignee: mergeAssignees(own, isOver ? {} : other),
    lastStaffReply: mergeStaffReplies(own.lastStaffReply, other.lastStaffReply),
  };
  return omitUndefined(merged);
}
