import { DAY_MS } from "../time.ts";

/** `of`: the turn, or the reference of its part. */
export type FailureOfDay = { of: string; at: number };

/**
 * Alarms count customers, not messages: of one customer's failures within a day only the first counts. A repeat
 * of the same one after a crash still does.
 */
export const failureOfDay = (last: FailureOfDay | undefined, of: string, now: number): FailureOfDay =>
  last && (last.of === of || now - last.at < DAY_MS) ? last : { of, at: now };
