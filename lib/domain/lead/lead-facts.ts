import type { PendingMessage } from "../conversation/conversation.ts";
import type { Customer } from "../inbound/inbound.ts";
import type { Lead, LeadFacts, LeadField } from "./lead.ts";
import { type NewFact, sourceRank, strongestFacts } from "./lead-values.ts";
import { cardFacts, profileFacts, referralFacts, textFacts } from "./message-facts.ts";

const MOST_FIELDS = 50;

type Options = {
  /** Whether what customers write is searched for e-mail addresses and phones. */
  fromText: boolean;
  countryOf(customer: Customer): string | undefined;
  /** Digits with the country code. */
  phonesIn(text: string, country: string | undefined): readonly string[];
};

/**
 * What these messages tell of their customer. Phones are written with `+` and country code.
 * `phone` is the one on WhatsApp as long as that is known; another one that the customer names is `otherPhone`.
 */
export function extractLeadFacts(messages: readonly PendingMessage[], customer: Customer, options: Options): LeadFacts {
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

const usable = (facts: LeadFacts) => strongestFacts(Object.entries(facts).map(([field, fact]) => ({ field, ...fact })));

/** Of two sources the stronger one wins; the same source may correct itself, but not by something older. */
function wins(fact: Omit<NewFact, "field">, known: LeadField, at: number): boolean {
  if (sourceRank(fact.source) !== sourceRank(known.source)) return sourceRank(fact.source) > sourceRank(known.source);
  return fact.value !== known.value && at >= known.at;
}

/**
 * The record with these facts, and a revision more; the same object when none is news. A record that nobody knew yet starts at revision 1
 * (without any fact it has no revision, and is not worth keeping). In whatever order facts of different sources come, the fields are the same.
 */
export function mergeLead(lead: Lead | undefined, about: { conversation: string; number: string }, facts: LeadFacts, at: number): Lead {
  const known = lead ?? { ...about, fields: {}, createdAt: at, updatedAt: at, revision: 0 };
  const fields = new Map(Object.entries(known.fields));
  let news = false;
  for (const [field, fact] of Object.entries(usable(facts))) {
    const before = fields.get(field);
    if (before ? !wins(fact, before, at) : fields.size >= MOST_FIELDS) continue;
    fields.set(field, { ...fact, at });
    news = true;
  }
  return news
    ? { ...known, fields: Object.fromEntries(fields), updatedAt: Math.max(at, known.updatedAt), revision: known.revision + 1 }
    : known;
}

/**
 * What was not merged before, by the worker's own progress: field -> source and value of what was merged last. Spares the record on most turns.
 * Without the source a stronger one that says the same would go unnoticed.
 */
export function unmergedFacts(
  facts: LeadFacts,
  known: Readonly<Record<string, string>> = {},
): { facts: LeadFacts; known: Record<string, string> } | undefined {
  const news = Object.entries(usable(facts)).map(([field, fact]) => ({ field, fact, told: `${fact.source} ${fact.value}` }));
  const unknown = news.filter(({ field, told }) => !Object.hasOwn(known, field) || known[field] !== told);
  if (unknown.length === 0) return undefined;
  return {
    facts: Object.fromEntries(unknown.map(({ field, fact }) => [field, fact])),
    known: { ...known, ...Object.fromEntries(unknown.map(({ field, told }) => [field, told])) },
  };
}
