import type { ConversationId } from "../../domain/ids.ts";

/** `to` is the id itself for a conversation that others may lead to. */
export type Link = { to: ConversationId; since: number };

/**
 * A customer has several ids: a user id that changes with the phone number, and a phone. Each gives a
 * conversation id; one is the customer's conversation, and the others lead to it by links, which are never
 * removed. An id without a link is a conversation by itself.
 */
export interface Links {
  /** Sees every link that was set before the call. */
  find(id: ConversationId): Promise<Link | undefined>;
  /** Sets a link if it still is `expected`. Returns whether it was. */
  set(id: ConversationId, link: Link, expected: Link | undefined): Promise<boolean>;
}
