import type { InboundMessage, Provider } from "../../../lib/domain/inbound/inbound.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { addressOf, type SimulatedCustomer } from "../../customer.ts";
import type { Fakes } from "../../fakes.ts";

const wordsOf = ({ content }: InboundMessage) =>
  ("text" in content && content.text) ||
  ("caption" in content && content.caption) ||
  `[${"media" in content ? content.media : content.kind}]`;

function opensWindow(
  { meta, twilio }: Pick<Fakes, Provider>,
  { provider, businessNumber }: InboundMessage,
  who: SimulatedCustomer,
  now: number,
): void {
  const number = meta.numbers.find(({ phoneNumberId }) => phoneNumberId === businessNumber);
  if (provider === "twilio") twilio.lastWrote(who, now, businessNumber);
  else if (number) meta.lastWrote(who, now, number);
}

/** It may come from curl or `wa replay`. */
export function foreignMessage(fakes: Pick<Fakes, Provider>, message: InboundMessage, now: number): void {
  const { provider, id, businessNumber, content, quoted } = message;
  const { phone } = fakes[provider];
  if (phone.messages.some((each) => each.id === id)) return;
  const { phone: digits, userId, profileName = "Customer" } = message.customer;
  const who = { name: profileName, ...(digits && { phone: digits }), ...(userId && { userId }) };
  if (content.kind !== "echo") opensWindow(fakes, message, who, now);
  phone.add({
    id,
    customer: addressOf(who),
    business: businessNumber,
    from: content.kind === "echo" ? "business" : "customer",
    ...(content.kind === "echo" && { by: "person" }),
    text: wordsOf(message),
    ...omitUndefined({ quoting: quoted }),
    at: now,
    ticks: "delivered",
  });
}
