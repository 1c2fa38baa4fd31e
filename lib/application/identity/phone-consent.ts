import { mergeConsent } from "../../domain/consent/consent.ts";
import { activeSendBlock } from "../../domain/conversation/conversation.ts";
import type { Consent } from "../../domain/conversation/fields.ts";
import { phoneVariants } from "../../domain/conversation/phone-variants.ts";
import type { StoredSendBlock } from "../../domain/conversation/send-block.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";

type Ports = {
  controls: Pick<Controls, "keptConsent">;
  conversationFor(number: NumberName, customer: Customer): ConversationId;
};

/**
 * An opt-out sent from the phone also counts for its current user, until an opt-in comes from there: a
 * person's user id changes when the business moves its number to another portfolio.
 */
export async function blockedByPhone(
  { controls, conversationFor }: Ports,
  number: NumberName,
  { phone }: Customer,
): Promise<StoredSendBlock | undefined> {
  if (phone === undefined) return undefined;
  const ids = phoneVariants(phone).map((each) => conversationFor(number, { phone: each }));
  const kept = await Promise.all(ids.map((id) => controls.keptConsent(id)));
  return activeSendBlock(kept.reduce<Consent>(mergeConsent, {}), 0, ["opted-out", "no-templates"]);
}
