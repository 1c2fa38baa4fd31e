import type { Customer } from "../../domain/inbound.ts";
import { brief } from "../http/bounded.ts";
import { type Json, list, record, text } from "../http/json.ts";
import { digits, present } from "./read.ts";

/** An id or a name of a customer. */
const named = (value: unknown) => brief(text(value));

/** The phone a `system` message says a customer has now. */
export const newPhone = (system: Json) => digits(system.wa_id) ?? digits(system.new_wa_id);

/** Finds the entry of `contacts[]` that belongs to a message. They are matched by id: their order says nothing. */
function contactFinder(value: Json): (userId: string | undefined, phone: string | undefined) => Json | undefined {
  const contacts = list(value.contacts)
    .map(record)
    .filter((contact) => contact !== undefined);
  const byUserId = new Map(contacts.map((contact) => [text(contact.user_id), contact]));
  const byPhone = new Map(contacts.map((contact) => [digits(contact.wa_id), contact]));
  const senders = new Set(
    list(value.messages).flatMap((entry) => {
      const message = record(entry);
      return message && message.type !== "system" ? [text(message.from_user_id) ?? digits(message.from)] : [];
    }),
  );
  const only = contacts.length === 1 && senders.size === 1 ? contacts[0] : undefined;
  return (userId, phone) => {
    const found = (userId && byUserId.get(userId)) || (phone && byPhone.get(phone));
    if (found) return found;
    // One sender and one contact belong together even when they share no id, unless they name two different people.
    return userId && only?.user_id ? undefined : only;
  };
}

/**
 * Reads who wrote a message; `undefined` when nobody can be told from it.
 * For a change of identity that is who the customer was before, because that is whose conversation it is.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export function customerReader(value: Json): (message: Json) => Customer | undefined {
  const contactOf = contactFinder(value);

  function systemCustomer(message: Json, system: Json): Customer {
    const userId = named(system.previous_user_id) ?? named(message.from_user_id);
    const phone = digits(message.from);
    if (userId || phone) return present({ userId, phone });
    return present({ userId: named(system.user_id), phone: newPhone(system) });
  }

  function senderCustomer(message: Json): Customer {
    const [fromUserId, from] = [named(message.from_user_id), digits(message.from)];
    const contact = contactOf(fromUserId, from);
    const profile = record(contact?.profile);
    return present({
      userId: fromUserId ?? named(contact?.user_id),
      parentUserId: named(message.from_parent_user_id) ?? named(contact?.parent_user_id),
      phone: from ?? digits(contact?.wa_id),
      profileName: named(profile?.name),
      username: brief(text(profile?.username)?.replace(/^@/, "")),
    });
  }

  return (message) => {
    const system = record(message.type === "system" && message.system);
    const customer = system ? systemCustomer(message, system) : senderCustomer(message);
    return customer.userId || customer.phone ? customer : undefined;
  };
}
