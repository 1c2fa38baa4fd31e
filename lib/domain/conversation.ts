import type { ConversationId, MessageId, NumberName } from "./ids.ts";
import type { Content, Customer } from "./inbound.ts";
import type { Turn } from "./turn.ts";

/** How a message ended. Every inbound message ends in exactly one of these. */
export type Outcome =
  | { kind: "answered" }
  | { kind: "handed-off" }
  | { kind: "ignored"; reason: string }
  | { kind: "held"; reason: "window" }
  | { kind: "failed"; reason: string };

/** A message that waits for its turn. */
export type PendingMessage = {
  id: MessageId;
  number: NumberName;
  customer: Customer;
  content: Content;
  quoted?: string;
  /** Milliseconds since 1970: the provider's time, else the first arrival. */
  sentAt: number;
  /** Milliseconds since 1970: when we first saw it. */
  arrivedAt: number;
  /** How often it has moved with its customer: the copy with the highest number counts. */
  hops?: number;
  /** It is on its way to that conversation and must not be answered here. */
  movingTo?: ConversationId;
};

/** What is kept of a conversation. `version` counts the worker's writes and fences off a second worker. */
export type ConversationState = {
  conversation: ConversationId;
  version: number;
  /** What Chatsby sees; fixed when the conversation begins. */
  sessionId?: string;
  customer?: Customer;
  /** Milliseconds since 1970 of the customer's last message: the customer service window counts from it. */
  lastInboundAt?: number;
  turn?: Turn;
  pausedAt?: number;
  optedOutAt?: number;
  /** The customer goes by another id: what still arrives here belongs there. */
  movedTo?: ConversationId;
};

/** Why the bot must not speak in a conversation just now. */
export type Silence = "paused" | "opted-out";

export function silence(state: Pick<ConversationState, "pausedAt" | "optedOutAt">): Silence | undefined {
  if (state.optedOutAt !== undefined) return "opted-out";
  if (state.pausedAt !== undefined) return "paused";
  return undefined;
}
