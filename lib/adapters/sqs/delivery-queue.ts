import type { DeliveryQueue } from "../../application/ports/ports.ts";
import { type Queue, sendAll } from "./batches.ts";
import { writeStatus } from "./envelope.ts";

/** A standard queue: order does not matter, and a repeat changes nothing. */
export const sqsDeliveryQueue = (queue: Queue): DeliveryQueue => ({
  send: (statuses) =>
    sendAll(
      queue,
      statuses.map((status) => ({ MessageBody: writeStatus(status) })),
    ),
});
