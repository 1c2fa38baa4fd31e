import type { ConsentChange } from "../consent/consent-change.ts";
import type { EndedHandoff, Handoff } from "../handoff/handoff.ts";
import type { ConversationId, MessageId, NumberName } from "../ids.ts";
import type { Content, Customer, Referral, ReferredProduct } from "../inbound/inbound.ts";
import type { Turn } from "../turn/turn.ts";
import type { Progress } from "./progress.ts";
import type { StoredSendBlock } from "./send-block.ts";

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
  forwarded?: true;
  /** The ad that led the customer here. */
  referral?: Referral;
  product?: ReferredProduct;
  /** Milliseconds since 1970: the provider's time, else the first arrival. */
  sentAt: number;
  /** Milliseconds since 1970: when we first saw it. */
  arrivedAt: number;
};

/** Why the bot is silent, as kept with the conversation. Written by whoever silences it, at any time and beside the worker, which only reads it. */
export type SendBlocks = {
  /** Milliseconds since 1970. A person has the conversation. */
  pausedAt?: number;
  handoff?: Handoff;
  /** Milliseconds since 1970: without a sign of a person until then the bot takes over again. */
  resumeAt?: number;
  /** The handoffs that ended last, the latest at the end: several may end before the worker comes to tell of it. */
  endedHandoffs?: readonly EndedHandoff[];
  /** Milliseconds since 1970. The customer wants nothing more. */
  optedOutAt?: number;
  /** Milliseconds since 1970. The customer wants nothing that the business begins. */
  noTemplatesAt?: number;
  /** Milliseconds since 1970. The customer wanted messages again: what was stopped before counts no more. */
  optedInAt?: number;
  /** The latest wish of the customer, either way. */
  consentChange?: ConsentChange;
};

/** `changedAt`: milliseconds since 1970. `formerIds`: user ids and phones under which a late message may still come, but nothing is sent any more. */
type IdentityChange = { changedAt: number; formerIds: readonly string[] };

/** What is kept of a conversation. `version` counts the worker's writes and fences off a second worker. */
export type ConversationState = SendBlocks & {
  conversation: ConversationId;
  version: number;
  /** The business number that it is with. */
  number?: NumberName;
  /** What Chatsby sees; fixed when the conversation begins. */
  sessionId?: string;
  customer?: Customer;
  /** Milliseconds since 1970 of the customer's last message: the customer service window counts from it. */
  lastInboundAt?: number;
  turn?: Turn;
  progress?: Progress;
  /** What the last change of the customer's ids left behind. */
  identity?: IdentityChange;
  /** It was merged into that conversation: nothing is answered here any more. */
  movedTo?: ConversationId;
  /** Conversations that were merged into this one. What waits in them is answered here. Written by merges only. */
  mergedFrom?: readonly ConversationId[];
};

/** The conversations in which something of this one may be kept, its own first. */
export const conversationIdsOf = ({
  conversation,
  mergedFrom = [],
}: Pick<ConversationState, "conversation" | "mergedFrom">): ConversationIds => [conversation, ...mergedFrom];
export type ConversationIds = readonly ConversationId[];

/** Which of these silences the conversation is under, the strongest first. */
export function activeSendBlock(state: SendBlocks, among: readonly string[] = ["paused", "opted-out"]): StoredSendBlock | undefined {
  if (state.optedOutAt !== undefined && among.includes("opted-out")) return "opted-out";
  if (state.noTemplatesAt !== undefined && among.includes("no-templates")) return "no-templates";
  if (state.pausedAt !== undefined && among.includes("paused")) return "paused";
  return undefined;
}
