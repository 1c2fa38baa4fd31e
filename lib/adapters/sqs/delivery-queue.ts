import type { DeliveryQueue } from "../../application/ports/ports.ts";
import type { Notice } from "../../domain/inbound/inbound.ts";
import { type Queue, sendAll } from "./batches.ts";
import { writeNotices, writeStatus } from "./envelope.ts";

/** Far below the largest message of SQS. */
const MAX_NOTICES = 50;

const chunksOf = (notices: readonly Notice[]): readonly (readonly Notice[])[] =>
  notices.length <= MAX_NOTICES
    ? notices.length > 0
      ? [notices]
      : []
    : [notices.slice(0, MAX_NOTICES), ...chunksOf(notices.slice(MAX_NOTICES))];

/** A standard queue: order does not matter, and a repeat changes nothing. */
export const sqsDeliveryQueue = (queue: Queue): DeliveryQueue => ({
  send: (statuses) =>
    sendAll(
      queue,
      statuses.map((status) => ({ MessageBody: writeStatus(status) })),
    ),
  sendNotices: (notices) =>
    sendAll(
      queue,
      chunksOf(notices).map((chunk) => ({ MessageBody: writeNotices(chunk) })),
    ),
});
