import { KEYWORDS, type Keyword, type LanguageKeywords } from "./language-keywords.ts";
import { normalised } from "./normalised.ts";
import { stopFinder } from "./stop/finder.ts";

const MAX_CHARACTERS = 200;
const MAX_WORDS = 16;
const MAX_FRAME_WORDS = 6;

/** Phrases are prepared once: a call is cheap. */
export function phraseFinder(
  languages: readonly LanguageKeywords[],
  extra: Readonly<Record<Keyword, readonly string[]>>,
): (text: string) => Keyword | undefined {
  const keywordByPhrase = phraseMap(languages, extra);
  const all = (list: (language: LanguageKeywords) => readonly string[]) =>
    languages.flatMap(list).map(normalised);
  const please = all((language) => language.please);
  const before = new Set([...please, ...all((language) => [...language.before, ...language.talk])]);
  const after = new Set([...please, ...all((language) => language.after ?? [])].map(backwards));
  const politeBefore = new Set(please);
  const politeAfter = new Set(please.map(backwards));

  function find(whole: string): Keyword | undefined {
    const exact = keywordByPhrase.get(whole);
    if (exact) return exact;
    const words = whole.split(" ");
    if (words.length > MAX_WORDS) return undefined;
    const within = (fronts: ReadonlySet<string>, ends: ReadonlySet<string>, among: readonly Keyword[]) => {
      const endings = removableLengths(words.toReversed(), ends);
      for (const front of removableLengths(words, fronts))
        for (const end of endings) {
          const keyword = keywordByPhrase.get(words.slice(front, words.length - end).join(" "));
          if (keyword && among.includes(keyword)) return keyword;
        }
      return undefined;
    };
    return within(politeBefore, politeAfter, KEYWORDS) ?? within(before, after, ["human", "bot"]);
  }

  const asksToStop = stopFinder(
    languages.map((language) => language.asksToStop),
    (whole) => find(whole) === "stop",
  );

  return (text) => {
    if (text.length > MAX_CHARACTERS) return undefined;
    const whole = normalised(text);
    if (whole === "") return undefined;
    return (
      find(whole) ?? (whole.split(" ").length <= MAX_WORDS && asksToStop(text, whole) ? "stop" : undefined)
    );
  };
}

function phraseMap(
  languages: readonly LanguageKeywords[],
  extra: Readonly<Record<Keyword, readonly string[]>>,
): ReadonlyMap<string, Keyword> {
  const keywordByPhrase = new Map<string, Keyword>();
  const add = (keyword: Keyword, phrases: readonly string[]) => {
    for (const phrase of phrases.map(normalised))
      if (keywordByPhrase.get(phrase) !== "stop") keywordByPhrase.set(phrase, keyword);
  };
  for (const language of languages) {
    for (const keyword of KEYWORDS) add(keyword, language[keyword]);
    const someone = language.someone.map(normalised);
    for (const talk of language.talk.map(normalised))
      for (const person of someone) keywordByPhrase.set(`${talk} ${person}`, "human");
  }
  for (const keyword of KEYWORDS) add(keyword, extra[keyword]);
  // Otherwise a phrase of signs only, such as an emoji, would match every message of signs only.
  keywordByPhrase.delete("");
  return keywordByPhrase;
}

const backwards = (phrase: string) => phrase.split(" ").toReversed().join(" ");

/** At least one word stays. */
function removableLengths(words: readonly string[], phrases: ReadonlySet<string>): readonly number[] {
  const reached = [0];
  // The loop also visits what it adds.
  for (const from of reached)
    for (let to = from + 1; to < words.length && to <= from + MAX_FRAME_WORDS; to++)
      if (!reached.includes(to) && phrases.has(words.slice(from, to).join(" "))) reached.push(to);
  return reached;
}
