import { messageId } from "../../domain/ids.ts";
import type { Customer, DeliveryState, IgnoredReason, InboundEvent } from "../../domain/inbound.ts";
import { type Fields, twilioContent } from "./content.ts";
import type { FormParams } from "./form.ts";

const MOST_ID = 512;

const ignored = (reason: IgnoredReason): InboundEvent[] => [{ kind: "ignored", reason }];

/** The first value of a repeated field, as Twilio's own libraries take it. */
const fieldsOf = (params: FormParams): Fields => new Map([...params].reverse());

const filled = (fields: Fields, name: string) => fields.get(name) || undefined;
const bare = (address: string | undefined) => address?.replace(/^whatsapp:/, "");
/** A phone is a plus sign and digits; anything else in an address is a business-scoped user id. */
const isPhone = (address: string) => /^\+?\d+$/.test(address);

function customerOf(fields: Fields): Customer | undefined {
  const from = bare(filled(fields, "From"));
  const phone = from && isPhone(from) ? from.replace("+", "") : filled(fields, "WaId")?.replace(/\D/g, "") || undefined;
  const userId = filled(fields, "ExternalUserId") ?? (from && !isPhone(from) ? from : undefined);
  const profileName = filled(fields, "ProfileName");
  if (!phone && !userId) return undefined;
  return { ...(userId && { userId: bare(userId) ?? userId }), ...(phone && { phone }), ...(profileName && { profileName }) };
}

/**
 * A customer's message from Twilio's form. It has no time of its own.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function parseTwilioMessage(params: FormParams): InboundEvent[] {
  const fields = fieldsOf(params);
  if (fields.has("MessageStatus")) return parseTwilioStatus(params, undefined);
  const [id, to, customer] = [filled(fields, "MessageSid") ?? filled(fields, "SmsMessageSid"), filled(fields, "To"), customerOf(fields)];
  if (!id || id.length > MOST_ID || !to || !customer) return ignored("malformed-item");
  const quoted = filled(fields, "OriginalRepliedMessageSid");
  const content = twilioContent(fields);
  return [
    { kind: "message", message: { id: messageId(id), provider: "twilio", businessNumber: to, customer, content, ...(quoted && { quoted }) } },
  ];
}

const STATES: Record<string, DeliveryState> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  undelivered: "failed",
  failed: "failed",
  canceled: "failed",
};

/**
 * What became of a message of ours. `reference` comes from the callback's query.
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function parseTwilioStatus(params: FormParams, reference: string | undefined): InboundEvent[] {
  const fields = fieldsOf(params);
  if (!fields.has("MessageStatus")) return ignored("callback-not-status");
  const [id, from] = [filled(fields, "MessageSid"), filled(fields, "From")];
  const state = STATES[fields.get("MessageStatus") ?? ""];
  if (!state) return ignored("unknown-status");
  if (!id || id.length > MOST_ID || !from) return ignored("malformed-item");
  const code = state === "failed" ? filled(fields, "ErrorCode") : undefined;
  return [{ kind: "status", status: { provider: "twilio", businessNumber: from, id, state, ...(reference && { reference }), ...(code && { code }) } }];
}
