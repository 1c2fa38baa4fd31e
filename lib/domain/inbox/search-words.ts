import { normalised } from "../consent/keywords/normalised.ts";

const MAX_WORDS = 8;

/** In any spelling: case, accents and punctuation do not count. */
export const searchWords = (text: string): readonly string[] =>
  normalised(text)
    .split(" ")
    .filter((word) => word !== "")
    .slice(0, MAX_WORDS);

/** Whether the text holds all words, in any order, also as beginnings or parts of others. */
export function holdsAll(text: string, words: readonly string[]): boolean {
  const plain = normalised(text);
  return words.every((word) => plain.includes(word));
}
