import { errorCode, type Json, label, list, record, text } from "../../../adapters/http/json.ts";
import { limitContent, storableId } from "../../../adapters/http/size-limits.ts";
import { messageId } from "../../../domain/ids.ts";
import { DELIVERY_ORDER, type DeliveryState, type InboundEvent } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { readNotice } from "../notices/read-notice.ts";
import { metaContent } from "./content.ts";
import { customerReader } from "./customer.ts";
import { echoesField } from "./echoes.ts";
import { idOf, ignored, MALFORMED, numberOf } from "./item.ts";
import { preferencesField } from "./preferences.ts";
import { seconds } from "./read.ts";
import { productOf, referralOf } from "./referral.ts";

const forwardedOf = (context: Json | undefined) =>
  context?.forwarded === true || context?.frequently_forwarded === true ? true : undefined;

function messageEvent(
  entry: unknown,
  businessNumber: string,
  customerOf: ReturnType<typeof customerReader>,
): InboundEvent {
  const message = record(entry);
  const id = idOf(message);
  const customer = message && customerOf(message);
  if (!message || !id || !customer) return MALFORMED;
  return {
    kind: "message",
    message: {
      id: messageId(id),
      provider: "meta",
      businessNumber,
      customer,
      content: limitContent(metaContent(message)),
      ...omitUndefined({
        sentAt: seconds(message.timestamp),
        quoted: storableId(text(record(message.context)?.id)),
        forwarded: forwardedOf(record(message.context)),
        groupId: text(message.group_id),
        referral: referralOf(message.referral),
        product: productOf(record(message.context)?.referred_product),
      }),
    },
  };
}

const STATES: readonly DeliveryState[] = [...DELIVERY_ORDER, "failed"];

function pricingOf(status: Json) {
  const pricing = record(status.pricing);
  const category = text(pricing?.category);
  if (!pricing || !category || !/^[\w-]{1,60}$/.test(category)) return undefined;
  // `billable` will be removed; `type` says the same.
  const billable = typeof pricing.billable === "boolean" ? pricing.billable : pricing.type === "regular";
  return { category, billable };
}

function statusEvent(entry: unknown, businessNumber: string): InboundEvent {
  const status = record(entry);
  const id = idOf(status);
  if (!status || !id) return MALFORMED;
  const state = STATES.find((known) => known === status.status);
  if (!state || status.type === "call") return ignored("unknown-status");
  return {
    kind: "status",
    status: {
      provider: "meta",
      businessNumber,
      id,
      state,
      ...omitUndefined({
        at: seconds(status.timestamp),
        reference: text(status.biz_opaque_callback_data),
        code: state === "failed" ? errorCode(record(list(status.errors)[0])?.code) : undefined,
        pricing: pricingOf(status),
      }),
    },
  };
}

/** Messages come first: a strange status costs none of them. */
function messagesField(value: Json): InboundEvent[] {
  const businessNumber = numberOf(value);
  const [messages, statuses] = [list(value.messages), list(value.statuses)];
  const customerOf = customerReader(value);
  return [
    ...messages.map((message) =>
      businessNumber ? messageEvent(message, businessNumber, customerOf) : MALFORMED,
    ),
    ...statuses.map((status) => (businessNumber ? statusEvent(status, businessNumber) : MALFORMED)),
    ...(messages.length === 0
      ? list(value.errors).map((error) => ignored("account-error", errorCode(record(error)?.code)))
      : []),
  ];
}

const FIELDS: ReadonlyMap<string, (value: Json) => InboundEvent[]> = new Map([
  ["messages", messagesField],
  ["smb_message_echoes", echoesField],
  ["user_preferences", preferencesField],
]);

type Entry = { account: string; at: number | undefined };

function changeEvents(entry: Entry, item: unknown): InboundEvent[] {
  const change = record(item);
  const field = text(change?.field);
  if (!change || !field) return [MALFORMED];
  if (field === "standby") return [ignored("standby")];
  const read = FIELDS.get(field);
  const value = record(change.value);
  const notice = value && readNotice(field, value, entry);
  if (notice) return [{ kind: "notice", notice }];
  if (!read) return [ignored("other-field", /^[a-z_]{1,60}$/.test(field) ? field : undefined)];
  if (!value) return [MALFORMED];
  // Another app answers the customer. Its messages are one level deeper, and not ours to act on.
  return [...read(value), ...(value.standby === undefined ? [] : [ignored("standby")])];
}

/**
 * Reads every item of a webhook body, in order, each on its own. Never throws: an unreadable item is
 * `ignored` and costs no other.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export function parseMetaWebhook(body: unknown): InboundEvent[] {
  const envelope = record(body);
  if (envelope?.object !== "whatsapp_business_account") return [ignored("unknown-object")];
  if (!Array.isArray(envelope.entry)) return [MALFORMED];
  return envelope.entry.flatMap((each) => {
    const { changes, id, time } = record(each) ?? {};
    if (!Array.isArray(changes)) return [MALFORMED];
    const entry = { account: label(id) ?? "", at: seconds(time) };
    return changes.flatMap((change) => changeEvents(entry, change));
  });
}
