import type { Silences } from "./conversation.ts";
import type { EndedHandoff, Handoff, HandoffEnd } from "./handoff.ts";

export type Pauses = Pick<Silences, "pausedAt" | "handoff" | "resumeAt" | "endedHandoffs">;

/** Nobody hands over and back more often before the worker comes by. */
const MOST_ENDED = 10;

const hasEnded = ({ endedHandoffs = [] }: Pauses, id: string | undefined) => endedHandoffs.some((ended) => ended.id === id);

/** `undefined` when a person has the conversation, or has had it for this very reason. */
export function paused(own: Pauses, handoff: Handoff, resumeAt: number): Pauses | undefined {
  if (own.pausedAt !== undefined || hasEnded(own, handoff.id)) return undefined;
  return { ...own, pausedAt: handoff.since, handoff, resumeAt };
}

/** `undefined` when no person has the conversation, or the bot is to be quiet longer than that anyway. */
export function extended(own: Pauses, resumeAt: number): Pauses | undefined {
  return own.pausedAt !== undefined && resumeAt > (own.resumeAt ?? 0) ? { ...own, resumeAt } : undefined;
}

export type End = { at: number; how: HandoffEnd; by?: string; unless?: number };

type Ended = { endedHandoffs: readonly EndedHandoff[] };

/** `undefined` when there is nothing to end, or not yet. `conversation`: the one that it is kept with. */
export function resumed({ pausedAt, handoff, resumeAt, endedHandoffs = [] }: Pauses, conversation: string, end: End): Ended | undefined {
  if (pausedAt === undefined || (end.unless !== undefined && (resumeAt ?? 0) > end.unless)) return undefined;
  const begun = handoff ?? { id: "unknown", reason: "operator" as const, since: pausedAt, origin: conversation };
  const ended = { ...begun, endedAt: end.at, how: end.how, ...(end.by !== undefined && { endedBy: end.by }) };
  return { endedHandoffs: [...endedHandoffs, ended].slice(-MOST_ENDED) };
}

/** What counts of a pause here and one elsewhere, when the conversation from there goes on here: the one here, unless there is none or it has ended here. */
export function inheritedPauses(own: Pauses, other: Pauses): Pauses {
  const elsewhere = (other.endedHandoffs ?? []).filter(({ id }) => !hasEnded(own, id));
  const endedHandoffs = [...elsewhere, ...(own.endedHandoffs ?? [])].sort((a, b) => a.endedAt - b.endedAt).slice(-MOST_ENDED);
  const kept = { ...own, ...(endedHandoffs.length > 0 && { endedHandoffs }) };
  if (other.pausedAt === undefined || own.pausedAt !== undefined) return kept;
  if (hasEnded(own, other.handoff?.id)) return kept;
  const { pausedAt, handoff, resumeAt } = other;
  return { ...kept, pausedAt, ...(handoff && { handoff }), ...(resumeAt !== undefined && { resumeAt }) };
}
