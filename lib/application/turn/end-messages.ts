import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../domain/conversation/conversation.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import type { Engine } from "../ports/engine.ts";
import { type AtNumber, answeredIds, idsOf } from "./situation.ts";

export async function endPending(
  { conversations, telemetry }: Engine,
  at: AtNumber,
  ending: Outcome,
): Promise<void> {
  const { state, pending } = at;
  await conversations.end(conversationIdsOf(state), answeredIds(at), ending);
  const reason = "reason" in ending ? { reason: ending.reason } : {};
  telemetry.info("message.ignored", {
    conversation: state.conversation,
    messages: pending.length,
    ending: ending.kind,
    ...reason,
  });
}

export async function ignoreMessages(
  { conversations, telemetry }: Engine,
  state: ConversationState,
  messages: readonly PendingMessage[],
  reason: string,
): Promise<void> {
  if (messages.length === 0) return;
  await conversations.end(conversationIdsOf(state), idsOf(messages), { kind: "ignored", reason });
  telemetry.info("message.ignored", { conversation: state.conversation, messages: messages.length, reason });
}
