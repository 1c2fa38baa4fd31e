import { DAY_MS } from "../time.ts";
import { type BusinessHours, readSpan, type Span, WEEKDAYS } from "./business-hours.ts";

type HoursProblem = { path: (string | number)[]; message: string };
type Placed = { path: (string | number)[]; span: Span };

const CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const SPAN = new RegExp(`^${CLOCK}-(?:${CLOCK}|24:00)$`);
const WEEK_MS = 7 * DAY_MS;

/** Each with its place within the hours. */
export const hoursProblems = (hours: BusinessHours): HoursProblem[] => [
  ...zoneProblems(hours),
  ...spanProblems(hours),
  ...closedProblems(hours),
];

/** Only places: offsets and abbreviations such as "CET" do not say when clocks change, or are ambiguous. */
function zoneProblems({ timeZone }: BusinessHours): HoursProblem[] {
  const isPlace = timeZone === "UTC" || /^[A-Z][A-Za-z_]*(?:\/[A-Za-z0-9_+-]+)+$/.test(timeZone);
  return isPlace && isKnownZone(timeZone)
    ? []
    : [{ path: ["timeZone"], message: 'use an IANA time zone such as "Europe/Berlin"' }];
}

function isKnownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone });
    return true;
  } catch {
    return false;
  }
}

function spanProblems({ open }: BusinessHours): HoursProblem[] {
  const texts = WEEKDAYS.flatMap((day, at) =>
    (open[day] ?? []).map((text, index) => ({ path: ["open", day, index], text, midnight: at * DAY_MS })),
  );
  if (texts.length === 0)
    return [{ path: ["open"], message: "never opens: name at least one time, or leave the hours out" }];
  const problems = texts.flatMap(({ path, text }) => {
    const message = spanProblem(text);
    return message === undefined ? [] : [{ path, message }];
  });
  const placed = texts
    .filter(({ text }) => spanProblem(text) === undefined)
    .map(({ path, text, midnight }) => ({ path, span: shifted(readSpan(text), midnight) }));
  return [...problems, ...overlapProblems(placed)];
}

function spanProblem(text: string): string | undefined {
  if (!SPAN.test(text)) return 'use a time such as "08:00-12:00", with two digits each; the end may be 24:00';
  const [from, to] = text.split("-");
  return from === to ? 'begins when it ends: write "00:00-24:00" for the whole day' : undefined;
}

const shifted = ({ from, to }: Span, by: number): Span => ({ from: from + by, to: to + by });

/** A night from Saturday to Sunday goes on at the beginning of the week. */
function overlapProblems(placed: readonly Placed[]): HoursProblem[] {
  return placed.flatMap(({ path, span }, at) => {
    const meets = placed.some(
      (other, index) =>
        index !== at &&
        [-WEEK_MS, 0, WEEK_MS].some((by) => {
          const { from, to } = shifted(other.span, by);
          // Of two, only the later one is named.
          return from < span.to && span.from < to && (from < span.from || (from === span.from && index < at));
        }),
    );
    return meets ? [{ path, message: "overlaps with another time" }] : [];
  });
}

function closedProblems({ closed }: BusinessHours): HoursProblem[] {
  return closed.flatMap((text, at) => {
    const path = ["closed", at];
    if (!isDate(text)) return [{ path, message: 'use a date such as "2026-12-25"' }];
    return closed.indexOf(text) < at ? [{ path, message: "is listed twice" }] : [];
  });
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}
