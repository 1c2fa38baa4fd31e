import { type Json, list, record, text } from "../../../adapters/http/json.ts";
import { limitText } from "../../../adapters/http/size-limits.ts";
import type { Customer } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { digits } from "./read.ts";

const named = (value: unknown) => limitText(text(value));

export const newPhone = (system: Json) => digits(system.wa_id) ?? digits(system.new_wa_id);

type Ids = { userId: string | undefined; parentUserId: string | undefined; phone: string | undefined };

/** By id: the order of `contacts[]` means nothing. */
function contactFinder(
  value: Json,
  people: readonly Ids[],
): (userId: string | undefined, phone: string | undefined) => Json | undefined {
  const contacts = list(value.contacts)
    .map(record)
    .filter((contact) => contact !== undefined);
  const byUserId = new Map(contacts.map((contact) => [text(contact.user_id), contact]));
  const byPhone = new Map(contacts.map((contact) => [digits(contact.wa_id), contact]));
  const ids = new Set(people.map(({ userId, phone }) => userId ?? phone));
  const only = contacts.length === 1 && ids.size === 1 ? contacts[0] : undefined;
  return (userId, phone) => {
    const found = (userId && byUserId.get(userId)) || (phone && byPhone.get(phone));
    if (found) return found;
    // One person and one contact belong together even without a common id, unless they name two people.
    return userId && only?.user_id ? undefined : only;
  };
}

/** Adds the contacts' data. `undefined` when an item identifies nobody. */
function customerFinder(value: Json, people: readonly Ids[]): (ids: Ids) => Customer | undefined {
  const contactOf = contactFinder(value, people);
  return ({ userId, parentUserId, phone }) => {
    const contact = contactOf(userId, phone);
    const profile = record(contact?.profile);
    const customer: Customer = omitUndefined({
      userId: userId ?? named(contact?.user_id),
      parentUserId: parentUserId ?? named(contact?.parent_user_id),
      phone: phone ?? digits(contact?.wa_id),
      profileName: named(profile?.name),
      username: limitText(text(profile?.username)?.replace(/^@/, "")),
    });
    return customer.userId || customer.phone ? customer : undefined;
  };
}

const sender = (message: Json): Ids => ({
  userId: named(message.from_user_id),
  parentUserId: named(message.from_parent_user_id),
  phone: digits(message.from),
});

const recipient = (echo: Json): Ids => ({
  userId: named(echo.to_user_id),
  parentUserId: named(echo.to_parent_user_id),
  phone: digits(echo.to),
});

const chooser = (preference: Json): Ids => ({
  userId: named(preference.user_id),
  parentUserId: named(preference.parent_user_id),
  phone: digits(preference.wa_id),
});

function readerOf(
  value: Json,
  items: unknown,
  idsOf: (item: Json) => Ids,
): (item: Json) => Customer | undefined {
  const people = list(items).flatMap((item) => {
    const read = record(item);
    return read && read.type !== "system" ? [idsOf(read)] : [];
  });
  const find = customerFinder(value, people);
  return (item) => find(idsOf(item));
}

export const recipientReader = (value: Json) => readerOf(value, value.message_echoes, recipient);

/** For a choice made in WhatsApp itself. */
export const chooserReader = (value: Json) => readerOf(value, value.user_preferences, chooser);

/**
 * `undefined` when the message identifies nobody. For a change of identity, the former identity: the
 * conversation belongs to it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export function customerReader(value: Json): (message: Json) => Customer | undefined {
  const senderOf = readerOf(value, value.messages, sender);

  function systemCustomer(message: Json, system: Json): Customer {
    const userId = named(system.previous_user_id) ?? named(message.from_user_id);
    const phone = digits(message.from);
    if (userId || phone) return omitUndefined({ userId, phone });
    return omitUndefined({ userId: named(system.user_id), phone: newPhone(system) });
  }

  return (message) => {
    const system = record(message.type === "system" && message.system);
    if (!system) return senderOf(message);
    const customer = systemCustomer(message, system);
    return customer.userId || customer.phone ? customer : undefined;
  };
}
