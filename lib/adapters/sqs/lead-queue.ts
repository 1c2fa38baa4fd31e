import type { LeadQueue } from "../../application/ports/control-ports.ts";
import { type Queue, sendAll } from "./batches.ts";
import { writeLead } from "./envelope.ts";

/** A standard queue: the receiver goes by the revision. Holds ids only. */
export const sqsLeadQueue = (queue: Queue): LeadQueue => ({
  send: (lead) => sendAll(queue, [{ MessageBody: writeLead(lead) }]),
});
