import type { ConversationState, PendingMessage } from "../../domain/conversation/conversation.ts";
import { resumeAtFor } from "../../domain/handoff/pause-rules.ts";
import { isSentToMany, isTooFastByProviderTime } from "../../domain/inbound/automatic-text.ts";
import type { Engine } from "../ports/engine.ts";

/**
 * Ends a pause that began with a text from the app which turns out to be automatic: the customer's message
 * that it follows came after it, or others got the same text. Not when a person was active since. Returns
 * whether anything has changed.
 */
export async function retractAutomaticPause(
  { controls, repeatedTexts, clock, rules }: Engine,
  { conversation, handoff, pausedAt, number }: ConversationState,
  pending: readonly PendingMessage[],
): Promise<boolean> {
  if (
    pausedAt === undefined ||
    handoff?.reason !== "app" ||
    handoff.textHash === undefined ||
    pending.length === 0
  )
    return false;
  const { since, textHash, noticedAt = since } = handoff;
  const text = { sentAt: since, arrivedAt: noticedAt };
  const isAutomatic =
    pending.some(
      (message) => message.content.kind !== "identity-change" && isTooFastByProviderTime(text, message),
    ) ||
    (number !== undefined && isSentToMany(await repeatedTexts.customersOf(number, textHash)));
  if (!isAutomatic) return false;
  const ended = await controls.resume(conversation, {
    at: clock.now(),
    how: "automatic",
    unless: resumeAtFor(rules, pending[0]?.number ?? number, since),
  });
  return ended !== undefined;
}
