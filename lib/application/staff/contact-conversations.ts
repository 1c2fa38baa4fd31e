import type { ContactIdentifier } from "../../domain/conversation/contact.ts";
import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { type ConversationId, conversationId, type NumberName } from "../../domain/ids.ts";
import { idsOfOnePerson, readConversation } from "./find-conversation.ts";
import type { StaffDeps } from "./staff-deps.ts";

/** Nobody has more: a mistake in the links still ends somewhere. */
const MAX_CONVERSATIONS = 100;

/** The state that is kept under an id itself, wherever the id leads. */
export const readUnlinked = async ({ conversations }: Pick<StaffDeps, "conversations">, id: ConversationId): Promise<ConversationState> =>
  (await conversations.load(id)).state;

type Ports = Pick<StaffDeps, "controls" | "directory" | "numbers" | "conversationFor">;

/**
 * Every id under which something of the contact may be kept, also by the other ids under which the customer is known there.
 * Nearest first: whoever erases them begins at the end and, interrupted, finds by those that are left the ones already erased.
 */
export async function conversationsOfContact(
  operator: Ports,
  contact: ContactIdentifier,
  number?: NumberName,
): Promise<readonly ConversationId[]> {
  const found = new Set(await idsOfOnePerson(operator, contact, number));
  // A set may grow while it is walked: what is added comes last.
  for (const id of found) {
    const { state, conversationIds } = await readConversation(operator.controls, id);
    // The bare phone may have been written to before the customer was known by a user id.
    const [, ...names] = (state.progress?.indexedAs ?? "").split(" ");
    const next = [...conversationIds];
    for (const name of names.map(conversationId)) {
      const there = (await operator.controls.read(name)).customer?.userId;
      if (there === undefined || there === state.customer?.userId) next.push(name);
    }
    // Who names a conversation means that one.
    if (contact.kind !== "conversation") {
      const { userId, phone } = state.customer ?? {};
      const ids: ContactIdentifier[] = [
        ...(userId ? [{ kind: "user" as const, userId }] : []),
        ...(phone ? [{ kind: "phone" as const, phone }] : []),
      ];
      next.push(...(await Promise.all(ids.map((each) => idsOfOnePerson(operator, each, number, state)))).flat());
    }
    for (const each of next) if (found.size < MAX_CONVERSATIONS) found.add(each);
  }
  return [...found];
}
