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

/** Proves what the customer was told. More come in a year only from a customer whom people often take over. */
const MAX_KEPT = 5;

/** Newest last. Of a turn in both, `newer` knows more. */
export function mergeDisclosures(
  older: readonly Disclosure[],
  newer: readonly Disclosure[],
): readonly Disclosure[] {
  const byTurn = new Map([...older, ...newer].map((each) => [each.turn, each]));
  return [...byTurn.values()].sort((a, b) => a.at - b.at).slice(-MAX_KEPT);
}

/** Any may be valid. */
export const knownDisclosures = (
  turn: Turn | undefined,
  earlier: readonly Disclosure[] = [],
): readonly Disclosure[] =>
  mergeDisclosures(
    earlier,
    [disclosureIn(turn)].filter((each) => each !== undefined),
  );

/** Until a person has had the chat, or for a month. The app's own texts are no person's. */
export const isStillValid = (
  { at }: Disclosure,
  endedHandoffs: readonly Pick<EndedHandoff, "endedAt" | "how">[],
  now: number,
): boolean =>
  now - at < VALID_MS && !endedHandoffs.some(({ endedAt, how }) => how !== "automatic" && endedAt > at);
