import type { NumberName } from "../ids.ts";
import { type Finding, warning } from "./finding.ts";

/** With the last 24 hours the same ones of so many weeks are compared. */
export const HABIT_WEEKS = 4;

/** So many messages are about five customers: that none of them writes by chance happens once in a lifetime. */
const MIN_USUAL = 10;

export type DayOfNumber = {
  number: NumberName;
  /** Messages within the last 24 hours. */
  today: number;
  /** Within the same 24 hours one week before, two weeks before, and so on. */
  weeksBefore: readonly number[];
};

/** Of the weeks without a gap, at least two. A number that is new, or hardly used on this weekday, has no habit. */
function usualOf({ weeksBefore }: DayOfNumber): number | undefined {
  const gap = weeksBefore.indexOf(0);
  const known = gap < 0 ? weeksBefore : weeksBefore.slice(0, gap);
  const usual = Math.round(known.reduce((sum, each) => sum + each, 0) / known.length);
  return known.length >= 2 && usual >= MIN_USUAL ? usual : undefined;
}

/** Compares a number with its own habit on this weekday, so that a night or a quiet Sunday says nothing. */
export function silenceFinding(day: DayOfNumber): Finding | undefined {
  const usual = day.today === 0 ? usualOf(day) : undefined;
  if (usual === undefined) return undefined;
  return warning(
    "number-silent",
    `Nobody has written to ${day.number} for 24 hours. On this weekday it is usually ${usual} messages.`,
    "Write to the number yourself. If your message does not arrive, `npm run wa -- setup` registers the webhook again.",
    { number: day.number },
  );
}
