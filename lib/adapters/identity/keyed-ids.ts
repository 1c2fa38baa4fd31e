import { createHash, createHmac } from "node:crypto";
import { type ConversationId, conversationId, type MessageId, type NumberName, type TurnId, turnId } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";

/** 132 bits: no collision in practice, and short enough for group ids and references. */
const LENGTH = 22;

const keyed = (key: string, ...parts: readonly string[]) =>
  createHmac("sha256", key).update(parts.join("\n")).digest("base64url").slice(0, LENGTH);

/**
 * The conversation that an id of a customer gives: a keyed hash, so that it may stand in queue messages, logs and metrics.
 * The customer is the business-scoped user id when present, else the phone. The number is its name in the settings: what the provider calls it,
 * and the provider itself, may change without a customer being forgotten.
 */
export const conversationIdOf = (identityKey: string, number: NumberName, customer: Customer): ConversationId =>
  conversationId(keyed(identityKey, "conversation", number, customer.userId ?? customer.phone ?? ""));

/** Needs no key: it names a turn only within its conversation, and provider ids of messages are not personal. */
export const turnIdOf = (first: MessageId): TurnId => turnId(createHash("sha256").update(first).digest("base64url").slice(0, LENGTH));

/**
 * What Chatsby sees as session. The same person has the same one on Meta and Twilio as long as the phone is known.
 * "phone": its digits (the user id where there is none). "opaque": a keyed hash of the same.
 */
export function sessionIdOf(identityKey: string, mode: "phone" | "opaque", customer: Customer): string {
  const person = customer.phone ?? customer.userId ?? "";
  return mode === "phone" ? person : keyed(identityKey, "session", person);
}

/** By which the directory finds the conversations of a session: says nothing of the phone number that a session may be. */
export const sessionHashOf = (identityKey: string, session: string): string => keyed(identityKey, "directory", session);

/** By which a text from the app is known again, whoever of the number's customers gets it. */
export const textHashOf = (identityKey: string, number: string, text: string): string =>
  keyed(identityKey, "text", number, text.normalize("NFC").replaceAll(/\s+/g, " ").trim());

/** A short id of what may be known to everybody: the same for the same parts. */
export const shortIdOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\n")).digest("base64url").slice(0, LENGTH);
