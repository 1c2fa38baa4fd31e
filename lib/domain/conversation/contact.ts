import { type ConversationId, conversationId } from "../ids.ts";

/** How staff identify a contact. `phone`: digits only. */
export type ContactIdentifier =
  | { kind: "phone"; phone: string }
  | { kind: "user"; userId: string }
  | { kind: "conversation"; conversation: ConversationId };

/** `US.13491208655302741918`, and `US.ENT.…` of a parent business. https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids */
const USER_ID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/;
const CONVERSATION = /^[\w-]{1,64}$/;

/**
 * Returns `undefined` for anything but a phone number, a business-scoped user id or a conversation id.
 * `phoneOf` returns a phone number's digits with the country code.
 */
export function parseContactIdentifier(text: string, phoneOf: (text: string) => string | undefined): ContactIdentifier | undefined {
  const identifier = text.trim();
  const phone = phoneOf(identifier);
  if (phone) return { kind: "phone", phone };
  if (USER_ID.test(identifier)) return { kind: "user", userId: identifier };
  // Digits alone may be a phone number without its country code.
  if (CONVERSATION.test(identifier) && !/^\d+$/.test(identifier)) return { kind: "conversation", conversation: conversationId(identifier) };
  return undefined;
}

/** Countries where WhatsApp stores one digit more after the country code than people dial, or one less. */
const EXTRA_DIGIT: readonly { long: RegExp; short: RegExp; at: number; digit: string }[] = [
  { long: /^521\d{10}$/, short: /^52\d{10}$/, at: 2, digit: "1" },
  { long: /^549\d{10}$/, short: /^54\d{10}$/, at: 2, digit: "9" },
  { long: /^55\d\d9\d{8}$/, short: /^55\d{10}$/, at: 4, digit: "9" },
];

export const isSamePhone = (one: string, other: string): boolean => phoneVariants(one).includes(other);

/** The number as given, then as WhatsApp may store it. For lookups only, never to send to. */
export function phoneVariants(phone: string): readonly string[] {
  for (const { long, short, at, digit } of EXTRA_DIGIT) {
    if (long.test(phone)) return [phone, phone.slice(0, at) + phone.slice(at + 1)];
    if (short.test(phone)) return [phone, phone.slice(0, at) + digit + phone.slice(at)];
  }
  return [phone];
}
