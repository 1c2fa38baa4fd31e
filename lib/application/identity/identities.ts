import type { ConversationId } from "../../domain/ids.ts";
import { retryOnConflict } from "../ports/retry-on-conflict.ts";

/**
 * Where an id of a customer leads. `to` is the id itself for a conversation that others may lead to. `since`:
 * milliseconds since 1970.
 */
export type Link = { to: ConversationId; since: number };

/**
 * A customer has several ids: a user id that changes with the phone number, and a phone. Each gives its own
 * conversation id, and one of them is the customer's conversation: the others lead to it by links, which are
 * never removed. An id without a link is a conversation by itself.
 */
export interface Links {
  /** Sees every link that was set before the call. */
  find(id: ConversationId): Promise<Link | undefined>;
  /** Sets a link if it still is `expected`. Returns whether it was. */
  set(id: ConversationId, link: Link, expected: Link | undefined): Promise<boolean>;
}

/** A customer changes identity rarely: a longer chain is a mistake. */
const MAX_LINKS = 20;

type Found = { path: readonly ConversationId[]; conversation: ConversationId; link: Link | undefined };

/** The conversation to which an id leads, and the ids on the way, its own first. */
export async function followLinks(links: Pick<Links, "find">, id: ConversationId): Promise<Found> {
  const path: ConversationId[] = [];
  let conversation = id;
  for (let followed = 0; followed < MAX_LINKS; followed++) {
    const link = await links.find(conversation);
    if (!link || link.to === conversation) return { path, conversation, link };
    path.push(conversation);
    conversation = link.to;
  }
  throw new Error("the links of a customer's ids do not end");
}

/** The conversation to which a customer's id belongs. */
export const resolveConversation = async (links: Pick<Links, "find">, id: ConversationId): Promise<ConversationId> =>
  (await followLinks(links, id)).conversation;

export type Linked = {
  /** The conversation that both ids belong to from now on. */
  into: ConversationId;
  /** Those that must be merged into it, as far as that has not been done. */
  others: readonly ConversationId[];
};

/**
 * Makes the ids lead to one conversation: that of `keep`, unless the conversation of `other` has been kept in
 * such a choice before. All callers come to the same end, whatever they do at the same time, and also after a
 * crash: a link always leads from a conversation that was never kept to one that was, or from one that was
 * kept later to one that was kept earlier, so that links make no circle.
 */
export function linkIds(links: Links, keep: ConversationId, other: ConversationId, now: number): Promise<Linked> {
  return retryOnConflict(async () => {
    const [kept, joining] = [await followLinks(links, keep), await followLinks(links, other)];
    const others = [...new Set([...kept.path, ...joining.path])];
    if (kept.conversation === joining.conversation) return { into: kept.conversation, others };
    const into: Link = kept.link ?? { to: kept.conversation, since: now };
    if (!kept.link && !(await links.set(kept.conversation, into, undefined))) return undefined;
    if (!joining.link) {
      const set = await links.set(joining.conversation, { to: kept.conversation, since: now }, undefined);
      return set ? { into: kept.conversation, others: [...others, joining.conversation] } : undefined;
    }
    const [first, second] = inOrder(into, joining.link);
    const set = await links.set(second.to, { to: first.to, since: second.since }, second);
    return set ? { into: first.to, others: [...others, second.to] } : undefined;
  });
}

const inOrder = (one: Link, other: Link): readonly [Link, Link] =>
  one.since < other.since || (one.since === other.since && one.to < other.to) ? [one, other] : [other, one];
