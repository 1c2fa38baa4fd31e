import type { Settings } from "./settings.ts";

/** Meta delivers at most 3 MB a POST; anything larger is not theirs. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

/**
 * Every timeout, derived from the one that a business sets: how long its agent may think. Seconds.
 * The queues' visibility is a little more than the worker's own timeout: long enough that no second worker starts beside a living one,
 * short enough that customers do not wait long after a crash.
 */
export function timeouts(settings: Settings) {
  // Two turns of a conversation one after the other, and time to send their replies.
  const worker = settings.chatsby.timeoutSeconds * 2 + 60;
  return {
    webhook: 10,
    worker,
    delivery: 30,
    operator: 29,
    "agent-actions": 10,
    "lead-webhook": 30,
    turnsVisibility: worker + 30,
    deliveriesVisibility: 60,
    leadsVisibility: 60,
    /** Every wake-up waits this long in the queue: a lone message is quiet when it arrives. */
    turnsDelay: settings.turns.quietSeconds,
  };
}

/**
 * Receives before a message goes to the dead-letter queue. Thirty are half an hour without DynamoDB for a status, and a day of waiting
 * for a later version. High for turns, because handing a wake-up back to wait also counts as a receive:
 * a day of waiting for a mended access token must fit. Failing turns end by their own count long before.
 */
export const MAX_RECEIVES = { turns: 200, deliveries: 30, leads: 30 } as const;

/** Functions at most at the same time that post leads: a CRM that has been down should not be overrun. The fewest that Lambda allows. */
export const LEAD_POSTERS = 2;
