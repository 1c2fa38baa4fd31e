import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import { isSamePhone } from "../../../domain/conversation/phone-variants.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import type { Customer } from "../../../domain/inbound/inbound.ts";
import {
  candidateConversations,
  hasPhone,
  isKnown,
  numberOf,
  readConversation,
} from "../conversation/find-conversation.ts";
import type { StaffDeps } from "../staff-deps.ts";

export type Recipient = {
  state: ConversationState;
  /** Where an earlier attempt may have queued it. */
  path: readonly ConversationId[];
  /** Those of `path` that are the recipient's, who may not be the one who had the phone before. */
  own: readonly ConversationId[];
  customer?: Customer;
};

/** Existing or new; `undefined` for an unknown conversation id. */
export async function findRecipient(
  deps: Pick<StaffDeps, "controls" | "directory" | "numbers" | "conversationFor">,
  contact: ContactIdentifier,
  number: NumberName,
): Promise<Recipient | undefined> {
  const candidates = await candidateConversations(deps, contact, number);
  const read = await Promise.all(candidates.map((candidate) => readConversation(deps.controls, candidate)));
  const known = read.find(
    ({ state }) => isKnown(state) && hasPhone(state, contact) && numberOf(deps, state) === number,
  );
  if (contact.kind === "conversation")
    return known && { state: known.state, path: known.conversationIds, own: known.conversationIds };
  const customer: Customer = contact.kind === "user" ? { userId: contact.userId } : { phone: contact.phone };
  // When a conversation's items have expired the consent is left, and counts.
  const state = known?.state ?? (await deps.controls.read(deps.conversationFor(number, customer)));
  const path = [...new Set([...read.flatMap(({ conversationIds }) => conversationIds), state.conversation])];
  const own = read
    .filter((each) => hasPhone(each.state, contact))
    .flatMap(({ conversationIds }) => conversationIds);
  return {
    state,
    path,
    own: [...new Set([...own, state.conversation])],
    ...(!state.customer && { customer }),
  };
}

/** Whether another person, by their user id, has written from the customer's phone since. */
export async function hasPassedOn(
  { controls, directory, conversationFor }: Pick<StaffDeps, "controls" | "directory" | "conversationFor">,
  { conversation, customer, lastInboundAt = 0 }: ConversationState,
  number: NumberName,
): Promise<boolean> {
  const { userId, phone } = customer ?? {};
  if (!userId || !phone) return false;
  const owner = await directory.byName(conversationFor(number, { phone }));
  if (owner === undefined || owner === conversation) return false;
  const other = await controls.read(owner);
  const hasSame = other.customer?.phone !== undefined && isSamePhone(other.customer.phone, phone);
  const isAnother = other.customer?.userId !== undefined && other.customer.userId !== userId;
  return hasSame && isAnother && (other.lastInboundAt ?? 0) > lastInboundAt;
}
