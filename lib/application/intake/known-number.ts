import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer, InboundMessage } from "../../domain/inbound/inbound.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

/** Counts a number that is not ours and, unless another system answers it, logs it. */
export function knownNumber(
  { numberOf, isElsewhere, telemetry }: ReceiveWebhookDeps,
  { provider, businessNumber }: Pick<InboundMessage, "provider" | "businessNumber">,
): NumberName | undefined {
  const number = numberOf(provider, businessNumber);
  if (number) return number;
  const reason = "not-our-number";
  telemetry.count("InboundIgnored", 1, { reason });
  // Without this line a wrong id in the settings looks like customers who do not write.
  if (!isElsewhere?.(businessNumber)) telemetry.warn("webhook.item-ignored", { reason, provider });
  return undefined;
}

/** The customer may be written to by the bare phone although the conversation goes by the user id. */
export const otherIdsOf = (
  { conversationFor }: Pick<ReceiveWebhookDeps, "conversationFor">,
  number: NumberName,
  { phone, userId }: Customer,
): readonly ConversationId[] => (phone && userId ? [conversationFor(number, { phone })] : []);
