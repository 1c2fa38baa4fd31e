import { NewerVersionError } from "../../../application/ports/newer-version-error.ts";
import type { PendingMessage } from "../../../domain/conversation/conversation.ts";
import { type ConversationId, messageId, numberName } from "../../../domain/ids.ts";
import { withUnderstood } from "../../../domain/media/media-task.ts";
import type { Outcome } from "../../../domain/turn/outcome.ts";
import { asId, asJson, asNumber, asText, type Codecs, readFields, writeFields } from "./codec.ts";
import type { Change } from "./conditional.ts";
import {
  definedAttributes,
  expiresAfter,
  ITEM_VERSION,
  type Item,
  keys,
  padded,
  readText,
  requireReadable,
  text,
} from "./items.ts";
import { understoodOf } from "./understood-item.ts";

export const MESSAGE_CODECS = {
  id: asId(messageId),
  number: asId(numberName),
  customer: asJson(),
  content: asJson(),
  quoted: asText,
  forwarded: asJson(),
  referral: asJson(),
  product: asJson(),
  sentAt: asNumber,
  arrivedAt: asNumber,
  understandingAt: asNumber,
} satisfies Codecs<PendingMessage>;

export const messageItem = (
  conversation: ConversationId,
  message: PendingMessage,
  retentionDays: number,
): Item =>
  definedAttributes({
    ...keys.message(conversation, message.id),
    v: { N: ITEM_VERSION },
    ...writeFields<PendingMessage>(message, MESSAGE_CODECS),
    expiresAt: expiresAfter(message.arrivedAt, retentionDays),
  });

/** Sorted by the provider's time, then arrival, then `position`. */
export const waitingItem = (
  conversation: ConversationId,
  message: PendingMessage,
  position: number,
  retentionDays: number,
): Item => ({
  ...messageItem(conversation, message, retentionDays),
  pendingAt: text(`${padded(message.sentAt, 13)}#${padded(message.arrivedAt, 13)}#${padded(position, 4)}`),
});

/** With what was understood of its media. After an erasure only the times are left. */
export function messageFieldsOf(
  item: Item,
): Partial<PendingMessage> & Pick<PendingMessage, "sentAt" | "arrivedAt"> {
  const fields = readFields<PendingMessage>(item, MESSAGE_CODECS);
  return {
    sentAt: 0,
    arrivedAt: 0,
    ...fields,
    ...(fields.content && { content: withUnderstood(fields.content, understoodOf(item)) }),
  };
}

/** Throws NewerVersionError: the message waits in the queue and is not passed over. */
export function pendingOf(item: Item): PendingMessage {
  const { id, number, customer, content, ...rest } = messageFieldsOf(requireReadable(item));
  if (!id || !number || !customer || !content) throw new NewerVersionError();
  return { id, number, customer, content, ...rest };
}

export const writeOutcome = (outcome: Outcome): Change => ({
  outcome: text(outcome.kind),
  reason: "reason" in outcome ? text(outcome.reason) : undefined,
});

export function outcomeOf(item: Item): Outcome | undefined {
  const [kind, reason = ""] = [readText(item, "outcome"), readText(item, "reason")];
  switch (kind) {
    case "answered":
    case "handed-off":
    case "drafted":
      return { kind };
    case "ignored":
    case "failed":
      return { kind, reason };
    case "deferred":
      return { kind, reason: reason === "file" ? reason : "window" };
    default:
      return undefined;
  }
}
