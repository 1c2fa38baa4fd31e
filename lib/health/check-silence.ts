import { type Finding, ok } from "../domain/health/finding.ts";
import { HABIT_WEEKS, silenceFinding } from "../domain/health/silent-number.ts";
import type { NumberName } from "../domain/ids.ts";
import { DAY_MS } from "../domain/time.ts";

/** Messages by number. Who is missing got none. */
export type MessagesReceived = (since: number, until: number) => Promise<ReadonlyMap<string, number>>;

/** Whether a number that people usually write to got nothing for a day: mostly its webhook goes elsewhere. */
export async function checkSilence(
  numbers: readonly NumberName[],
  received: MessagesReceived,
  now: number,
): Promise<Finding[]> {
  const days = await Promise.all(
    Array.from({ length: HABIT_WEEKS + 1 }, (_, weeks) =>
      received(now - (7 * weeks + 1) * DAY_MS, now - 7 * weeks * DAY_MS),
    ),
  );
  const found = numbers.flatMap((number) => {
    const [today = 0, ...weeksBefore] = days.map((day) => day.get(number) ?? 0);
    return silenceFinding({ number, today, weeksBefore }) ?? [];
  });
  return found.length > 0 ? found : [ok("number-silent", "No number is unusually silent.")];
}
