import type { KeptChat, KeptMessage } from "../../domain/chat/kept-chat.ts";
import type { ConversationIds } from "../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Act } from "./history.ts";

export type Note = { id: string; at: number; by: string; text: string };

/** Neither the customer nor the agent sees them. */
export interface Notes {
  /** "added" goes to exactly one caller for each id of a conversation; the first text stays. */
  add(conversation: ConversationId, note: Note): Promise<"added" | "repeated">;
  /** In order of time. Sees every note that was added before the call. */
  list(conversationIds: ConversationIds): Promise<readonly Note[]>;
}

/** Unsent, by member of staff. Kept for seven days. */
export interface Drafts {
  /** Replaces the earlier one. A blank text deletes it. */
  save(conversationIds: ConversationIds, user: string, draft: { text: string; at: number }): Promise<void>;
  /** The latest one in these conversations. */
  find(conversationIds: ConversationIds, user: string): Promise<string | undefined>;
}

export type ChatRecords = KeptChat & { notes: readonly Note[]; acts: readonly Act[]; draft?: string };

export interface Chats {
  /** Includes the draft of `user`. Sees every write that ended before the call. */
  read(conversationIds: ConversationIds, user: string): Promise<ChatRecords>;
  /** By the hash that `read` gives it: a message from the customer or from the Business app. */
  findMessage(conversationIds: ConversationIds, hash: string): Promise<KeptMessage | undefined>;
}
