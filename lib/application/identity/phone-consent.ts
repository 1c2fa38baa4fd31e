import { type Consent, mergeConsent } from "../../domain/consent/consent.ts";
import { phoneVariants } from "../../domain/conversation/contact.ts";
import { activeSendBlock } from "../../domain/conversation/conversation.ts";
import type { StoredSendBlock } from "../../domain/conversation/send-block.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";

type Ports = { controls: Pick<Controls, "keptConsent">; conversationFor(number: NumberName, customer: Customer): ConversationId };

/**
 * Whether somebody has said at the customer's phone that the business shall begin nothing there. Counts whoever has the phone now, until it is
 * taken back from there: another user id may be the same person's, whose business has moved its number to another portfolio.
 */
export async function blockedByPhone(
  { controls, conversationFor }: Ports,
  number: NumberName,
  { phone }: Customer,
): Promise<StoredSendBlock | undefined> {
  if (phone === undefined) return undefined;
  const ids = phoneVariants(phone).map((each) => conversationFor(number, { phone: each }));
  const kept = await Promise.all(ids.map((id) => controls.keptConsent(id)));
  return activeSendBlock(kept.reduce<Consent>(mergeConsent, {}), ["opted-out", "no-templates"]);
}
