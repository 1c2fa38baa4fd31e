import { similarity } from "./similarity.ts";

const SECOND = 1_000;
/** Turns are counted by five minutes. Thirteen such slots hold the last sixty minutes, wherever in a slot they end. */
const SLOT = 300_000;
const SLOTS = 13;

/** How fast a conversation goes: the turns of the last hour, and signs that the other side is a bot too. */
export type Pace = {
  /** Turns in each slot, the latest first; `slot`: which one that is, in slots since 1970. Absent in what older versions have kept. */
  slots?: readonly number[];
  slot?: number;
  /** The last question, where it was text, and our answer to the question before it. */
  question?: string;
  answer?: string;
  /** How often in a row the same question got the same answer. An answer that is only nearly the same counts half. */
  same: number;
  /** How many messages in a row came faster, or more regularly, than a person writes. They count from a half to two, see `haste`. */
  quick: number;
  /** Milliseconds between our answer and the last question. */
  after?: number;
};

/** Who says "hello" every morning is no bot; who says the same right after each answer is. */
const SOON = 60_000;
const QUICK = 5_000;
const MOST_QUICK = 12;
const MOST_SAME = 5;

/** A word, a number, "no thanks": a practised thumb types it while others still read. */
const SHORT_LENGTH = 10;
/** The fastest of 37,000 people typed 85 words a minute on their phones; the mean is 36 (Palin et al., MobileHCI 2019). */
const MAX_TYPED_PER_SECOND = 7;

/** A turn as the pace sees it. `question` and `typed` are absent where the customer did not type: taps and photos come from people. */
export type Exchange = {
  now: number;
  question: string | undefined;
  /** Characters of the first of its messages. */
  typed: number | undefined;
  writtenAt: number;
  /** When our reply before had left, and what it said, as `likeness` compares it. */
  answeredAt: number | undefined;
  answer: string | undefined;
};

/**
 * How much a message speaks against a person. Twelve in a row are taken for a bot, so: six long messages that nobody can have typed, twelve ordinary ones
 * within five seconds, or 24 that are short or always come after the same time. Whoever reads, thinks, taps or sends a photo in between starts from zero.
 */
function haste(after: number | undefined, before: number | undefined, typed: number | undefined): number {
  // Providers tell whole seconds: what was written right after our answer may seem to be a moment before it.
  if (after === undefined || typed === undefined || after <= -SECOND) return 0;
  if (after <= QUICK) {
    if (typed <= SHORT_LENGTH) return after <= SECOND ? 1 : 0.5;
    return typed * SECOND > MAX_TYPED_PER_SECOND * (after + SECOND) ? 2 : 1;
  }
  return after <= SOON && before !== undefined && Math.abs(after - before) <= SECOND ? 0.5 : 0;
}

/** How often in a row question and answer were the same, with this question. The answer to the first of them has none to be compared with. */
function sameAfter(known: Pace, { question, answer }: Exchange, soon: boolean): number {
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

/** The slots as they are now, without what is older than an hour. */
function slotsAt({ slot, slots = [] }: Pace, now: number): number[] {
  const passed = slot === undefined ? SLOTS : Math.min(Math.max(0, Math.floor(now / SLOT) - slot), SLOTS);
  return [...Array.from({ length: passed }, () => 0), ...slots].slice(0, SLOTS);
}

/** The pace with one more turn. */
export function updatedPace(pace: Pace | undefined, turn: Exchange): Pace {
  const known = pace ?? { same: 0, quick: 0 };
  const [latest = 0, ...older] = slotsAt(known, turn.now);
  const after = turn.answeredAt === undefined ? undefined : turn.writtenAt - turn.answeredAt;
  const soon = after !== undefined && after > -SECOND && after < SOON;
  const sign = haste(after, known.after, turn.typed);
  return {
    slot: Math.floor(turn.now / SLOT),
    slots: [latest + 1, ...older],
    ...(turn.question !== undefined && { question: turn.question }),
    ...(turn.answer !== undefined && { answer: turn.answer }),
    same: sameAfter(known, turn, soon),
    quick: sign > 0 ? known.quick + sign : 0,
    ...(after !== undefined && { after }),
  };
}

/** Turns of the last sixty minutes, and of up to five minutes before: never fewer than there were. */
export const turnsPerHour = (pace: Pace, now: number) => slotsAt(pace, now).reduce((sum, turns) => sum + turns, 0);

/** Two bots that answer each other never stop: the same words over and over on both sides, or answers faster than a person writes. */
export const looksLikeLoop = ({ same, quick }: Pace) => same >= MOST_SAME || quick >= MOST_QUICK;
