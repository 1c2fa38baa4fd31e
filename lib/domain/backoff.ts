import { MINUTE_MS, SECOND_MS } from "./time.ts";

/** Attempts to send one part. Waiting for a stopped number does not count. */
export const MAX_SEND_ATTEMPTS = 6;

/** Attempts with an unknown result: each may have reached the customer. */
export const MAX_UNKNOWN_ATTEMPTS = 3;

/** An agent that asks for a longer wait cannot answer in time. */
export const MAX_AGENT_WAIT_MS = 2 * MINUTE_MS;

const doubled = (firstMs: number, times: number, maxMs: number) =>
  Math.min(firstMs * 2 ** Math.max(0, times), maxMs);

/** 2, 4, 8 … s after the `failures`-th failed agent call, or the agent's own `retryAfter` seconds. */
export const agentBackoffMs = (failures: number, retryAfter: number | undefined) =>
  retryAfter === undefined ? doubled(2 * SECOND_MS, failures - 1, MINUTE_MS) : retryAfter * SECOND_MS;

/** Before an unknown send is repeated. Doubles: statuses may be late. */
export const confirmationGraceMs = (attempts: number, graceSeconds: number) =>
  doubled(graceSeconds * SECOND_MS, attempts - 1, 15 * MINUTE_MS);

/** 1, 2, 4 … s. */
export const transientBackoffMs = (attempts: number) => doubled(SECOND_MS, attempts - 1, MINUTE_MS);

/** 1, 4, 16 … s: Meta's rule for its pair rate limit (131056). */
export const pairRateBackoffMs = (attempts: number) =>
  Math.min(4 ** Math.max(0, attempts - 1) * SECOND_MS, 10 * MINUTE_MS);

/** The provider reports a closed window that is open by our clock. `undefined`: trust the provider. */
export const closedWindowBackoffMs = (attempts: number): number | undefined =>
  [SECOND_MS, 6 * SECOND_MS][attempts - 1];

/** A number over its throughput sends nothing for this time. */
export const THROTTLE_PAUSE_MS = 2 * SECOND_MS;

/** 80 % of the provider's rate leaves room for others. */
export const throttledIntervalMs = (messagesPerSecond: number) => SECOND_MS / (0.8 * messagesPerSecond);

/** 1 to 2 min after an account's too many calls, spread by `random` (0 to 1). */
export const accountRateBackoffMs = (random: number) => MINUTE_MS * (1 + random);

/** For a number that too many customers have reported: the limit lasts for hours. */
export const SPAM_PAUSE_MS = 30 * MINUTE_MS;

/** A part refused because of throughput is retried for this long. */
export const MAX_THROTTLED_MS = 60 * MINUTE_MS;

/** A message of staff or a mailing that waited longer is out of place. */
export const MAX_OUTBOUND_AGE_MS = 4 * 60 * MINUTE_MS;

/** Until the next look at a suspended number: 30 s, rising to 5 min. */
export const suspensionCheckMs = (suspendedSince: number, now: number) =>
  Math.min(Math.max(30 * SECOND_MS, (now - suspendedSince) / 4), 5 * MINUTE_MS);

/** 1, 2, 4 … 15 min between attempts with a number that somebody must fix. */
export const suspensionBackoffMs = (waitedSince: number, now: number) =>
  Math.min(Math.max(MINUTE_MS, now - waitedSince), 15 * MINUTE_MS);
