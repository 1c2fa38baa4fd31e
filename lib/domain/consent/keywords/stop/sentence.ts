/** How many of its phrases follow each other. Phrases are separated by `|`. */
type Slot = { phrases: string; min: 0 | 1; max: 1 | 4 };

type Sentence = readonly Slot[];

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

/** `list`: an index of `lists`. */
type CompiledSlot = { list: number; min: 0 | 1; max: 1 | 4 };

/** Phrases are normalised, and stand between `|`. */
export type CompiledSentences = {
  lists: readonly string[];
  sentences: readonly (readonly CompiledSlot[])[];
  /** Every word of all lists: another word is in no sentence. */
  words: string;
  /** By language. */
  reasons: readonly string[];
};

const MAX_PHRASE_WORDS = 6;

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

const needed = (count: number, { min }: CompiledSlot) => count + min;

/** Recognises the sentences. A text of other words, which nearly all are, costs a look-up of each. */
export function sentenceFinder({ lists, sentences, words }: CompiledSentences) {
  let known: ReadonlySet<string> | undefined;
  const sets = new Map<number, ReadonlySet<string>>();
  function phrasesOf(list: number): ReadonlySet<string> {
    const read = sets.get(list) ?? new Set(lists[list]?.split("|"));
    sets.set(list, read);
    return read;
  }

  /** The whole text must match. */
  function isSentence(spans: PhrasesByPosition, sentence: readonly CompiledSlot[]): boolean {
    if (sentence.reduce(needed, 0) > spans.length) return false;
    let positions = new Set([0]);
    for (const { list, min, max } of sentence) {
      const set = phrasesOf(list);
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

  return (text: readonly string[]): boolean => {
    const inAny = known ?? new Set(words.split("|"));
    known = inAny;
    if (!text.every((word) => inAny.has(word))) return false;
    const spans = phrasesIn(text);
    return sentences.some((sentence) => isSentence(spans, sentence));
  };
}
