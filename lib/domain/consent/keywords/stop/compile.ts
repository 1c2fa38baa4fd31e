import { normalised } from "../normalised.ts";
import type { CompiledSentences, StopSentences } from "./sentence.ts";

const normalisedList = (phrases: string) =>
  [...new Set(phrases.split("|").map(normalised).filter(Boolean))].join("|");

export function compileSentences(languages: readonly StopSentences[]): CompiledSentences {
  const lists: string[] = [];
  const indexOf = (phrases: string) => {
    const list = normalisedList(phrases);
    return lists.includes(list) ? lists.indexOf(list) : lists.push(list) - 1;
  };
  const sentences = languages
    .flatMap((language) => language.sentences)
    .map((sentence) => sentence.map(({ phrases, min, max }) => ({ list: indexOf(phrases), min, max })));
  return {
    lists,
    sentences,
    words: [...new Set(lists.flatMap((list) => list.split(/[| ]/)))].join("|"),
    reasons: languages.map(({ reasons }) => normalisedList(reasons)),
  };
}
