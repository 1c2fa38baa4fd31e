import type { Named } from "../domain/contact.ts";
import type { ConversationState } from "../domain/conversation.ts";
import type { ConversationId, NumberName } from "../domain/ids.ts";
import type { Customer } from "../domain/inbound.ts";
import { conversationsNamed, followMoved, isKnown, numberOf } from "./find-conversation.ts";
import type { Operator } from "./operator.ts";

export type Recipient = {
  state: ConversationState;
  /** Where an earlier attempt may have queued it. */
  path: readonly ConversationId[];
  /** Whom to write to, where the conversation does not know it yet. */
  customer?: Customer;
};

/** Whom a template goes to: the contact's conversation with the number as it goes on now, or a new one. `undefined` for an unknown conversation. */
export async function recipientOf(
  operator: Pick<Operator, "controls" | "directory" | "numbers" | "conversationFor">,
  contact: Named,
  number: NumberName,
): Promise<Recipient | undefined> {
  const starts = await conversationsNamed(operator, contact, number);
  const followed = await Promise.all(starts.map((start) => followMoved(operator.controls, start)));
  const known = followed.find(({ state }) => isKnown(state) && numberOf(operator, state) === number);
  if (contact.kind === "conversation") return known && { state: known.state, path: known.path };
  const customer: Customer = contact.kind === "user" ? { userId: contact.userId } : { phone: contact.phone };
  // Of one whose items have lapsed only the wishes are left, and those count.
  const named = operator.conversationFor(number, customer);
  const state = known?.state ?? followed.find(({ path }) => path.includes(named))?.state ?? (await operator.controls.read(named));
  const path = [...new Set([...followed.flatMap((each) => each.path), state.conversation])];
  return { state, path, ...(!state.customer && { customer }) };
}
