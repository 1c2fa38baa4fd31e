import type { LanguageData } from "../language/language-data.ts";
import { everyLanguage } from "../language/languages.ts";

type Promises = { says: RegExp; not: RegExp; unless: RegExp; unlessBefore: RegExp };

const [BEFORE, AFTER] = ["(?<![\\p{L}\\p{M}])", "(?![\\p{L}\\p{M}])"];
const wholeWords = (alternatives: string) => new RegExp(`${BEFORE}(?:${alternatives})${AFTER}`, "iu");

const compiled = ({ personPromise: { says, not, unless, unlessBefore } }: LanguageData): Promises => ({
  says: wholeWords(says),
  not: wholeWords(not),
  unless: wholeWords(unless),
  unlessBefore: wholeWords(unlessBefore),
});

let all: readonly Promises[] | undefined;

const MARKS = /[*_~`]|^\s*(?:[-•>]|\d{1,2}[.)])\s/gmu;
/** A list's line is a sentence too. */
const SENTENCE = /[^.!?؟।\n]+[.!?؟।]*/gu;
const QUESTION = /[?؟]$/;
/** Characters. A longer sentence is no message of a person. */
const MAX_SENTENCE = 600;

/** German puts its "not" behind the verb. */
const clauseAt = (sentence: string, start: number) => sentence.slice(start).split(/[,;:،]/, 1)[0] ?? "";

function promises(sentence: string, { says, not, unless, unlessBefore }: Promises): boolean {
  const found = says.exec(sentence);
  return (
    found !== null &&
    !not.test(clauseAt(sentence, found.index)) &&
    !unless.test(sentence) &&
    !unlessBefore.test(sentence.slice(0, found.index))
  );
}

/**
 * The sentence of an agent's answer that promises a person: "A colleague will call you", "I have informed our
 * team". Offers, questions and conditions are no promises. Misses rather than invents one.
 */
export function personPromise(answer: string): string | undefined {
  all ??= everyLanguage().map(compiled);
  for (const [match] of answer.replaceAll(MARKS, "").replaceAll("’", "'").matchAll(SENTENCE)) {
    const sentence = match.trim();
    if (sentence.length > MAX_SENTENCE || QUESTION.test(sentence)) continue;
    if (all.some((language) => promises(sentence, language))) return sentence;
  }
  return undefined;
}
