import { durationOf, timeOf } from "../../shared/time.ts";

const DAY_MS = 24 * 3_600_000;
const SOON_MS = 2 * 3_600_000;

const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** `14:05`, `Yesterday`, `23 Nov`: short, for a list. */
export function shortTime(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
  if (days <= 0) return timeOf(at);
  if (days === 1) return "Yesterday";
  return new Date(at).toLocaleDateString(undefined, { day: "numeric", month: "short" });
}

/** `today at 14:05`, `tomorrow at 09:00`, `on Mon, 30 Nov at 09:00`. */
export function dayAndTime(at: number, now: number): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY_MS);
  const date = () =>
    `on ${new Date(at).toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short" })}`;
  return `${["today", "tomorrow"][days] ?? date()} at ${timeOf(at)}`;
}

/** `12 min`, `3 h 07 min`, `2 days`. */
export function longFor(ms: number): string {
  if (ms < 60_000) return "less than a minute";
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`;
  return durationOf(ms);
}

/** `<1 min`, `12 min`, `3 h`, `2 d`: for a list. */
export function shortFor(ms: number): string {
  if (ms < 60_000) return "<1 min";
  if (ms < SOON_MS) return `${Math.floor(ms / 60_000)} min`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / 3_600_000)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
}

/** What is left of the customer service window. `low`: hurry. */
export function windowLeft(
  closesAt: number | undefined,
  now: number,
): { state: "open" | "low" | "closed" | "unknown"; leftMs: number } {
  if (closesAt === undefined) return { state: "unknown", leftMs: 0 };
  const leftMs = closesAt - now;
  return { state: leftMs <= 0 ? "closed" : leftMs < SOON_MS ? "low" : "open", leftMs };
}
