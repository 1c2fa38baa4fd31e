import { CONVERSATION_FIELDS, type NamesOf } from "./fields.ts";
import { PROGRESS_FIELDS, type Progress } from "./progress.ts";

const keptOf = (fields: Readonly<Record<string, { erased: string }>>): readonly string[] =>
  Object.entries(fields).flatMap(([name, { erased }]) => (erased === "kept" ? [name] : []));

/** Names nobody, so it survives an erasure. */
export const KEPT_ON_ERASURE = keptOf(CONVERSATION_FIELDS);

const KEPT_PROGRESS = keptOf(PROGRESS_FIELDS);

const isAnonymous = (progress: Progress) =>
  Object.keys(progress).every((name) => KEPT_PROGRESS.includes(name));

function anonymousProgress(progress: Progress): Progress | undefined {
  const kept = Object.entries(progress).filter(([name]) => KEPT_PROGRESS.includes(name));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

type Anonymised = NamesOf<typeof CONVERSATION_FIELDS, { erased: "anonymised" }>;

/** What stays of an anonymised field, and whether nothing else is there. */
export const ANONYMISE = {
  progress: { keep: anonymousProgress, isAnonymous },
} satisfies Record<Anonymised, unknown>;
