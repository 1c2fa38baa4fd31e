import type { Named } from "../domain/contact.ts";
import type { ConversationState } from "../domain/conversation.ts";
import { type ConversationId, conversationId, type NumberName } from "../domain/ids.ts";
import { conversationsNamed } from "./find-conversation.ts";
import type { Operator } from "./operator.ts";
import type { Conversations } from "./ports.ts";

/** Nobody has more: a loop of changes still ends somewhere. */
const MOST = 100;

/**
 * These conversations, and those that continue them or that they continue, after changes of identity.
 * Nearest first: whoever erases them begins at the end and, interrupted, finds by those that are left the ones already erased.
 */
export async function relatedConversations(
  conversations: Pick<Conversations, "load">,
  starts: readonly ConversationId[],
  also: (state: ConversationState) => Promise<readonly ConversationId[]> = async () => [],
): Promise<readonly ConversationId[]> {
  const found = new Set(starts);
  // A set may grow while it is walked: what is added comes last.
  for (const conversation of found) {
    const { state, predecessor } = await conversations.load(conversation);
    // The bare phone may have been written to before the customer was known by a user id.
    const [, ...names] = (state.memory?.noted ?? "").split(" ");
    const next = [
      ...(state.movedTo ? [state.movedTo] : []),
      ...(predecessor ? [predecessor] : []),
      ...names.map(conversationId),
      ...(await also(state)),
    ];
    for (const each of next) if (found.size < MOST) found.add(each);
  }
  return [...found];
}

/** Every conversation that may be the contact's, nearest first, also by the other ids under which the customer is known there. */
export async function conversationsOfContact(
  operator: Pick<Operator, "conversations" | "directory" | "numbers" | "conversationFor">,
  contact: Named,
  number?: NumberName,
): Promise<readonly ConversationId[]> {
  const starts = await conversationsNamed(operator, contact, number);
  // Who names a conversation means that one.
  if (contact.kind === "conversation") return relatedConversations(operator.conversations, starts);
  return relatedConversations(operator.conversations, starts, async ({ customer }) => {
    const ids: Named[] = [
      ...(customer?.userId ? [{ kind: "user" as const, userId: customer.userId }] : []),
      ...(customer?.phone ? [{ kind: "phone" as const, phone: customer.phone }] : []),
    ];
    return (await Promise.all(ids.map((id) => conversationsNamed(operator, id, number)))).flat();
  });
}
