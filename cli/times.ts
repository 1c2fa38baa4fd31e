const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** "45 s", "12 min", "3 h 05 min", "2 d 4 h". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE_SECONDS) return `${whole} s`;
  if (whole < HOUR_SECONDS) return `${Math.floor(whole / MINUTE_SECONDS)} min`;
  if (whole < DAY_SECONDS)
    return `${Math.floor(whole / HOUR_SECONDS)} h ${String(Math.floor((whole % HOUR_SECONDS) / MINUTE_SECONDS)).padStart(2, "0")} min`;
  return `${Math.floor(whole / DAY_SECONDS)} d ${Math.floor((whole % DAY_SECONDS) / HOUR_SECONDS)} h`;
}

const two = (value: number) => String(value).padStart(2, "0");

/** "2026-11-24", in local time. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "18:05", in local time. */
export function timeOf(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

export const dayAndTime = (at: number) => `${dayOf(at)} ${timeOf(at)}`;

/** How long free text may still be sent. */
export const shownWindow = (closesAt: number | undefined, now: number) =>
  closesAt === undefined || closesAt <= now
    ? "window closed"
    : `window open for ${duration((closesAt - now) / 1000)}`;

/** For what lasts, and for what happened. */
export const timesAt = (now: number) => ({
  since: (at: number) => `${dayAndTime(at)}, for ${duration((now - at) / 1_000)}`,
  at: dayAndTime,
});
