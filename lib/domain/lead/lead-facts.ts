import type { PendingMessage } from "../conversation/conversation.ts";
import type { Customer } from "../inbound/inbound.ts";
import type { Lead, LeadFacts, LeadField } from "./lead.ts";
import { type NewFact, sourceRank, strongestFacts } from "./lead-values.ts";
import { cardFacts, profileFacts, referralFacts, textFacts } from "./message-facts.ts";

const MAX_FIELDS = 50;

type Options = {
  fromText: boolean;
  countryOf(customer: Customer): string | undefined;
  /** Digits with the country code. */
  phonesIn(text: string, country: string | undefined): readonly string[];
};

/**
 * Phones get `+` and the country code.
 * `phone` is the WhatsApp phone if known; another one that the customer names is `otherPhone`.
 */
export function extractLeadFacts(
  messages: readonly PendingMessage[],
  customer: Customer,
  options: Options,
): LeadFacts {
  const country = options.countryOf(customer);
  const read = (text: string) => options.phonesIn(text, country);
  return strongestFacts([
    ...profileFacts(customer, country),
    ...messages.flatMap(({ content, referral }) => [
      ...(options.fromText ? textFacts(content, customer, read) : []),
      ...(content.kind === "contacts" ? cardFacts(content.contacts, customer, read) : []),
      ...(referral ? referralFacts(referral) : []),
    ]),
  ]);
}

const validFacts = (facts: LeadFacts) =>
  strongestFacts(Object.entries(facts).map(([field, fact]) => ({ field, ...fact })));

/** The stronger source wins; the same source corrects itself, but not with an older value. */
function replaces(fact: Omit<NewFact, "field">, known: LeadField, at: number): boolean {
  if (sourceRank(fact.source) !== sourceRank(known.source))
    return sourceRank(fact.source) > sourceRank(known.source);
  return fact.value !== known.value && at >= known.at;
}

/**
 * Returns the same record when nothing is new, else one with the next revision; without facts the revision is
 * 0. The order in which facts of different sources arrive does not matter.
 */
export function mergeLead(
  lead: Lead | undefined,
  owner: { conversation: string; number: string },
  facts: LeadFacts,
  at: number,
): Lead {
  const known = lead ?? { ...owner, fields: {}, createdAt: at, updatedAt: at, revision: 0 };
  const fields = new Map(Object.entries(known.fields));
  let changed = false;
  for (const [field, fact] of Object.entries(validFacts(facts))) {
    const before = fields.get(field);
    if (before ? !replaces(fact, before, at) : fields.size >= MAX_FIELDS) continue;
    fields.set(field, { ...fact, at });
    changed = true;
  }
  return changed
    ? {
        ...known,
        fields: Object.fromEntries(fields),
        updatedAt: Math.max(at, known.updatedAt),
        revision: known.revision + 1,
      }
    : known;
}

/**
 * Spares the record on most turns. The source counts too: a stronger one with the same value must not be
 * ignored.
 */
export function unmergedFacts(
  facts: LeadFacts,
  known: Readonly<Record<string, string>> = {},
): { facts: LeadFacts; known: Record<string, string> } | undefined {
  const entries = Object.entries(validFacts(facts)).map(([field, fact]) => ({
    field,
    fact,
    version: `${fact.source} ${fact.value}`,
  }));
  const unknown = entries.filter(
    ({ field, version }) => !Object.hasOwn(known, field) || known[field] !== version,
  );
  if (unknown.length === 0) return undefined;
  return {
    facts: Object.fromEntries(unknown.map(({ field, fact }) => [field, fact])),
    known: { ...known, ...Object.fromEntries(unknown.map(({ field, version }) => [field, version])) },
  };
}
