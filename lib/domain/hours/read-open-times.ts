import { WEEKDAYS } from "./business-hours.ts";

type Weekday = (typeof WEEKDAYS)[number];
type Open = Partial<Record<Weekday, string[]>>;

/** What is not understood, as the rest of a sentence: "has …". */
export type OpenTimes = { open: Open } | { problem: string };

const NAMES = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const SHORTEST_NAME = 3;
const TIME = /^(\d{1,2})(?:[:.h](\d{2}))?h?(am|pm)?$/;
const NOON = 12 * 60;
const MIDNIGHT = 24 * 60;

const days = (names: string) =>
  names.split(" ").flatMap((name) => WEEKDAYS.find((day) => day === name) ?? []);
const SETS: Readonly<Record<string, readonly Weekday[]>> = {
  daily: days("mon tue wed thu fri sat sun"),
  weekdays: days("mon tue wed thu fri"),
  weekend: days("sat sun"),
  weekends: days("sat sun"),
};

/**
 * Days and times as people write them: "Mon-Fri 9-12, 13-18; Sat 10:00-14:00", "daily 9am-5pm". A time that ends
 * on the next day must begin after noon: "9-5" is rather a slip.
 */
export function readOpenTimes(text: string): OpenTimes {
  const open: Open = {};
  let group: readonly Weekday[] = [];
  let hasTimes = false;
  for (const token of tokensOf(text)) {
    const named = daysOf(token);
    const isClosed = token === "closed";
    const span = named || isClosed ? undefined : spanOf(token);
    if (named) {
      group = hasTimes ? named : [...group, ...named];
      hasTimes = false;
    } else if (group.length === 0) {
      return { problem: "does not begin with a day" };
    } else if (span && "problem" in span) {
      return span;
    } else {
      if (span) for (const day of new Set(group)) open[day] = [...(open[day] ?? []), span.text];
      hasTimes = true;
    }
  }
  return hasTimes ? { open: inOrder(open) } : { problem: "has no time in it" };
}

const tokensOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/\s*(?:[-\u2010-\u2015]|\bto\b|\buntil\b)\s*/g, "-")
    .replace(/(\d)\s*([ap])\.?m\b\.?/g, "$1$2m")
    .replace(/every\s*day/g, "daily")
    .split(/[\s,;&+]+|:(?=\s)|\band\b/)
    .filter((token) => token !== "");

function daysOf(token: string): readonly Weekday[] | undefined {
  const set = SETS[token];
  if (set) return set;
  const named = token.split("-").map(dayOf);
  const [from, to] = [named[0], named.at(-1)];
  if (from === undefined || to === undefined || named.length > 2) return undefined;
  const length = (WEEKDAYS.indexOf(to) - WEEKDAYS.indexOf(from) + 7) % 7;
  return Array.from({ length: length + 1 }, (_, at) => WEEKDAYS[(WEEKDAYS.indexOf(from) + at) % 7] ?? from);
}

/** "tue", "tues", "Tuesdays" */
function dayOf(text: string): Weekday | undefined {
  const name = text.replace(/s$/, "");
  return WEEKDAYS[NAMES.findIndex((full) => name.length >= SHORTEST_NAME && full.startsWith(name))];
}

function spanOf(token: string): { text: string } | { problem: string } {
  const [from, to, ...more] = token.split("-").map(minutesOf);
  if (from === undefined || to === undefined || more.length > 0 || from === MIDNIGHT)
    return { problem: `has "${token}" in it, which is neither a day nor a time` };
  if (to < from && from < NOON)
    return { problem: `has "${token}" in it, which ends before it begins: count to 24, or write am and pm` };
  return { text: `${clock(from)}-${clock(to)}` };
}

function minutesOf(text: string): number | undefined {
  const [, hours, minutes = "0", half] = TIME.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const hour = half ? (Number(hours) % 12) + (half === "pm" ? 12 : 0) : Number(hours);
  const total = hour * 60 + Number(minutes);
  const isTime =
    Number(minutes) < 60 && total <= MIDNIGHT && !(half && (Number(hours) > 12 || hours === "0"));
  return isTime ? total : undefined;
}

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** From Monday on, as people read it. */
const inOrder = (open: Open): Open =>
  Object.fromEntries((SETS.daily ?? []).flatMap((day) => (open[day] ? [[day, open[day]]] : [])));
