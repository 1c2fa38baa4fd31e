import { joinedWishes, type Wishes } from "../../domain/consent/wishes.ts";
import { phoneVariants } from "../../domain/conversation/contact.ts";
import { silence } from "../../domain/conversation/conversation.ts";
import type { KeptSilence } from "../../domain/conversation/silence.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";

type Ports = { controls: Pick<Controls, "keptWishes">; conversationFor(number: NumberName, customer: Customer): ConversationId };

/**
 * Whether somebody has said at the customer's phone that the business shall begin nothing there. Counts whoever has the phone now, until it is
 * taken back from there: another user id may be the same person's, whose business has moved its number to another portfolio.
 */
export async function silencedByPhone(
  { controls, conversationFor }: Ports,
  number: NumberName,
  { phone }: Customer,
): Promise<KeptSilence | undefined> {
  if (phone === undefined) return undefined;
  const ids = phoneVariants(phone).map((each) => conversationFor(number, { phone: each }));
  const kept = await Promise.all(ids.map((id) => controls.keptWishes(id)));
  return silence(kept.reduce<Wishes>(joinedWishes, {}), ["opted-out", "no-templates"]);
}
