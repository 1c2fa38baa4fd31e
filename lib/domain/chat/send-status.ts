import { DELIVERY_ORDER, type DeliveryState } from "../inbound/inbound.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { SECOND_MS } from "../time.ts";
import type { Part } from "../turn/turn.ts";
import type { SendStatus } from "./chat-message.ts";
import type { KeptDelivery } from "./kept-chat.ts";

/** Longer than a request to a provider takes. */
const SENDING_MS = 20 * SECOND_MS;

/** All attempts of the part ended without an answer. */
const OUTCOME_UNKNOWN = "unknown";

export type Sending = { status: SendStatus; failureCode?: string };

const RANKS: readonly DeliveryState[] = ["failed", ...DELIVERY_ORDER];
const rank = ({ state }: KeptDelivery) => RANKS.indexOf(state);

/** The furthest status of any attempt, else the failure of the last one. */
function bestOf(deliveries: readonly KeptDelivery[], attempts: number): KeptDelivery | undefined {
  const [furthest] = deliveries
    .filter(({ state }) => state !== "failed")
    .toSorted((a, b) => rank(b) - rank(a));
  return furthest ?? deliveries.find(({ state, attempt }) => state === "failed" && attempt >= attempts);
}

/** `deliveries`: of this part. */
export function sendingOf(part: Part, deliveries: readonly KeptDelivery[], now: number): Sending {
  const best = bestOf(deliveries, part.attempts);
  if (best && best.state !== "failed") return { status: best.state === "played" ? "read" : best.state };
  switch (part.state) {
    case "accepted":
      return best ? { status: "failed", ...omitUndefined({ failureCode: best.code }) } : { status: "sent" };
    case "failed":
      return part.code === OUTCOME_UNKNOWN
        ? { status: "unknown", failureCode: OUTCOME_UNKNOWN }
        : { status: "failed", ...omitUndefined({ failureCode: part.code }) };
    case "sending":
      return now - (part.sendingAt ?? now) <= SENDING_MS
        ? { status: "sending" }
        : { status: "unknown", failureCode: OUTCOME_UNKNOWN };
    case "pending":
      return { status: "queued" };
    case "cancelled":
      return { status: "cancelled" };
  }
}
