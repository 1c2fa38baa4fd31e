import { normalised } from "../normalised.ts";

/** A place in a sentence: how many of its phrases stand there, one after the other. Phrases are separated by `|`. */
type Slot = { phrases: string; min: 0 | 1; max: 1 | 4 };

/** The slots of a whole sentence, in order. */
export type Sentence = readonly Slot[];

/** How one language asks for no more messages in a sentence. Phrases are written as people write them. */
export type StopSentences = {
  sentences: readonly Sentence[];
  /** What may stand beside "STOP" in the same message as its reason: "wrong number". */
  reasons: string;
};

/** Exactly one of these phrases. */
export const one = (phrases: string): Slot => ({ phrases, min: 1, max: 1 });
/** One of them, or none. */
export const optional = (phrases: string): Slot => ({ phrases, min: 0, max: 1 });
/** Up to four of them. */
export const several = (phrases: string): Slot => ({ phrases, min: 0, max: 4 });

const MAX_PHRASE_WORDS = 6;

/** Normalised, read once each: many sentences share a list. */
const lists = new Map<string, ReadonlySet<string>>();

export function phraseSet(phrases: string): ReadonlySet<string> {
  const known = lists.get(phrases);
  if (known) return known;
  const read = new Set(phrases.split("|").map(normalised).filter(Boolean));
  lists.set(phrases, read);
  return read;
}

/** By the place of its first word and the number of its words less one, every phrase that stands in a text. */
export type PhrasesByPosition = readonly (readonly string[])[];

export const phrasesIn = (words: readonly string[]): PhrasesByPosition =>
  words.map((_, from) => words.slice(from, from + MAX_PHRASE_WORDS).map((__, length) => words.slice(from, from + length + 1).join(" ")));

/** Where the next slot may begin when one phrase of the set stands at one of these places. */
function after(spans: PhrasesByPosition, places: ReadonlySet<number>, phrases: ReadonlySet<string>): Set<number> {
  const reached = new Set<number>();
  for (const from of places)
    for (const [index, phrase] of (spans[from] ?? []).entries()) if (phrases.has(phrase)) reached.add(from + index + 1);
  return reached;
}

/** Whether the text is such a sentence, from the first word to the last. */
export function isSentence(spans: PhrasesByPosition, sentence: Sentence): boolean {
  let places = new Set([0]);
  for (const { phrases, min, max } of sentence) {
    const set = phraseSet(phrases);
    let latest = after(spans, places, set);
    const reached = new Set([...(min === 0 ? places : []), ...latest]);
    for (let times = 1; times < max && latest.size > 0; times++) {
      latest = after(spans, latest, set);
      for (const place of latest) reached.add(place);
    }
    if (reached.size === 0) return false;
    places = reached;
  }
  return places.has(spans.length);
}
