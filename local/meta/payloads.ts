import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { type SimulatedCustomer, userIdOf } from "../customer.ts";

export type MetaNumber = { phoneNumberId: string; wabaId: string; displayNumber: string };

const seconds = (at: number) => String(Math.floor(at / 1000));

const envelope = (
  { phoneNumberId, wabaId, displayNumber }: MetaNumber,
  value: Record<string, unknown>,
  field = "messages",
) => ({
  object: "whatsapp_business_account",
  entry: [
    {
      id: wabaId,
      changes: [
        {
          value: {
            messaging_product: "whatsapp",
            metadata: { display_phone_number: displayNumber, phone_number_id: phoneNumberId },
            ...value,
          },
          field,
        },
      ],
    },
  ],
});

const contact = (customer: SimulatedCustomer) => ({
  profile: { name: customer.name },
  ...(customer.phone && { wa_id: customer.phone }),
  user_id: userIdOf(customer),
});

/** `content` holds `type` and the part of that name. */
export const metaMessage = (
  customer: SimulatedCustomer,
  id: string,
  at: number,
  content: Record<string, unknown>,
) => ({
  ...(customer.phone && { from: customer.phone }),
  from_user_id: userIdOf(customer),
  id,
  timestamp: seconds(at),
  ...content,
});

export const messagesWebhook = (
  number: MetaNumber,
  customer: SimulatedCustomer,
  messages: readonly Record<string, unknown>[],
) => envelope(number, { contacts: [contact(customer)], messages });

/** For an app that only listens: one level deeper. */
export const standbyWebhook = (
  number: MetaNumber,
  customer: SimulatedCustomer,
  messages: readonly Record<string, unknown>[],
) => envelope(number, { contacts: [contact(customer)], standby: { messages } }, "standby");

export const echoWebhook = (
  number: MetaNumber,
  customer: SimulatedCustomer,
  { id, at, text }: { id: string; at: number; text: string },
) =>
  envelope(
    number,
    {
      contacts: [contact(customer)],
      message_echoes: [
        {
          from: number.displayNumber,
          ...(customer.phone && { to: customer.phone }),
          to_user_id: userIdOf(customer),
          id,
          timestamp: seconds(at),
          type: "text",
          text: { body: text },
        },
      ],
    },
    "smb_message_echoes",
  );

/** The customer's choice in WhatsApp itself. Its time is a number, unlike everywhere else. */
export const preferenceWebhook = (
  number: MetaNumber,
  customer: SimulatedCustomer,
  value: "stop" | "resume",
  at: number,
) =>
  envelope(
    number,
    {
      contacts: [contact(customer)],
      user_preferences: [
        {
          ...(customer.phone && { wa_id: customer.phone }),
          user_id: userIdOf(customer),
          detail: `User requested to ${value} marketing messages`,
          category: "marketing_messages",
          value,
          timestamp: Math.floor(at / 1000),
        },
      ],
    },
    "user_preferences",
  );

export type MetaStatus = {
  id: string;
  state: DeliveryState;
  at: number;
  /** Only messages to the phone number have a `recipient_id`. */
  toPhone: boolean;
  reference?: string;
  /** Reported once per message, with `sent`. */
  pricing?: { billable: boolean; category: string };
  code?: number;
};

export function statusWebhook(number: MetaNumber, customer: SimulatedCustomer, status: MetaStatus) {
  const failed = status.state === "failed";
  return envelope(number, {
    ...(!failed && { contacts: [contact(customer)] }),
    statuses: [
      {
        id: status.id,
        status: status.state,
        timestamp: seconds(status.at),
        ...(status.toPhone && { recipient_id: customer.phone }),
        ...(!(failed && status.toPhone) && { recipient_user_id: userIdOf(customer) }),
        ...omitUndefined({ biz_opaque_callback_data: status.reference }),
        ...(status.pricing && {
          pricing: {
            billable: status.pricing.billable,
            pricing_model: "PMP",
            type: status.pricing.billable ? "regular" : "free_customer_service",
            category: status.pricing.category,
          },
        }),
        ...(failed && {
          errors: [
            {
              code: status.code,
              title: "Message failed",
              message: "Message failed",
              error_data: { details: "Message failed to send." },
            },
          ],
        }),
      },
    ],
  });
}
