import type { ContactIdentifier } from "../../domain/conversation/contact.ts";
import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import { candidateConversations, hasPhone, isKnown, numberOf, readConversation } from "./find-conversation.ts";
import type { StaffDeps } from "./staff-deps.ts";

export type Recipient = {
  state: ConversationState;
  /** Where an earlier attempt may have queued it. */
  path: readonly ConversationId[];
  /** Whom to write to, where the conversation does not know it yet. */
  customer?: Customer;
};

/** Whom a template goes to: the contact's conversation with the number as it goes on now, or a new one. `undefined` for an unknown conversation. */
export async function findRecipient(
  operator: Pick<StaffDeps, "controls" | "directory" | "numbers" | "conversationFor">,
  contact: ContactIdentifier,
  number: NumberName,
): Promise<Recipient | undefined> {
  const starts = await candidateConversations(operator, contact, number);
  const read = await Promise.all(starts.map((start) => readConversation(operator.controls, start)));
  const known = read.find(({ state }) => isKnown(state) && hasPhone(state, contact) && numberOf(operator, state) === number);
  if (contact.kind === "conversation") return known && { state: known.state, path: known.conversationIds };
  const customer: Customer = contact.kind === "user" ? { userId: contact.userId } : { phone: contact.phone };
  // Of one whose items have lapsed only the wishes are left, and those count.
  const state = known?.state ?? (await operator.controls.read(operator.conversationFor(number, customer)));
  const path = [...new Set([...read.flatMap(({ conversationIds }) => conversationIds), state.conversation])];
  return { state, path, ...(!state.customer && { customer }) };
}
