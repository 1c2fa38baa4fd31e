import { type Finding, ok } from "../../lib/domain/health/finding.ts";
import { HABIT_WEEKS, silenceFinding } from "../../lib/domain/health/silent-number.ts";
import { numberName } from "../../lib/domain/ids.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { Cloud } from "../cloud/cloud.ts";

/** Whether a number that people usually write to got nothing for a day: mostly its webhook goes elsewhere. */
export async function silenceFindings(cloud: Cloud, now: number): Promise<Finding[]> {
  const numbers = cloud.settings.numbers.map(({ name }) => numberName(name));
  const days = await Promise.all(
    Array.from({ length: HABIT_WEEKS + 1 }, (_, weeks) =>
      cloud.metric({
        name: "InboundMessages",
        stat: "Sum",
        by: ["number"],
        since: now - (7 * weeks + 1) * DAY_MS,
        until: now - 7 * weeks * DAY_MS,
        series: numbers.map((number) => ({ service: "webhook", number })),
      }),
    ),
  );
  const found = numbers.flatMap((number) => {
    const counts = days.map((day) => day.find(({ by }) => by.number === number)?.value ?? 0);
    const [today = 0, ...weeksBefore] = counts;
    return silenceFinding({ number, today, weeksBefore }) ?? [];
  });
  return found.length > 0 ? found : [ok("number-silent", "No number is unusually silent.")];
}
