import { createHash, createHmac } from "node:crypto";
import {
  type ConversationId,
  conversationId,
  type MessageId,
  type NumberName,
  type TurnId,
  turnId,
} from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";

/** 132 bits: no collision in practice, and short enough for group ids and references. */
const LENGTH = 22;

const keyed = (key: string, ...parts: readonly string[]) =>
  createHmac("sha256", key).update(parts.join("\n")).digest("base64url").slice(0, LENGTH);

/**
 * A keyed hash may appear in queue messages, logs and metrics.
 * The customer is the business-scoped user id, or else the phone. The number is its name in the settings: its
 * provider and the provider's id may change, and the conversation stays.
 */
export const conversationIdOf = (
  identityKey: string,
  number: NumberName,
  customer: Customer,
): ConversationId =>
  conversationId(keyed(identityKey, "conversation", number, customer.userId ?? customer.phone ?? ""));

/** Unkeyed: unique only within a conversation, and the provider's message ids are not personal. */
export const turnIdOf = (first: MessageId): TurnId =>
  turnId(createHash("sha256").update(first).digest("base64url").slice(0, LENGTH));

/**
 * A person with a known phone has the same session on Meta and Twilio.
 * "phone": its digits, or the user id. "opaque": a keyed hash of the same.
 */
export function sessionIdOf(identityKey: string, mode: "phone" | "opaque", customer: Customer): string {
  const person = customer.phone ?? customer.userId ?? "";
  return mode === "phone" ? person : keyed(identityKey, "session", person);
}

/** A session may be a phone number. */
export const sessionHashOf = (identityKey: string, session: string): string =>
  keyed(identityKey, "directory", session);

/** Recognises a text from the app, whichever customer gets it. */
export const textHashOf = (identityKey: string, number: string, text: string): string =>
  keyed(identityKey, "text", number, text.normalize("NFC").replaceAll(/\s+/g, " ").trim());

/** Not keyed: only for parts that are not secret. */
export const shortIdOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\n")).digest("base64url").slice(0, LENGTH);
