import type { PendingMessage } from "../conversation/conversation.ts";
import type { TurnId } from "../ids.ts";
import type { DeliveryState } from "../inbound/inbound.ts";
import type { Outbound, OutboundState } from "../turn/outbound.ts";
import type { Outcome } from "../turn/outcome.ts";
import type { Turn } from "../turn/turn.ts";

/** Comes from the customer or the Business app. `hash`: of the provider's id. */
export type KeptMessage = Pick<PendingMessage, "id" | "content" | "quoted" | "sentAt" | "arrivedAt"> & {
  hash: string;
  outcome?: Outcome;
};

export type KeptOutbound = Outbound & { state: OutboundState; code?: string };

/** A status of one attempt to send a part. */
export type KeptDelivery = {
  turn: TurnId;
  part: number;
  attempt: number;
  state: DeliveryState;
  code?: string;
};

/** Of a turn given twice the later one counts. */
export type KeptChat = {
  messages: readonly KeptMessage[];
  turns: readonly Turn[];
  outbound: readonly KeptOutbound[];
  deliveries: readonly KeptDelivery[];
};
