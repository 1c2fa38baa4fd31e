import type { PendingMessage } from "../../domain/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { expiry, ITEM_VERSION, type Item, json, keys, number, present, text } from "./items.ts";

const padded = (value: number, length: number) => String(Math.max(0, Math.trunc(value))).padStart(length, "0");

/** An inbound message, whole. */
export function messageItem(conversation: ConversationId, message: PendingMessage, retentionDays: number): Item {
  return present({
    ...keys.message(conversation, message.id),
    v: { N: ITEM_VERSION },
    id: text(message.id),
    number: text(message.number),
    customer: json(message.customer),
    content: json(message.content),
    quoted: message.quoted === undefined ? undefined : text(message.quoted),
    sentAt: number(message.sentAt),
    arrivedAt: number(message.arrivedAt),
    hops: message.hops === undefined ? undefined : number(message.hops),
    expiresAt: expiry(message.arrivedAt, retentionDays),
  });
}

/** The same, waiting for its turn: in order of the provider's time, then arrival, then `position`. */
export const waitingItem = (conversation: ConversationId, message: PendingMessage, position: number, retentionDays: number): Item => ({
  ...messageItem(conversation, message, retentionDays),
  pendingAt: text(`${padded(message.sentAt, 13)}#${padded(message.arrivedAt, 13)}#${padded(position, 4)}`),
});
