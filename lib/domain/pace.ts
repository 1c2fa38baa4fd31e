const SECOND = 1_000;
const HOUR = 3_600_000;

/** How fast a conversation goes: turns of this hour and the one before, and signs that the other side is a bot too. */
export type Pace = {
  /** Hours since 1970. */
  hour: number;
  turns: number;
  before: number;
  /** The last question, and how often in a row it was asked right after our answer. */
  question?: string;
  same: number;
  /** How often in a row the customer wrote within seconds of our reply. */
  quick: number;
};

/** Who says "hello" every morning is no bot; who says the same right after each answer is. */
const SOON = 60_000;
/** Nobody types, reads and sends so fast again and again. */
const QUICK = 4_000;
const MOST_QUICK = 12;
const MOST_SAME = 5;

/** The pace with one more turn. `answeredAt`: when our reply before had left; `question`: none where there are no words to compare, as in a voice note. */
export function paceAfter(
  pace: Pace | undefined,
  turn: { now: number; question: string | undefined; writtenAt: number; answeredAt: number | undefined },
): Pace {
  const hour = Math.floor(turn.now / HOUR);
  const known = pace ?? { hour, turns: 0, before: 0, same: 0, quick: 0 };
  const counts =
    known.hour === hour
      ? { turns: known.turns + 1, before: known.before }
      : { turns: 1, before: known.hour === hour - 1 ? known.turns : 0 };
  const after = turn.answeredAt === undefined ? undefined : turn.writtenAt - turn.answeredAt;
  // Providers tell whole seconds: what was written right after our answer may seem to be a moment before it.
  const within = (time: number) => after !== undefined && after > -SECOND && after < time;
  return {
    hour,
    ...counts,
    ...(turn.question !== undefined && { question: turn.question }),
    same: turn.question !== undefined && known.question === turn.question && within(SOON) ? known.same + 1 : 1,
    quick: within(QUICK) ? known.quick + 1 : 0,
  };
}

/** Turns of the last sixty minutes, the hour before counted by its share. */
export const turnsPerHour = ({ turns, before, hour }: Pace, now: number) => turns + before * (1 - (now / HOUR - hour));

/** Two bots that answer each other never stop: the same words over and over, or answers faster than a person writes. */
export const looksLikeLoop = ({ same, quick }: Pace) => same >= MOST_SAME || quick >= MOST_QUICK;
