import { messageId } from "../../domain/ids.ts";
import { type Customer, DELIVERY_ORDER, type DeliveryState, type IgnoredReason, type InboundEvent } from "../../domain/inbound.ts";
import { metaContent } from "./content.ts";
import { defined, type Json, label, list, record, seconds, text } from "./read.ts";

const ignored = (reason: IgnoredReason, detail?: string): InboundEvent => ({ kind: "ignored", reason, ...(detail !== undefined && { detail }) });

/** Ids longer than this are nobody's: DynamoDB's keys end at 1,024 bytes. */
const MOST_ID = 512;
const MALFORMED = ignored("malformed-item");

function contactOf(contacts: readonly Json[], userId: string | undefined, phone: string | undefined, senders: number): Json | undefined {
  const found = contacts.find((contact) => (userId && text(contact.user_id) === userId) || (phone && text(contact.wa_id) === phone));
  // Neither id has to be in both places: one sender and one contact still belong together.
  return found ?? (contacts.length === 1 && senders === 1 ? contacts[0] : undefined);
}

/** Who wrote. For a change of identity: who it was before, because that is whose conversation it is. */
function customerOf(message: Json, contacts: readonly Json[], senders: number): Customer | undefined {
  const [from, fromUser] = [text(message.from), text(message.from_user_id)];
  const system = record(message.type === "system" && message.system);
  const contact = contactOf(contacts, fromUser, from, senders);
  const profile = record(contact?.profile);
  const customer = defined({
    userId: (system && text(system.previous_user_id)) ?? fromUser ?? text(contact?.user_id) ?? (system && text(system.user_id)),
    parentUserId: text(message.from_parent_user_id) ?? text(contact?.parent_user_id),
    phone: from ?? text(contact?.wa_id),
    profileName: text(profile?.name),
    username: text(profile?.username),
  });
  return customer.userId || customer.phone ? (customer as Customer) : undefined;
}

function messageEvent(value: unknown, businessNumber: string, contacts: readonly Json[], senders: number): InboundEvent {
  const message = record(value);
  const id = text(message?.id);
  const customer = message && customerOf(message, contacts, senders);
  if (!message || !id || id.length > MOST_ID || !customer) return MALFORMED;
  const [sentAt, quoted, groupId] = [seconds(message.timestamp), text(record(message.context)?.id), text(message.group_id)];
  return {
    kind: "message",
    message: {
      id: messageId(id),
      provider: "meta",
      businessNumber,
      customer,
      content: metaContent(message),
      ...(sentAt !== undefined && { sentAt }),
      ...(quoted && { quoted }),
      ...(groupId && { groupId }),
    },
  };
}

const deliveryState = (value: unknown): DeliveryState | undefined => [...DELIVERY_ORDER, "failed" as const].find((state) => state === value);

function statusEvent(value: unknown, businessNumber: string): InboundEvent {
  const status = record(value);
  const [id, state] = [text(status?.id), deliveryState(status?.status)];
  if (!status || !id || id.length > MOST_ID) return MALFORMED;
  if (!state || status.type === "call") return ignored("unknown-status");
  const [at, reference] = [seconds(status.timestamp), text(status.biz_opaque_callback_data)];
  const code = state === "failed" ? label(record(list(status.errors)[0])?.code) : undefined;
  const pricing = record(status.pricing);
  const category = text(pricing?.category);
  return {
    kind: "status",
    status: {
      provider: "meta",
      businessNumber,
      id,
      state,
      ...(at !== undefined && { at }),
      ...(reference && { reference }),
      ...(code && { code }),
      // `billable` is announced to go away: the type says the same.
      ...(pricing && category && { pricing: { category, billable: pricing.billable === true || (pricing.billable === undefined && pricing.type === "regular") } }),
    },
  };
}

/** What `value` of the field `messages` holds: messages before statuses, so that a strange status costs no message. */
function messagesField(value: Json): InboundEvent[] {
  const businessNumber = text(record(value.metadata)?.phone_number_id);
  const [messages, statuses, errors] = [list(value.messages), list(value.statuses), list(value.errors)];
  if (!businessNumber) return messages.length + statuses.length > 0 ? [MALFORMED] : [ignored("account-error")];
  const contacts = list(value.contacts).map(record).filter((contact) => contact !== undefined);
  const senders = new Set(messages.map((message) => text(record(message)?.from_user_id) ?? text(record(message)?.from))).size;
  return [
    ...messages.map((message) => messageEvent(message, businessNumber, contacts, senders)),
    ...statuses.map((status) => statusEvent(status, businessNumber)),
    ...(messages.length + statuses.length === 0 ? errors.map((error) => ignored("account-error", label(record(error)?.code))) : []),
  ];
}

function changeEvents(value: unknown): InboundEvent[] {
  const change = record(value);
  const field = text(change?.field);
  const content = record(change?.value);
  if (!change || !field) return [MALFORMED];
  if (field === "standby" || (field === "messages" && content?.standby !== undefined)) return [ignored("standby")];
  if (field === "smb_message_echoes") return [ignored("message-echo")];
  if (field !== "messages") return [ignored("other-field", /^[a-z_]{1,60}$/.test(field) ? field : undefined)];
  return content ? messagesField(content) : [MALFORMED];
}

/**
 * Every item of a webhook body, in its order. Each is read on its own and never throws: what cannot be read is `ignored` and costs no neighbour.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export function parseMetaWebhook(body: unknown): InboundEvent[] {
  const envelope = record(body);
  if (envelope?.object !== "whatsapp_business_account") return [ignored("unknown-object")];
  return list(envelope.entry).flatMap((entry) => {
    const changes = record(entry)?.changes;
    return Array.isArray(changes) ? changes.flatMap(changeEvents) : [MALFORMED];
  });
}
