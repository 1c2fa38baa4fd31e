import type { EndedHandoff } from "../handoff/handoff.ts";
import type { TurnId } from "../ids.ts";
import { DAY_MS } from "../time.ts";
import type { Turn } from "../turn/turn.ts";

/**
 * The customer was told that an AI answers: when, in which turn, in which words. `unconfirmed`: so many
 * attempts to send it, of which none is known to have arrived.
 */
export type Disclosure = { at: number; turn: TurnId; text: string; unconfirmed?: number };

/** Told again then. */
const VALID_MS = 30 * DAY_MS;

/** A turn's first message alone carries it. */
export const DISCLOSING_PART = 0;

/** Of a turn whose first part has been claimed. */
export function disclosureIn(turn: Turn | undefined): Disclosure | undefined {
  const { disclosure: text, sendingAt: at, state, attempts } = turn?.parts[DISCLOSING_PART] ?? {};
  if (!turn || text === undefined || at === undefined || attempts === undefined) return undefined;
  return { at, turn: turn.id, text, ...(state !== "accepted" && { unconfirmed: attempts }) };
}

/** The latest turn's own, and the one before: either may be valid. */
export function knownDisclosures(
  turn: Turn | undefined,
  earlier: Disclosure | undefined,
): readonly Disclosure[] {
  const latest = disclosureIn(turn);
  return [latest, earlier?.turn === latest?.turn ? undefined : earlier].filter((each) => each !== undefined);
}

/** Of two conversations of a customer: rather one that is known to have arrived, and of two the later one. */
export function mergeDisclosures(
  own: Disclosure | undefined,
  other: Disclosure | undefined,
): Disclosure | undefined {
  const rank = (each: Disclosure | undefined) => (!each ? 0 : each.unconfirmed === undefined ? 2 : 1);
  if (rank(own) !== rank(other)) return rank(own) > rank(other) ? own : other;
  return (other?.at ?? 0) > (own?.at ?? 0) ? other : own;
}

/** Until a person has had the chat, or for a month. The app's own texts are no person's. */
export const isStillValid = (
  { at }: Disclosure,
  endedHandoffs: readonly Pick<EndedHandoff, "endedAt" | "how">[],
  now: number,
): boolean =>
  now - at < VALID_MS && !endedHandoffs.some(({ endedAt, how }) => how !== "automatic" && endedAt > at);
