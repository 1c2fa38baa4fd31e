import { LEAD_SOURCES, type LeadFacts, type LeadSource } from "./lead.ts";

const MOST_VALUE = 500;
const FIELD = /^[A-Za-z][\w-]{0,39}$/;

export type NewFact = { field: string; value: string; source: LeadSource };

export const sourceRank = (source: LeadSource) => LEAD_SOURCES.indexOf(source);
/** Never half of a character. */
const bounded = (value: string) =>
  value
    .trim()
    .slice(0, MOST_VALUE)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd();

/** Names come from outside too: one with spaces or dots is taken with underscores, any other that is no name is left out. */
function fieldName(name: string): string | undefined {
  const field = name.trim().replace(/[\s.]+/g, "_");
  return FIELD.test(field) ? field : undefined;
}

/** One fact a field: of the strongest source, and of equals the last. Without what has no value or no proper name. */
export function strongestFacts(facts: readonly NewFact[]): LeadFacts {
  const best = new Map<string, { value: string; source: LeadSource }>();
  for (const fact of facts) {
    const [field, value, { source }] = [fieldName(fact.field), bounded(fact.value), fact];
    const known = field && best.get(field);
    if (field && value && !(known && sourceRank(known.source) > sourceRank(source))) best.set(field, { value, source });
  }
  return Object.fromEntries(best);
}
