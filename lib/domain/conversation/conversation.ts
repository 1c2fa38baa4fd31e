import type { ConversationId, MessageId, NumberName } from "../ids.ts";
import type { Content, Customer, Referral, ReferredProduct } from "../inbound/inbound.ts";
import type { MergeFields, SendBlocks, WorkerFields } from "./fields.ts";
import type { StoredSendBlock } from "./send-block.ts";

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
  /** When a worker began to understand its media. */
  understandingAt?: number;
};

/** `version` counts the worker's writes and fences off a second worker. */
export type ConversationState = WorkerFields &
  SendBlocks &
  MergeFields & { conversation: ConversationId; version: number };

/** Items of this conversation may be stored under any; its own id first. */
export const conversationIdsOf = ({
  conversation,
  mergedFrom = [],
}: Pick<ConversationState, "conversation" | "mergedFrom">): ConversationIds => [conversation, ...mergedFrom];
export type ConversationIds = readonly ConversationId[];

/** The strongest that the conversation is under now. */
export function activeSendBlock(
  state: SendBlocks,
  now: number,
  blocks: readonly string[] = ["paused", "opted-out"],
): StoredSendBlock | undefined {
  if (state.optedOutAt !== undefined && blocks.includes("opted-out")) return "opted-out";
  if (state.noTemplatesAt !== undefined && blocks.includes("no-templates")) return "no-templates";
  if (state.pausedAt !== undefined && state.pausedAt <= now && blocks.includes("paused")) return "paused";
  return undefined;
}
