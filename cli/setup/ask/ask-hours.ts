import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import { readOpenTimes } from "../../../lib/domain/hours/read-open-times.ts";
import type { Io } from "../../io.ts";
import { asTimeZone, cleaned } from "./answer-rules.ts";
import type { Interview } from "./interview.ts";
import type { SetupOptions } from "./questions.ts";

export type Hours = NonNullable<SettingsFile["hours"]>;

const ALWAYS = /^(?:always|none)$/i;
const MAX_WRONG = 5;
const QUESTION = "When are people there to answer? For instance Mon-Fri 9:00-18:00; Sat 10-14";

/**
 * When people are there. Asks once at a terminal if neither options nor settings say so; leaving it out is
 * allowed. `proposed`: the time zone.
 */
export async function askHours(
  io: Pick<Io, "ask" | "err">,
  interview: Interview,
  options: Pick<SetupOptions, "hours" | "timeZone" | "yes">,
  file: Pick<SettingsFile, "hours" | "numbers"> | undefined,
  proposed: string,
): Promise<Hours | undefined> {
  const { ask, optional, rules } = interview;
  const given = await optional(options.hours, {
    option: "--hours",
    variable: "WA_HOURS",
    wrong: (answer) => (ALWAYS.test(answer) ? undefined : rules.hours(answer)),
  });
  const isAsked = given === undefined && file && !hasHours(file) && options.yes !== true;
  const answer = isAsked ? await askPerson(io, interview) : given;
  const read = answer && !ALWAYS.test(answer) ? readOpenTimes(answer) : undefined;
  if (!read || "problem" in read) return undefined;
  const timeZone = await ask(options.timeZone, {
    option: "--time-zone",
    variable: "WA_TIME_ZONE",
    text: "In which time zone",
    known: proposed,
    asStored: asTimeZone,
    wrong: rules.timeZone,
  });
  return { timeZone, open: read.open };
}

async function askPerson(
  { ask, err }: Pick<Io, "ask" | "err">,
  { keep, rules }: Interview,
): Promise<string | undefined> {
  for (let wrong = 0; ask && wrong < MAX_WRONG; wrong += 1) {
    const answer = cleaned(await ask(`${QUESTION} (empty: always): `));
    if (!answer || ALWAYS.test(answer)) return undefined;
    const problem = rules.hours(answer);
    if (!problem) {
      await keep("--hours", answer);
      return answer;
    }
    err(`  That ${problem}\n`);
  }
  return undefined;
}

const hasHours = ({ hours, numbers = [] }: Pick<SettingsFile, "hours" | "numbers">): boolean =>
  hours !== undefined || numbers.some((number) => number.hours !== undefined);
