import { keywordDetector } from "../../domain/consent/keywords.ts";
import type { Settings } from "../settings/settings.ts";

/** Words of the longest keyword that a sentence would name. */
const MAX_WORDS = 4;

/** Each run of words in the text, as a customer would write it back. */
function phrasesIn(text: string): string[] {
  const words = text.match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? [];
  return words.flatMap((_, from) =>
    Array.from({ length: MAX_WORDS }, (__, more) => words.slice(from, from + more + 1).join(" ")),
  );
}

/** A customer who reads it does not learn how to reach a person. Own texts only: a test checks the others. */
export function disclosureWithoutPerson({ texts, numbers, keywords }: Settings): string | undefined {
  const detect = keywordDetector(keywords);
  const isSilent = (text: string | undefined) =>
    text !== undefined &&
    !phrasesIn(text).some((phrase) => detect({ kind: "text", text: phrase }) === "human");
  const silent = [
    ...(isSilent(texts.disclosure) ? ["texts.disclosure"] : []),
    ...numbers.flatMap((number, at) =>
      isSilent(number.texts.disclosure) ? [`numbers[${at}].texts.disclosure`] : [],
    ),
  ];
  if (silent.length === 0) return undefined;
  return `${silent.join(", ")}: names no word that brings a person. Name a built-in keyword such as HUMAN, or one of your keywords.human.`;
}
