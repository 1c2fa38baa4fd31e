const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How often one part is tried before it is given up; waiting for a stopped number is no try. */
export const MAX_SEND_ATTEMPTS = 6;

/** How often a part may leave whose every send stayed without an answer and without a status: each may have reached the customer. */
export const MAX_UNKNOWN_ATTEMPTS = 3;

/** Milliseconds. An agent that asks for more time than this will not answer the customer who waits now. */
export const MAX_AGENT_WAIT_MS = 2 * MINUTE;

const doubled = (first: number, times: number, most: number) => Math.min(first * 2 ** Math.max(0, times), most);

/** Wait after the `failures`-th failed attempt at the agent: 2, 4, 8 … s, or as long as the agent asked for. */
export const agentBackoffMs = (failures: number, retryAfter: number | undefined) =>
  retryAfter === undefined ? doubled(2 * SECOND, failures - 1, MINUTE) : retryAfter * SECOND;

/** Time in which evidence may settle an unknown send before it is repeated; doubles, because silence may mean that statuses are late. */
export const confirmationGraceMs = (attempts: number, graceSeconds: number) => doubled(graceSeconds * SECOND, attempts - 1, 15 * MINUTE);

/** 1, 2, 4 … s for a passing fault. */
export const transientBackoffMs = (attempts: number) => doubled(SECOND, attempts - 1, MINUTE);

/** 1, 4, 16 … s: Meta's rule for its pair rate limit (131056). */
export const pairRateBackoffMs = (attempts: number) => Math.min(4 ** Math.max(0, attempts - 1) * SECOND, 10 * MINUTE);

/** Waits after the window was said to be closed although our own clock says that it is open: soon, then later; then it is believed. */
export const closedWindowBackoffMs = (attempts: number): number | undefined => [SECOND, 6 * SECOND][attempts - 1];

/** Milliseconds for which a number that is over its throughput sends nothing. Short and always the same: what waits leaves in a line after it. */
export const THROTTLE_PAUSE_MS = 2 * SECOND;

/** Milliseconds between two that leave in the line of a throttled number: four fifths of what the provider takes, so that there is room for others. */
export const throttledIntervalMs = (messagesPerSecond: number) => SECOND / (0.8 * messagesPerSecond);

/** An account that has called too often: 1 to 2 min, spread by `random` (0 to 1). */
export const accountRateBackoffMs = (random: number) => MINUTE * (1 + random);

/** A number that too many customers have reported: the limit passes after hours. */
export const SPAM_PAUSE_MS = 30 * MINUTE;

/** Milliseconds for which a part is tried again that was only refused because the number was over its throughput. */
export const MAX_THROTTLED_MS = 60 * MINUTE;

/** Milliseconds after which what people or a mailing wanted to send is out of place. */
export const MAX_OUTBOUND_AGE_MS = 4 * 60 * MINUTE;

/** Whoever waits for a held number looks after 30 s, then ever more rarely, at most after 5 min: a person may have mended it. */
export const suspensionCheckMs = (suspendedSince: number, now: number) =>
  Math.min(Math.max(30 * SECOND, (now - suspendedSince) / 4), 5 * MINUTE);

/** A number that a person must mend: tried again after 1, 2, 4 … 15 min. */
export const suspensionBackoffMs = (waitedSince: number, now: number) => Math.min(Math.max(MINUTE, now - waitedSince), 15 * MINUTE);
