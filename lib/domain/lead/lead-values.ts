import { LEAD_SOURCES, type LeadFacts, type LeadSource } from "./lead.ts";

const MAX_VALUE_LENGTH = 500;
const FIELD = /^[A-Za-z][\w-]{0,39}$/;

export type NewFact = { field: string; value: string; source: LeadSource };

export const sourceRank = (source: LeadSource) => LEAD_SOURCES.indexOf(source);
const truncate = (value: string) =>
  value
    .trim()
    .slice(0, MAX_VALUE_LENGTH)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd();

/** Spaces and dots become underscores. `undefined` for other unusable names. */
function fieldName(name: string): string | undefined {
  const field = name.trim().replace(/[\s.]+/g, "_");
  return FIELD.test(field) ? field : undefined;
}

/** One fact per field: the last of the strongest source. Leaves out empty values and unusable names. */
export function strongestFacts(facts: readonly NewFact[]): LeadFacts {
  const strongest = new Map<string, { value: string; source: LeadSource }>();
  for (const fact of facts) {
    const [field, value, { source }] = [fieldName(fact.field), truncate(fact.value), fact];
    const known = field && strongest.get(field);
    if (field && value && !(known && sourceRank(known.source) > sourceRank(source)))
      strongest.set(field, { value, source });
  }
  return Object.fromEntries(strongest);
}
