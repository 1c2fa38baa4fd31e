import { errorCode } from "../../../adapters/http/json.ts";
import { limitContent, limitText, storableId } from "../../../adapters/http/size-limits.ts";
import { messageId } from "../../../domain/ids.ts";
import type {
  Customer,
  DeliveryState,
  IgnoredReason,
  InboundEvent,
} from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { twilioContent } from "./content.ts";
import { type Fields, fieldsOf } from "./fields.ts";
import type { FormParams } from "./form.ts";
import { referralOf } from "./referral.ts";

const ignored = (reason: IgnoredReason): InboundEvent => ({ kind: "ignored", reason });

const idOf = (field: Fields) => storableId(field("MessageSid") ?? field("SmsMessageSid") ?? field("SmsSid"));

const withoutChannel = (address: string | undefined) => limitText(address?.replace(/^whatsapp:/, ""));

const PHONE = /^\+?\d{1,25}$/;

function phoneOf(waId: string | undefined): string | undefined {
  const phone = waId?.replace(/\D/g, "");
  return phone && PHONE.test(phone) ? phone : undefined;
}

function customerOf(field: Fields): Customer | undefined {
  const from = withoutChannel(field("From"));
  // A phone is a plus sign and digits; any other address is a business-scoped user id.
  const fromPhone = from && PHONE.test(from) ? from.replace("+", "") : undefined;
  const phone = fromPhone ?? phoneOf(field("WaId"));
  // Payloads have the first name, Twilio's changelog the second.
  const userId =
    withoutChannel(field("ExternalUserId") ?? field("ExternalUserIdentifier")) ??
    (fromPhone ? undefined : from);
  if (!phone && !userId) return undefined;
  const profileName = limitText(field("ProfileName"));
  return { ...omitUndefined({ userId, phone, profileName }) };
}

function messageEvent(field: Fields): InboundEvent {
  const [id, businessNumber, customer] = [idOf(field), field("To"), customerOf(field)];
  if (!id || !businessNumber || !customer) return ignored("malformed-item");
  const quoted = storableId(field("OriginalRepliedMessageSid"));
  const forwarded = ["Forwarded", "FrequentlyForwarded"].some(
    (name) => field(name)?.toLowerCase() === "true",
  );
  const [content, referral] = [limitContent(twilioContent(field)), referralOf(field)];
  return {
    kind: "message",
    message: {
      id: messageId(id),
      provider: "twilio",
      businessNumber,
      customer,
      content,
      ...omitUndefined({ quoted }),
      ...(forwarded && { forwarded }),
      ...omitUndefined({ referral }),
    },
  };
}

const STATES: ReadonlyMap<string, DeliveryState> = new Map([
  // Queued by Twilio means taken, which is all that "sent" says: it settles a request whose response was
  // lost.
  ["accepted", "sent"],
  ["scheduled", "sent"],
  ["queued", "sent"],
  ["sending", "sent"],
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["undelivered", "failed"],
  ["failed", "failed"],
  ["canceled", "failed"],
]);

function statusEvent(field: Fields, name: string, reference: string | undefined): InboundEvent {
  // Our reference identifies the part: the sender is not needed.
  const [id, businessNumber, state] = [idOf(field), field("From") ?? "", STATES.get(name)];
  if (!state) return ignored("unknown-status");
  if (!id) return ignored("malformed-item");
  const code = state === "failed" ? errorCode(field("ErrorCode")) : undefined;
  return {
    kind: "status",
    status: { provider: "twilio", businessNumber, id, state, ...omitUndefined({ reference, code }) },
  };
}

/** Incoming messages are "received", without `MessageStatus`. */
function statusName(field: Fields): string | undefined {
  const name = field("MessageStatus") ?? field("SmsStatus");
  return name === "received" ? undefined : name;
}

/**
 * Twilio gives no time. A status that comes here is read as one, without a reference.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function parseTwilioMessage(params: FormParams): InboundEvent[] {
  const field = fieldsOf(params);
  const status = statusName(field);
  return [status ? statusEvent(field, status, undefined) : messageEvent(field)];
}

/**
 * `reference` comes from the callback's query. A customer's message that comes here is read as one.
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function parseTwilioStatus(params: FormParams, reference: string | undefined): InboundEvent[] {
  const field = fieldsOf(params);
  const status = statusName(field);
  if (status) return [statusEvent(field, status, reference)];
  return [field("SmsStatus") ? messageEvent(field) : ignored("callback-not-status")];
}
