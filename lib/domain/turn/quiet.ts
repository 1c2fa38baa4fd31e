import { SECOND_MS } from "../time.ts";

export type QuietRule = { quietSeconds: number; maxWaitSeconds: number };

/**
 * 0 when it is time to answer. A burst ends `quietSeconds` after its last message, at the latest
 * `maxWaitSeconds` after its first.
 */
export function msUntilQuiet(arrivals: readonly number[], now: number, rule: QuietRule): number {
  if (arrivals.length === 0) return 0;
  const quietAt = Math.max(...arrivals) + rule.quietSeconds * SECOND_MS;
  const lastMoment = Math.min(...arrivals) + Math.max(rule.maxWaitSeconds, rule.quietSeconds) * SECOND_MS;
  return Math.max(0, Math.min(quietAt, lastMoment) - now);
}
