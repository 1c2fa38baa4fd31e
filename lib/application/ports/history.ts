import type { ConversationIds } from "../../domain/conversation/conversation.ts";
import type { ConversationId, MessageId } from "../../domain/ids.ts";

export type TranscriptEntry = {
  at: number;
  from: "customer" | "agent" | "person" | "system";
  text: string;
  /** Stood in front of the text. */
  disclosure?: string;
  /** How a customer's message ended, or how far our part came. */
  state?: string;
};

export type Act = { at: number; by: string; what: string; detail?: string };

export interface History {
  /** In order of time; the last `max` when given. */
  transcript(conversationIds: ConversationIds, max?: number): Promise<readonly TranscriptEntry[]>;
  /**
   * Finds by the provider's id the customer's message, also a waiting one or one from the Business app, or
   * one of ours in an archived turn. Reads little: does not search all of a very long conversation.
   */
  findMessage(conversationIds: ConversationIds, id: MessageId): Promise<TranscriptEntry | undefined>;
  /** Records who did what. Repeating it with the same `id` changes nothing. */
  record(conversation: ConversationId | "*", id: string, act: Act): Promise<void>;
  acts(conversation: ConversationId | "*"): Promise<readonly Act[]>;
  /**
   * A part of the conversation for export, at most about 1 MB: the first, or the one after another part's
   * `next`. All parts together hold each item of `everything` once. Entries are in order of time within a part
   * only.
   */
  part(conversation: ConversationId, after?: string): Promise<HistoryPart>;
  /** Every item of the conversation, as stored, but the opt-ins, which may be another customer's. */
  everything(conversation: ConversationId): Promise<readonly Record<string, unknown>[]>;
  /**
   * Erases all that is personal, but the opt-ins. Message ids stay as tombstones without content, so that a
   * repeat is recognised; an opt-out stays. Fences off a worker that read the conversation before. Returns the number
   * of erased items. Repeating it changes nothing.
   */
  erase(conversation: ConversationId): Promise<number>;
}

/** `items`: as stored. `transcript`, `acts`: the same, readable. */
export type HistoryPart = {
  items: readonly Record<string, unknown>[];
  transcript: readonly TranscriptEntry[];
  acts: readonly Act[];
  next?: string;
};
