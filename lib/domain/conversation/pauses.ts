import type { EndedHandoff, Handoff, HandoffEnd } from "../handoff/handoff.ts";
import type { SendBlocks } from "./conversation.ts";

export type Pauses = Pick<SendBlocks, "pausedAt" | "handoff" | "resumeAt" | "endedHandoffs">;

/** More do not end before the worker comes, and of an older one nobody repeats the beginning. */
const MAX_ENDED = 20;

const hasEnded = ({ endedHandoffs = [] }: Pauses, handoff: Handoff | undefined) => endedHandoffs.some(({ id }) => id === handoff?.id);

/** `undefined` when a person has the conversation, or has had it for this very reason. */
export function startPause(own: Pauses, handoff: Handoff, resumeAt: number): Pauses | undefined {
  if (own.pausedAt !== undefined || hasEnded(own, handoff)) return undefined;
  return { ...own, pausedAt: handoff.since, handoff, resumeAt };
}

/** `undefined` when no person has the conversation, or the bot is to be quiet longer than that anyway. */
export function extendPause(own: Pauses, resumeAt: number): Pauses | undefined {
  return own.pausedAt !== undefined && resumeAt > (own.resumeAt ?? 0) ? { ...own, resumeAt } : undefined;
}

export type PauseEnd = { at: number; how: HandoffEnd; by?: string; unless?: number };

/** With the ended handoff last; `undefined` when there is nothing to end, or not yet. `conversation`: the one that it is kept with. */
export function endPause(
  { pausedAt, handoff, resumeAt, endedHandoffs = [] }: Pauses,
  conversation: string,
  end: PauseEnd,
): { endedHandoffs: readonly EndedHandoff[] } | undefined {
  if (pausedAt === undefined || (end.unless !== undefined && (resumeAt ?? 0) > end.unless)) return undefined;
  // What was said about it is of use to whoever takes over, and personal: it does not outlive the handoff.
  const {
    summary: _,
    textHash: __,
    noticedAt: ___,
    ...begun
  }: Handoff = handoff ?? { id: "unknown", reason: "operator", since: pausedAt, origin: conversation };
  const ended = { ...begun, endedAt: end.at, how: end.how, ...(end.by !== undefined && { endedBy: end.by }) };
  return { endedHandoffs: [...endedHandoffs, ended].slice(-MAX_ENDED) };
}

function joinedEnds(own: readonly EndedHandoff[] = [], other: readonly EndedHandoff[] = []): readonly EndedHandoff[] {
  const byId = new Map([...other, ...own].map((ended) => [ended.id, ended]));
  return [...byId.values()].sort((a, b) => a.endedAt - b.endedAt).slice(-MAX_ENDED);
}

/** What counts of a pause here and one elsewhere, when the conversation from there goes on here: the one here, unless there is none or it has ended here. */
export function mergePauses(own: Pauses, other: Pauses): Pauses {
  const endedHandoffs = joinedEnds(own.endedHandoffs, other.endedHandoffs);
  const kept = { ...own, ...(endedHandoffs.length > 0 && { endedHandoffs }) };
  if (other.pausedAt === undefined || own.pausedAt !== undefined || hasEnded(own, other.handoff)) return kept;
  const { pausedAt, handoff, resumeAt } = other;
  return { ...kept, pausedAt, ...(handoff && { handoff }), ...(resumeAt !== undefined && { resumeAt }) };
}
