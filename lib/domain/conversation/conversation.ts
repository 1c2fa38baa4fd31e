import type { ConsentChange } from "../consent/consent-change.ts";
import type { EndedHandoff, Handoff } from "../handoff/handoff.ts";
import type { ConversationId, MessageId, NumberName } from "../ids.ts";
import type { Content, Customer, Referral, ReferredProduct } from "../inbound/inbound.ts";
import type { Turn } from "../turn/turn.ts";
import type { Progress } from "./progress.ts";
import type { StoredSendBlock } from "./send-block.ts";
import type { LastStaffReply } from "./staff-reply.ts";

export type PendingMessage = {
  id: MessageId;
  number: NumberName;
  customer: Customer;
  content: Content;
  quoted?: string;
  forwarded?: true;
  referral?: Referral;
  product?: ReferredProduct;
  /** The provider's time, else our first arrival. */
  sentAt: number;
  arrivedAt: number;
};

/** Who of the team answers. */
export type Assignee = { by: string; at: number };

/** Why nothing may be sent. Several functions write it at any time; the worker only reads it. */
export type SendBlocks = {
  /** A person has taken over. */
  pausedAt?: number;
  handoff?: Handoff;
  /** The bot takes over again then, unless staff write before. */
  resumeAt?: number;
  /** The latest ended handoffs, newest last: several may end before the worker publishes their ends. */
  endedHandoffs?: readonly EndedHandoff[];
  /** Only while a person has the conversation. */
  assignee?: Assignee;
  lastStaffReply?: LastStaffReply;
  /** The customer wants no messages. */
  optedOutAt?: number;
  /** The customer wants no messages that the business begins. */
  noTemplatesAt?: number;
  /** The customer opted in again: earlier opt-outs no longer count. */
  optedInAt?: number;
  consentChange?: ConsentChange;
};

/** `formerIds`: user ids and phones of late messages; never sent to. */
type IdentityChange = { changedAt: number; formerIds: readonly string[] };

/** A stored conversation. `version` counts the worker's writes and fences off a second worker. */
export type ConversationState = SendBlocks & {
  conversation: ConversationId;
  version: number;
  number?: NumberName;
  /** The agent's session; fixed when the conversation begins. */
  sessionId?: string;
  customer?: Customer;
  /** The customer's last message: the customer service window counts from it. */
  lastInboundAt?: number;
  turn?: Turn;
  progress?: Progress;
  identity?: IdentityChange;
  /** The conversation that this one was merged into: nothing is answered here any more. */
  movedTo?: ConversationId;
  /** Conversations merged into this one, whose waiting messages are answered here. Written only by merges. */
  mergedFrom?: readonly ConversationId[];
};

/** The ids under which items of this conversation may be stored, its own id first. */
export const conversationIdsOf = ({
  conversation,
  mergedFrom = [],
}: Pick<ConversationState, "conversation" | "mergedFrom">): ConversationIds => [conversation, ...mergedFrom];
export type ConversationIds = readonly ConversationId[];

/** The strongest of these send blocks that the conversation is under. */
export function activeSendBlock(
  state: SendBlocks,
  blocks: readonly string[] = ["paused", "opted-out"],
): StoredSendBlock | undefined {
  if (state.optedOutAt !== undefined && blocks.includes("opted-out")) return "opted-out";
  if (state.noTemplatesAt !== undefined && blocks.includes("no-templates")) return "no-templates";
  if (state.pausedAt !== undefined && blocks.includes("paused")) return "paused";
  return undefined;
}
