import type { PendingMessage } from "../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { expiry, ITEM_VERSION, type Item, json, jsonIf, keys, number, padded, present, text, textIf } from "./items.ts";

/** An inbound message, whole. */
export function messageItem(conversation: ConversationId, message: PendingMessage, retentionDays: number): Item {
  return present({
    ...keys.message(conversation, message.id),
    v: { N: ITEM_VERSION },
    id: text(message.id),
    number: text(message.number),
    customer: json(message.customer),
    content: json(message.content),
    quoted: textIf(message.quoted),
    forwarded: jsonIf(message.forwarded),
    referral: jsonIf(message.referral),
    product: jsonIf(message.product),
    sentAt: number(message.sentAt),
    arrivedAt: number(message.arrivedAt),
    expiresAt: expiry(message.arrivedAt, retentionDays),
  });
}

/** The same, waiting for its turn: in order of the provider's time, then arrival, then `position`. */
export const waitingItem = (conversation: ConversationId, message: PendingMessage, position: number, retentionDays: number): Item => ({
  ...messageItem(conversation, message, retentionDays),
  pendingAt: text(`${padded(message.sentAt, 13)}#${padded(message.arrivedAt, 13)}#${padded(position, 4)}`),
});
