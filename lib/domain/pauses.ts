import type { Silences } from "./conversation.ts";
import type { EndedHandoff, Handoff, HandoffEnd } from "./handoff.ts";

export type Pauses = Pick<Silences, "pausedAt" | "handoff" | "resumeAt" | "endedHandoff">;

/** `undefined` when a person has the conversation, or has had it for this very reason. */
export function paused(own: Pauses, handoff: Handoff, resumeAt: number): Pauses | undefined {
  if (own.pausedAt !== undefined || own.endedHandoff?.id === handoff.id) return undefined;
  return { ...own, pausedAt: handoff.since, handoff, resumeAt };
}

/** `undefined` when no person has the conversation, or the bot is to be quiet longer than that anyway. */
export function extended(own: Pauses, resumeAt: number): Pauses | undefined {
  return own.pausedAt !== undefined && resumeAt > (own.resumeAt ?? 0) ? { ...own, resumeAt } : undefined;
}

export type End = { at: number; how: HandoffEnd; by?: string; unless?: number };

/** `undefined` when there is nothing to end, or not yet. `conversation`: the one that it is kept with. */
export function resumed(
  { pausedAt, handoff, resumeAt }: Pauses,
  conversation: string,
  end: End,
): { endedHandoff: EndedHandoff } | undefined {
  if (pausedAt === undefined || (end.unless !== undefined && (resumeAt ?? 0) > end.unless)) return undefined;
  const begun = handoff ?? { id: "unknown", reason: "operator" as const, since: pausedAt, origin: conversation };
  return { endedHandoff: { ...begun, endedAt: end.at, how: end.how, ...(end.by !== undefined && { endedBy: end.by }) } };
}

/** What counts of a pause here and one elsewhere, when the conversation from there goes on here: the one here, unless there is none or it has ended here. */
export function inheritedPauses(own: Pauses, other: Pauses): Pauses {
  const endedHandoff = own.endedHandoff ?? other.endedHandoff;
  const kept = { ...own, ...(endedHandoff && { endedHandoff }) };
  if (other.pausedAt === undefined || own.pausedAt !== undefined) return kept;
  if (own.endedHandoff && own.endedHandoff.id === other.handoff?.id) return kept;
  const { pausedAt, handoff, resumeAt } = other;
  return { ...kept, pausedAt, ...(handoff && { handoff }), ...(resumeAt !== undefined && { resumeAt }) };
}
