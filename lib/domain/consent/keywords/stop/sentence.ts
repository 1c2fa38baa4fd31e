import { normalised } from "../normalised.ts";

/** How many of its phrases follow each other. Phrases are separated by `|`. */
type Slot = { phrases: string; min: 0 | 1; max: 1 | 4 };

export type Sentence = readonly Slot[];

/** Sentences that ask for no more messages, as people write them. */
export type StopSentences = {
  sentences: readonly Sentence[];
  /** May stand beside "STOP" in the same message: "wrong number". */
  reasons: string;
};

export const one = (phrases: string): Slot => ({ phrases, min: 1, max: 1 });
export const optional = (phrases: string): Slot => ({ phrases, min: 0, max: 1 });
/** Up to four of these phrases. */
export const several = (phrases: string): Slot => ({ phrases, min: 0, max: 4 });

const MAX_PHRASE_WORDS = 6;

/** Many sentences share a list. */
const cache = new Map<string, ReadonlySet<string>>();

export function phraseSet(phrases: string): ReadonlySet<string> {
  const cached = cache.get(phrases);
  if (cached) return cached;
  const read = new Set(phrases.split("|").map(normalised).filter(Boolean));
  cache.set(phrases, read);
  return read;
}

/** By the index of the first word and the number of further words. */
export type PhrasesByPosition = readonly (readonly string[])[];

export const phrasesIn = (words: readonly string[]): PhrasesByPosition =>
  words.map((_, from) =>
    words
      .slice(from, from + MAX_PHRASE_WORDS)
      .map((__, length) => words.slice(from, from + length + 1).join(" ")),
  );

/** When a phrase of the set starts at one of these positions. */
function positionsAfter(
  spans: PhrasesByPosition,
  positions: ReadonlySet<number>,
  phrases: ReadonlySet<string>,
): Set<number> {
  const reachable = new Set<number>();
  for (const from of positions)
    for (const [index, phrase] of (spans[from] ?? []).entries())
      if (phrases.has(phrase)) reachable.add(from + index + 1);
  return reachable;
}

/** The whole text must match. */
export function isSentence(spans: PhrasesByPosition, sentence: Sentence): boolean {
  let positions = new Set([0]);
  for (const { phrases, min, max } of sentence) {
    const set = phraseSet(phrases);
    let latest = positionsAfter(spans, positions, set);
    const reachable = new Set([...(min === 0 ? positions : []), ...latest]);
    for (let times = 1; times < max && latest.size > 0; times++) {
      latest = positionsAfter(spans, latest, set);
      for (const position of latest) reachable.add(position);
    }
    if (reachable.size === 0) return false;
    positions = reachable;
  }
  return positions.has(spans.length);
}
