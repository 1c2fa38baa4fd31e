import type { ResponseHeaders } from "./fetch.ts";

/** A longer wait is a wrong clock, theirs or ours. */
const MAX_WAIT_SECONDS = 3600;

/** In seconds, also from a date; `undefined` when absent or unreadable. */
export function retryAfterSeconds(headers: ResponseHeaders, now: number): number | undefined {
  const value = headers.get("retry-after") ?? "";
  const seconds = /^\d+$/.test(value)
    ? Number(value)
    : /^[A-Za-z]{3}/.test(value)
      ? (Date.parse(value) - now) / 1000
      : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(MAX_WAIT_SECONDS, Math.max(0, Math.ceil(seconds)));
}
