import { shortestQuietSeconds } from "../../domain/turn/quiet.ts";
import { mediaModesOf } from "../settings/media-settings.ts";
import type { Settings } from "../settings/settings.ts";
import { agentTimeoutSeconds } from "./agent-timeout.ts";

/** Meta delivers at most 3 MB per POST. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

/**
 * Derived from the time that the agent may take.
 * The queues' visibility is a little more than the worker's timeout: no second worker starts beside a running
 * one, and after a crash customers do not wait long.
 */
export function timeouts(settings: Settings) {
  const media = mediaModesOf(settings.media).size > 0 ? settings.media.timeoutSeconds : 0;
  // Two turns of a conversation, and time to send their replies.
  const worker = (agentTimeoutSeconds(settings) + media) * 2 + 60;
  return {
    webhook: 10,
    worker,
    delivery: 30,
    operator: 29,
    "agent-actions": 10,
    inbox: 29,
    "lead-webhook": 30,
    /** Two attempts of 30 s, with a pause between them, and time to tell. */
    "daily-check": 120,
    turnsVisibility: worker + 30,
    deliveriesVisibility: 60,
    leadsVisibility: 60,
    /** A lone message that is plainly complete is ready when its wake-up arrives. */
    turnsDelay: shortestQuietSeconds(settings.turns),
  };
}

/**
 * Receives before a message goes to the dead-letter queue. Thirty are half an hour without DynamoDB for a
 * status, and a day of waiting for a later version.
 * More for turns: a wake-up that waits counts as received, and a day of waiting for a new access token must
 * fit. Failing turns end much earlier.
 */
export const MAX_RECEIVES = { turns: 200, deliveries: 30, leads: 30 } as const;

/** A CRM that was down should not be overrun. Lambda's minimum. */
export const LEAD_POSTERS = 2;
