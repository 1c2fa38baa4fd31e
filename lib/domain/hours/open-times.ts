import { DAY_MS } from "../time.ts";
import { type BusinessHours, readSpan, type Span, WEEKDAYS } from "./business-hours.ts";
import { firstTimeAt, wallTimeAt } from "./wall-clock.ts";

/** Nothing is looked for beyond: a business that is closed for so long counts as closed for good. */
export const HORIZON_DAYS = 400;

/** `to` is the first moment at which nobody is there any more. */
type OpenTime = { from: number; to: number };

/**
 * In order, without the part before `from`; a long opening may come in pieces. A span lasts from when the
 * clocks first show, or pass, its beginning until they first show or pass its end.
 */
function* openTimes({ timeZone, open, closed }: BusinessHours, from: number): Generator<OpenTime> {
  const now = wallTimeAt(timeZone, from);
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  let end = from;
  // What began yesterday may still be open.
  for (let day = -1; day <= HORIZON_DAYS; day++) {
    const midnight = today + day * DAY_MS;
    // Without those that are over: no wall time is earlier than an earlier one.
    for (const span of spansOn(open, closed, midnight).filter(({ to }) => midnight + to > now)) {
      const to = firstTimeAt(timeZone, midnight + span.to);
      if (to <= end) continue;
      const begin = Math.max(end, firstTimeAt(timeZone, midnight + span.from));
      // All of it may be skipped when the clocks are put forward.
      if (to > begin) yield { from: begin, to };
      end = to;
    }
  }
}

/** Of the settings, which stay as they are. */
const readSpans = new WeakMap<readonly string[], readonly Span[]>();

function spansOn(
  open: BusinessHours["open"],
  closed: BusinessHours["closed"],
  midnight: number,
): readonly Span[] {
  const date = new Date(midnight);
  const texts = open[WEEKDAYS[date.getUTCDay()] ?? "sun"] ?? [];
  if (texts.length === 0 || closed.includes(date.toISOString().slice(0, 10))) return [];
  const spans = readSpans.get(texts) ?? texts.map(readSpan).sort((one, other) => one.from - other.from);
  readSpans.set(texts, spans);
  return spans;
}

/** The first moment from `at` on at which somebody is there; `undefined` if none is known. */
export function nextOpening(hours: BusinessHours, at: number): number | undefined {
  for (const { from } of openTimes(hours, at)) return from;
  return undefined;
}

export const isOpen = (hours: BusinessHours, at: number): boolean => nextOpening(hours, at) === at;

export function openMsBetween(hours: BusinessHours, from: number, to: number): number {
  let sum = 0;
  for (const open of openTimes(hours, from)) {
    if (open.from >= to) break;
    sum += Math.min(open.to, to) - open.from;
  }
  return sum;
}

/**
 * When so much open time has passed. What is left once no opening is known any more counts as ordinary time:
 * nobody waits for ever.
 */
export function addOpenMs(hours: BusinessHours, from: number, ms: number): number {
  let [left, end] = [ms, from];
  for (const open of openTimes(hours, from)) {
    if (open.to - open.from >= left) return open.from + left;
    left -= open.to - open.from;
    end = open.to;
  }
  return end + left;
}

/** A moment somebody is there, with so much open time left until `to`; `undefined` if it is before `from`. */
export function beforeOpenMs(
  hours: BusinessHours,
  { from, to, ms }: { from: number; to: number; ms: number },
): number | undefined {
  const surplus = openMsBetween(hours, from, to) - ms;
  return surplus < 0 ? undefined : nextOpening(hours, addOpenMs(hours, from, surplus));
}
