const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How often one part is tried before it is given up; waiting for a stopped number is no try. */
export const MAX_SEND_ATTEMPTS = 6;

/** How often a part may leave whose every send stayed without an answer and without a status: each may have reached the customer. */
export const MAX_UNKNOWN_ATTEMPTS = 3;

/** Milliseconds. An agent that asks for more time than this will not answer the customer who waits now. */
export const LONGEST_AGENT_WAIT = 2 * MINUTE;

const doubled = (first: number, times: number, most: number) => Math.min(first * 2 ** Math.max(0, times), most);

/** Wait after the `failures`-th failed attempt at the agent: 2, 4, 8 … s, or as long as the agent asked for. */
export const agentBackoff = (failures: number, retryAfter: number | undefined) =>
  retryAfter === undefined ? doubled(2 * SECOND, failures - 1, MINUTE) : retryAfter * SECOND;

/** Time in which evidence may settle an unknown send before it is repeated; doubles, because silence may mean that statuses are late. */
export const graceFor = (attempts: number, graceSeconds: number) => doubled(graceSeconds * SECOND, attempts - 1, 15 * MINUTE);

/** 1, 2, 4 … s for a passing fault. */
export const soonBackoff = (attempts: number) => doubled(SECOND, attempts - 1, MINUTE);

/** 1, 4, 16 … s: Meta's rule for its pair rate limit (131056). */
export const pairBackoff = (attempts: number) => Math.min(4 ** Math.max(0, attempts - 1) * SECOND, 10 * MINUTE);

/** A number over its throughput: 5 to 10, 10 to 20 … s, spread by `random` (0 to 1) so that its customers do not return together. */
export const slowBackoff = (attempts: number, random: number) => doubled(5 * SECOND, attempts - 1, 5 * MINUTE) * (1 + random);

/** A number that a person must mend: looked at again after 1, 2, 4 … 15 min. */
export const stoppedBackoff = (waitedSince: number, now: number) => Math.min(Math.max(MINUTE, now - waitedSince), 15 * MINUTE);
