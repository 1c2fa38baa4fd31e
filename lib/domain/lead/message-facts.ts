import { phoneVariants } from "../conversation/phone-variants.ts";
import type { Content, Customer, Referral } from "../inbound/inbound.ts";
import { emailsIn } from "./email-addresses.ts";
import type { NewFact } from "./lead-values.ts";

const factsFrom =
  (source: NewFact["source"]) =>
  (fields: Readonly<Record<string, string | undefined>>): NewFact[] =>
    Object.entries(fields).flatMap(([field, value]) => (value?.trim() ? [{ field, value, source }] : []));

export const profileFacts = (
  { profileName, phone, userId, username }: Customer,
  country: string | undefined,
) =>
  factsFrom("profile")({
    name: profileName,
    phone: phone && `+${phone}`,
    userId,
    username: username?.replace(/^@/, ""),
    country,
  });

export const referralFacts = ({ sourceId, sourceType, clickId, headline, sourceUrl }: Referral) =>
  factsFrom("referral")({
    adSource: sourceId ?? sourceType,
    adClickId: clickId,
    adHeadline: headline,
    adUrl: sourceUrl,
  });

export function textFacts(
  content: Content,
  customer: Customer,
  phonesIn: (text: string) => readonly string[],
): NewFact[] {
  const text =
    content.kind === "text" ? content.text : content.kind === "media" ? content.caption : undefined;
  // A form's ids and amounts would look like phones.
  if (content.kind === "form") return factsFrom("message")({ email: emailsIn(content.responseJson)[0] });
  return text
    ? factsFrom("message")({ email: emailsIn(text)[0], ...phoneFact(phonesIn(text), customer) })
    : [];
}

function phoneFact(
  phones: readonly string[],
  { phone: known }: Customer,
): { phone?: string; otherPhone?: string } {
  const other = phones.find((phone) => !known || !phoneVariants(known).includes(phone));
  if (other === undefined) return {};
  return known ? { otherPhone: `+${other}` } : { phone: `+${other}` };
}

type Card = (Content & { kind: "contacts" })["contacts"][number];

/** Customers' own cards come alone, with their phone or name, or answer WhatsApp's request for the phone. */
function isOwnCard({ name, phones }: Card, { phone, profileName }: Customer): boolean {
  if (phone && phones.some((text) => isSameNumber(text, phone))) return true;
  if (name?.trim()) return name.trim().toLowerCase() === profileName?.trim().toLowerCase();
  return !phone && phones.length === 1;
}

/** The text may have the country code, or be as dialled within the country. */
function isSameNumber(text: string, phone: string): boolean {
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return (
    digits.length >= 7 &&
    phoneVariants(phone).some(
      (variant) => variant === digits || (!text.trim().startsWith("+") && variant.endsWith(digits)),
    )
  );
}

/** Reading a phone number is expensive. */
const MAX_PER_CARD = 10;
const MAX_CARD_TEXT_LENGTH = 100;
const limited = (texts: readonly string[]) =>
  texts.slice(0, MAX_PER_CARD).map((text) => text.slice(0, MAX_CARD_TEXT_LENGTH));

export function cardFacts(
  given: readonly Card[],
  customer: Customer,
  phonesIn: (text: string) => readonly string[],
): NewFact[] {
  const cards = given
    .slice(0, MAX_PER_CARD)
    .map((each) => ({ ...each, phones: limited(each.phones), emails: limited(each.emails) }));
  const [card, another] = cards;
  const from = factsFrom("contact-card");
  if (!card || another || !isOwnCard(card, customer))
    return from({
      sharedContact: cards
        .map(({ name, phones, emails }) => [name, ...phones, ...emails].filter(Boolean).join(", "))
        .join("; "),
    });
  const { phone } = customer;
  const phones = card.phones.filter((text) => !phone || !isSameNumber(text, phone)).flatMap(phonesIn);
  return from({ name: card.name, email: card.emails.flatMap(emailsIn)[0], ...phoneFact(phones, customer) });
}
