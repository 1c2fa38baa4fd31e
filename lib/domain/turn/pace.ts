import type { TurnId } from "../ids.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { MINUTE_MS, SECOND_MS } from "../time.ts";
import { similarity } from "./similarity.ts";

/** Thirteen slots cover the last sixty minutes at any time. */
const SLOT_MS = 5 * MINUTE_MS;
const SLOTS = 13;

export type Pace = {
  /** Turns per slot, newest first; `slot`: the newest one's number since 1970. */
  slots: readonly number[];
  slot: number;
  /** The last question, if it was text, and our answer to the one before it. */
  question?: string;
  answer?: string;
  /** How often in a row the same question got the same answer. A nearly equal answer counts half. */
  same: number;
  /** Sum of `botScore` over messages in a row that came faster or more regularly than a person writes. */
  quick: number;
  /** Milliseconds from our answer to the last question. */
  after?: number;
  /** A turn that waits for its files, by its newest message: it counts once, however often a worker looks. */
  counted?: TurnId;
};

/** Saying "hello" every morning is no sign of a bot; repeating a message right after each answer is. */
const SOON_MS = MINUTE_MS;
const QUICK_MS = 5 * SECOND_MS;
const MIN_QUICK_OF_LOOP = 12;
const MIN_SAME_OF_LOOP = 5;

/** A word, a number, "no thanks": people type these within a second or two. */
const SHORT_LENGTH = 10;
/** Of 37,000 people the fastest typed 85 words a minute on a phone (Palin et al., MobileHCI 2019). */
const MAX_TYPED_PER_SECOND = 7;

/** `question` and `typed` are absent where the customer did not type: taps and photos come from people. */
export type Exchange = {
  now: number;
  counted: TurnId;
  question: string | undefined;
  /** Length of the first message. */
  typed: number | undefined;
  writtenAt: number;
  answeredAt: number | undefined;
  answer: string | undefined;
};

/**
 * A sum of twelve is a loop: six long messages that nobody can have typed, twelve ordinary ones within five
 * seconds, or 24 that are short or always come after the same time. A pause, a tap or a photo resets it.
 */
function botScore(
  delayMs: number | undefined,
  before: number | undefined,
  typed: number | undefined,
): number {
  // Providers report whole seconds: a message written right after our answer may seem to come before it.
  if (delayMs === undefined || typed === undefined || delayMs <= -SECOND_MS) return 0;
  if (delayMs <= QUICK_MS) {
    if (typed <= SHORT_LENGTH) return delayMs <= SECOND_MS ? 1 : 0.5;
    return typed * SECOND_MS > MAX_TYPED_PER_SECOND * (delayMs + SECOND_MS) ? 2 : 1;
  }
  return delayMs <= SOON_MS && before !== undefined && Math.abs(delayMs - before) <= SECOND_MS ? 0.5 : 0;
}

function countSame(known: Pace, { question, answer }: Exchange, soon: boolean): number {
  if (question === undefined || known.question !== question || !soon) return 1;
  if (known.same < 2) return 2;
  switch (similarity(known.answer, answer)) {
    case "same":
      return known.same + 1;
    case "near":
      return known.same + 0.5;
    case "different":
      return 2;
  }
}

function slotsAt({ slot, slots }: Pace, now: number): number[] {
  const elapsedSlots = Math.min(Math.max(0, Math.floor(now / SLOT_MS) - slot), SLOTS);
  return [...Array.from({ length: elapsedSlots }, () => 0), ...slots].slice(0, SLOTS);
}

export function updatedPace(pace: Pace | undefined, turn: Exchange): Pace {
  const known = pace ?? { slots: [], slot: 0, same: 0, quick: 0 };
  const [latest = 0, ...older] = slotsAt(known, turn.now);
  const delayMs = turn.answeredAt === undefined ? undefined : turn.writtenAt - turn.answeredAt;
  const soon = delayMs !== undefined && delayMs > -SECOND_MS && delayMs < SOON_MS;
  const sign = botScore(delayMs, known.after, turn.typed);
  return {
    slot: Math.floor(turn.now / SLOT_MS),
    slots: [latest + 1, ...older],
    counted: turn.counted,
    ...omitUndefined({ question: turn.question, answer: turn.answer, after: delayMs }),
    same: countSame(known, turn, soon),
    quick: sign > 0 ? known.quick + sign : 0,
  };
}

/** Counts the last sixty to sixty-five minutes. */
export const turnsPerHour = (pace: Pace, now: number) =>
  slotsAt(pace, now).reduce((sum, turns) => sum + turns, 0);

/** Bots that answer each other never stop: both repeat themselves, or write faster than a person. */
export const looksLikeLoop = ({ same, quick }: Pace) =>
  same >= MIN_SAME_OF_LOOP || quick >= MIN_QUICK_OF_LOOP;
