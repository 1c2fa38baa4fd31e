import { KEYWORDS, type Keyword, type LanguageKeywords } from "./language-keywords.ts";
import { normalised } from "./normalised.ts";
import { compileSentences } from "./stop/compile.ts";
import type { CompiledSentences } from "./stop/sentence.ts";

/** Phrases are normalised, and stand between `|`. Plain data, so that a bundle can hold the result. */
export type CompiledKeywords = {
  phrases: Readonly<Record<Keyword, string>>;
  please: string;
  before: string;
  after: string;
  asksToStop: CompiledSentences;
};

export function compileKeywords(languages: readonly LanguageKeywords[]): CompiledKeywords {
  const byPhrase = phraseMap(languages);
  const phrasesOf = (keyword: Keyword) =>
    joined([...byPhrase].filter(([, meaning]) => meaning === keyword).map(([phrase]) => phrase));
  const all = (list: (language: LanguageKeywords) => readonly string[]) =>
    languages.flatMap(list).map(normalised);
  const please = all((language) => language.please);
  return {
    phrases: {
      stop: phrasesOf("stop"),
      start: phrasesOf("start"),
      human: phrasesOf("human"),
      bot: phrasesOf("bot"),
    },
    please: joined(please),
    before: joined([...please, ...all((language) => [...language.before, ...language.talk])]),
    after: joined([...please, ...all((language) => language.after ?? [])]),
    asksToStop: compileSentences(languages.map((language) => language.asksToStop)),
  };
}

const joined = (phrases: Iterable<string>) => [...new Set(phrases)].filter(Boolean).join("|");

/** Of a phrase in several lists the last counts, but `stop` before all. */
function phraseMap(languages: readonly LanguageKeywords[]): ReadonlyMap<string, Keyword> {
  const found = new Map<string, Keyword>();
  for (const language of languages) {
    for (const keyword of KEYWORDS)
      for (const phrase of language[keyword].map(normalised))
        if (found.get(phrase) !== "stop") found.set(phrase, keyword);
    const someone = language.someone.map(normalised);
    for (const talk of language.talk.map(normalised))
      for (const person of someone) found.set(`${talk} ${person}`, "human");
  }
  return found;
}
