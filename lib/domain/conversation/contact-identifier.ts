import { type ConversationId, conversationId } from "../ids.ts";

/** `phone`: digits only. */
export type ContactIdentifier =
  | { kind: "phone"; phone: string }
  | { kind: "user"; userId: string }
  | { kind: "conversation"; conversation: ConversationId };

/**
 * `US.13491208655302741918`, and `US.ENT.…` of a parent business.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
const USER_ID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/;
const CONVERSATION = /^[\w-]{1,64}$/;

/**
 * Returns `undefined` for anything but a phone number, a business-scoped user id or a conversation id.
 * `phoneOf` returns a phone number's digits with the country code.
 */
export function parseContactIdentifier(
  text: string,
  phoneOf: (text: string) => string | undefined,
): ContactIdentifier | undefined {
  const identifier = text.trim();
  const phone = phoneOf(identifier);
  if (phone) return { kind: "phone", phone };
  if (USER_ID.test(identifier)) return { kind: "user", userId: identifier };
  // Digits alone may be a phone number without its country code.
  if (CONVERSATION.test(identifier) && !/^\d+$/.test(identifier))
    return { kind: "conversation", conversation: conversationId(identifier) };
  return undefined;
}
