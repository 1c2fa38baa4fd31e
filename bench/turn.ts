import { waitingItem } from "../lib/adapters/dynamodb/items/message-item.ts";
import { conversationId, messageId, numberName } from "../lib/domain/ids.ts";
import type { Waiting } from "./aws-stub.ts";

/** The worker with a question to answer: asks, formats, stores and sends. */
export const TURN = "worker, a turn";

export const ASKING = conversationId("asking");

/** A customer's first question, in the conversation that the turn's wake-up names. */
export function aQuestion(number: string): Waiting {
  const now = Date.now();
  const message = {
    id: messageId("wamid.bench"),
    number: numberName(number),
    customer: { userId: "US.1", phone: "15550177001", profileName: "Bench" },
    content: { kind: "text", text: "Do you ship to Canada?" },
    sentAt: now,
    arrivedAt: now - 2_000,
  } as const;
  const item = waitingItem(ASKING, message, 0, 30);
  return { ...item, pk: { S: String(item.pk?.S) } };
}
