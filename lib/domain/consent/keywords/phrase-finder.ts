import { KEYWORDS, type Keyword, type LanguageKeywords } from "./language-keywords.ts";
import { normalised } from "./normalised.ts";
import { stopFinder } from "./stop/finder.ts";

/** Nobody needs more for one of these words: longer messages are not looked at. */
const MOST_CHARACTERS = 200;
const MOST_WORDS = 16;
/** Of a phrase that stands around a word. */
const MOST_AROUND = 6;

/** What a text means as a whole. Everything is read once, here: asking is a few look-ups. */
export function phraseFinder(
  languages: readonly LanguageKeywords[],
  extra: Readonly<Record<Keyword, readonly string[]>>,
): (text: string) => Keyword | undefined {
  const meaning = meanings(languages, extra);
  const all = (list: (language: LanguageKeywords) => readonly string[]) => languages.flatMap(list).map(normalised);
  const please = all((language) => language.please);
  const before = new Set([...please, ...all((language) => [...language.before, ...language.talk])]);
  const after = new Set([...please, ...all((language) => language.after ?? [])].map(backwards));
  const politeBefore = new Set(please);
  const politeAfter = new Set(please.map(backwards));

  function find(whole: string): Keyword | undefined {
    const exact = meaning.get(whole);
    if (exact) return exact;
    const words = whole.split(" ");
    if (words.length > MOST_WORDS) return undefined;
    const within = (fronts: ReadonlySet<string>, ends: ReadonlySet<string>, among: readonly Keyword[]) => {
      const endings = cuts(words.toReversed(), ends);
      for (const front of cuts(words, fronts))
        for (const end of endings) {
          const word = meaning.get(words.slice(front, words.length - end).join(" "));
          if (word && among.includes(word)) return word;
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
    if (text.length > MOST_CHARACTERS) return undefined;
    const whole = normalised(text);
    if (whole === "") return undefined;
    return find(whole) ?? (whole.split(" ").length <= MOST_WORDS && asksToStop(text, whole) ? "stop" : undefined);
  };
}

function meanings(
  languages: readonly LanguageKeywords[],
  extra: Readonly<Record<Keyword, readonly string[]>>,
): ReadonlyMap<string, Keyword> {
  const meaning = new Map<string, Keyword>();
  const learn = (word: Keyword, phrases: readonly string[]) => {
    for (const phrase of phrases.map(normalised)) if (meaning.get(phrase) !== "stop") meaning.set(phrase, word);
  };
  for (const language of languages) {
    for (const word of KEYWORDS) learn(word, language[word]);
    const someone = language.someone.map(normalised);
    for (const talk of language.talk.map(normalised)) for (const person of someone) meaning.set(`${talk} ${person}`, "human");
  }
  for (const word of KEYWORDS) learn(word, extra[word]);
  // A phrase of signs only, such as an emoji, would otherwise stand for every message of signs only.
  meaning.delete("");
  return meaning;
}

const backwards = (phrase: string) => phrase.split(" ").toReversed().join(" ");

/** How many words can be left out at the front, by whole phrases, so that at least one stays. */
function cuts(words: readonly string[], phrases: ReadonlySet<string>): readonly number[] {
  const reached = [0];
  // Grows while it is gone through.
  for (const from of reached)
    for (let to = from + 1; to < words.length && to <= from + MOST_AROUND; to++)
      if (!reached.includes(to) && phrases.has(words.slice(from, to).join(" "))) reached.push(to);
  return reached;
}
