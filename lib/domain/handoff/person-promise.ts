import type { LanguageData } from "../language/language-data.ts";
import { everyLanguage } from "../language/languages.ts";

type Promises = { person: RegExp; says: RegExp; not: RegExp; unless: RegExp; unlessBefore: RegExp };

/**
 * Matches plain text, without the flags "i" and "u": with them the many `\p{L}` take V8 a second to compile.
 */
const wholeWords = (alternatives: string, flags = "") => {
  const source = alternatives
    .toLowerCase()
    .replaceAll("[\\p{l}\\p{m}]", "[^ ,]")
    .replaceAll("\\p{l}", "[^ ,]");
  return new RegExp(`(?<=[ ,'])(?:${source})(?=[ ,'])`, flags);
};

/** Words between single spaces, in lower case. */
const plainWords = (sentence: string) =>
  ` ${sentence
    .toLowerCase()
    .replaceAll(/[;:،]/g, ",")
    .replaceAll(/[^\p{L}\p{M}\p{N}',-]+/gu, " ")
    .trim()} `;

const compiled = ({
  personPromise: { person, says, not, unless, unlessBefore },
}: LanguageData): Promises => ({
  person: wholeWords(person, "g"),
  says: wholeWords(says),
  not: wholeWords(not),
  unless: wholeWords(unless),
  unlessBefore: wholeWords(unlessBefore),
});

const PERSON = "§";

let all: readonly Promises[] | undefined;

const MARKS = /[*_~`]|^\s*(?:[-•>]|\d{1,2}[.)])\s/gmu;
/** A list's line is a sentence too. */
const SENTENCE = /[^.!?؟।\n]+[.!?؟।]*/gu;
const QUESTION = /[?؟]$/;
/** Characters. A longer sentence is no message of a person. */
const MAX_SENTENCE = 600;

/** German puts its "not" behind the verb. */
const clauseAt = (sentence: string, start: number) => `${sentence.slice(start).split(",", 1)[0]} `;

function promises(words: string, { person, says, not, unless, unlessBefore }: Promises): boolean {
  const sentence = words.replaceAll(person, PERSON);
  const found = says.exec(sentence);
  return (
    found !== null &&
    !not.test(` ${clauseAt(sentence, found.index)}`) &&
    !unless.test(sentence) &&
    !unlessBefore.test(`${sentence.slice(0, found.index)} `)
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
    const words = plainWords(sentence);
    if (all.some((language) => promises(words, language))) return sentence;
  }
  return undefined;
}
