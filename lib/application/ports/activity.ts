import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { ActivityEntry } from "../../domain/inbox/activity-entry.ts";
import type { Place } from "../../domain/inbox/index-key.ts";

/** The entries by which the inbox finds conversations; only where the inbox is on. */
export interface Activity {
  /** Sees every write that ended before the call. */
  find(conversation: ConversationId): Promise<ActivityEntry | undefined>;
  /** As `find`, of many at once; those without an entry are left out. */
  entries(conversations: readonly ConversationId[]): Promise<ReadonlyMap<ConversationId, ActivityEntry>>;
  /** In the given order. Sees every write that ended before the call. Follows no link. */
  states(conversations: readonly ConversationId[]): Promise<readonly ConversationState[]>;
  /**
   * Writes the entry, all but `readAt`, unless somebody else has written or removed it since it was `known`.
   * Returns whether it was written. Its revision is one higher.
   */
  save(entry: ActivityEntry, known: ActivityEntry | undefined): Promise<boolean>;
  /** Repeating it changes nothing. */
  remove(conversation: ConversationId): Promise<void>;
  /** The later of two times stays. Changes nothing without an entry, and no other field of it. */
  markRead(conversation: ConversationId, at: number): Promise<void>;
}

/** `next`: after which entry the list goes on; absent at its end. */
export type InboxPage = { entries: readonly ActivityEntry[]; next?: Place };

/** The lists of the inbox, in pages of at most `max`. They lag behind the states by a command of the worker. */
export interface InboxLists {
  /** Who waits for a person, longest first. */
  waiting(max: number, after?: Place): Promise<InboxPage>;
  /** The latest changed first. */
  recent(max: number, after?: Place): Promise<InboxPage>;
  /** The latest assigned first. */
  assignedTo(user: string, max: number, after?: Place): Promise<InboxPage>;
  /**
   * What has changed later than `at`, of those who wait later than `waitingAt`, and how many wait: one read of
   * each partition, two by default, which see every write that ended before. `completeTo`: there is too much for that; up to this time
   * nothing is missing of those who do not wait, and of those who wait anything may be.
   */
  changedSince(
    at: number,
    waitingAt?: number,
  ): Promise<{
    entries: readonly ActivityEntry[];
    waiting: number;
    completeTo?: number;
  }>;
  /**
   * Two reads, which see every write that ended before. `print` changes with the conversation's state, with
   * its entry except `readAt`, and with what waits in it. `changedAt`: of the entry, or of what waits.
   */
  look(conversation: ConversationId): Promise<{ print: string; changedAt: number }>;
  /**
   * Conversations whose customer's name, or a fact of whose lead, holds all the words; the latest first.
   * `more`: there are more, or not all were looked at.
   */
  search(
    words: readonly string[],
    max: number,
  ): Promise<{ conversations: readonly ConversationId[]; more: boolean }>;
}
