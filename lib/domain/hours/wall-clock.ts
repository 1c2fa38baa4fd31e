import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time.ts";

/*
 * A wall time is what the clocks of a zone show, written as if they showed UTC: milliseconds that
 * `new Date(…).toISOString()` prints as date and time there.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

/** By zone and wall time: the same few openings are asked for again and again, and Intl is slow. */
const knownTimes = new Map<string, Map<number, number>>();
const MAX_KNOWN_TIMES = 10_000;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, format);
  return format;
}

/** Written "GMT+05:45", and "GMT" without a difference. */
function offsetAt(timeZone: string, at: number): number {
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(formatOf(timeZone).format(at)) ?? [];
  const offset = Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS;
  return sign === "-" ? -offset : offset;
}

export const wallTimeAt = (timeZone: string, at: number): number => at + offsetAt(timeZone, at);

/**
 * When the clocks first show this wall time, or first pass it: clocks that are put forward skip some, and
 * clocks that are put back show some twice. Never earlier for a later wall time.
 */
export function firstTimeAt(timeZone: string, wall: number): number {
  const ofZone = knownTimes.get(timeZone) ?? new Map<number, number>();
  const known = ofZone.get(wall);
  if (known !== undefined) return known;
  const time = findFirstTimeAt(timeZone, wall);
  if (ofZone.size >= MAX_KNOWN_TIMES) ofZone.clear();
  knownTimes.set(timeZone, ofZone.set(wall, time));
  return time;
}

function findFirstTimeAt(timeZone: string, wall: number): number {
  const before = offsetAt(timeZone, wall - DAY_MS);
  const early = wall - before;
  if (offsetAt(timeZone, early) === before) return early;
  const after = offsetAt(timeZone, wall + DAY_MS);
  const late = wall - after;
  return offsetAt(timeZone, late) === after ? late : changeBetween(timeZone, late, early, after);
}

/** The clocks change between the two; afterwards they differ from UTC by `after`. */
function changeBetween(timeZone: string, from: number, to: number, after: number): number {
  let [earlier, later] = [from, to];
  while (later - earlier > 1) {
    const middle = Math.floor((earlier + later) / 2);
    if (offsetAt(timeZone, middle) === after) later = middle;
    else earlier = middle;
  }
  return later;
}
