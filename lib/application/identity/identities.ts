import type { ConversationId } from "../../domain/ids.ts";
import type { Link, Links } from "../ports/links.ts";
import { retryOnConflict } from "../ports/retry-on-conflict.ts";

/** Customers rarely change identity: a longer chain is a mistake. */
const MAX_LINKS = 20;

type Found = { path: readonly ConversationId[]; conversation: ConversationId; link: Link | undefined };

/** Returns the ids on the way, too, the first one included. */
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

export const resolveConversation = async (
  links: Pick<Links, "find">,
  id: ConversationId,
): Promise<ConversationId> => (await followLinks(links, id)).conversation;

export type Linked = {
  into: ConversationId;
  others: readonly ConversationId[];
};

/**
 * Makes the ids lead to one conversation: that of `keep`, unless that of `other` was kept before. Concurrent
 * callers, and a repeat after a crash, come to the same end: a link leads from a conversation that was never
 * kept to one that was, or from a later kept one to an earlier one. So links make no circle.
 */
export function linkIds(
  links: Links,
  keep: ConversationId,
  other: ConversationId,
  now: number,
): Promise<Linked> {
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
