import type { SimulatedCustomer } from "../customer.ts";
import { userIdOf } from "../customer.ts";

export type Params = readonly (readonly [string, string])[];

/** The phone number, else the business-scoped id. */
export const twilioAddress = (customer: SimulatedCustomer) =>
  `whatsapp:${customer.phone ? `+${customer.phone}` : userIdOf(customer)}`;

type Inbound = { id: string; accountSid: string; to: string; body: string; extra?: Record<string, string> };

/** `extra` adds or replaces parameters: `{ NumMedia: "1", MediaUrl0: "…" }`. */
export function inboundForm(
  customer: SimulatedCustomer,
  { id, accountSid, to, body, extra = {} }: Inbound,
): Params {
  const waId = customer.phone ? { WaId: customer.phone } : {};
  const context = { ProfileName: customer.name, ...waId };
  return Object.entries({
    SmsMessageSid: id,
    NumMedia: "0",
    ProfileName: customer.name,
    MessageType: "text",
    SmsSid: id,
    ...waId,
    SmsStatus: "received",
    Body: body,
    To: to,
    NumSegments: "1",
    ReferralNumMedia: "0",
    MessageSid: id,
    AccountSid: accountSid,
    ChannelMetadata: JSON.stringify({ type: "whatsapp", data: { context } }),
    From: twilioAddress(customer),
    ApiVersion: "2010-04-01",
    ...extra,
  });
}

type Status = {
  id: string;
  accountSid: string;
  from: string;
  to: string;
  state: string;
  service?: string;
  code?: number;
};

const EVENT_TYPES: Record<string, string> = {
  delivered: "DELIVERED",
  read: "READ",
  undelivered: "UNDELIVERED",
};

export function statusForm({ id, accountSid, from, to, state, service, code }: Status): Params {
  return Object.entries({
    ChannelPrefix: "whatsapp",
    ApiVersion: "2010-04-01",
    MessageStatus: state,
    SmsSid: id,
    SmsStatus: state,
    ChannelInstallSid: `XE${"0".repeat(32)}`,
    To: to,
    From: from,
    MessageSid: id,
    AccountSid: accountSid,
    ...(service && { MessagingServiceSid: service }),
    StructuredMessage: "false",
    ChannelToAddress: to.replace(/^whatsapp:/, "").replace(/.{4}$/, "XXXX"),
    ...(state in EVENT_TYPES && { EventType: EVENT_TYPES[state] ?? "" }),
    ...(code !== undefined && { ErrorCode: String(code), ChannelStatusMessage: "Message failed" }),
  });
}
