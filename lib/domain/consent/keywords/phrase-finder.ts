import type { CompiledKeywords } from "./compile.ts";
import { KEYWORDS, type Keyword } from "./language-keywords.ts";
import { normalised } from "./normalised.ts";
import { stopFinder } from "./stop/finder.ts";

const MAX_CHARACTERS = 200;
const MAX_WORDS = 16;
const MAX_FRAME_WORDS = 6;

const listOf = (phrases: string) => phrases.split("|");

/** A call is cheap. */
export function phraseFinder(
  { phrases, asksToStop: sentences, ...frames }: CompiledKeywords,
  extra: Readonly<Record<Keyword, readonly string[]>>,
): (text: string) => Keyword | undefined {
  const keywordByPhrase = phraseMap(phrases, extra);
  const before = new Set(listOf(frames.before));
  const after = new Set(listOf(frames.after).map(backwards));
  const politeBefore = new Set(listOf(frames.please));
  const politeAfter = new Set(listOf(frames.please).map(backwards));

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

  const asksToStop = stopFinder(sentences, (whole) => find(whole) === "stop");

  function keywordOf(text: string): Keyword | undefined {
    if (text.length > MAX_CHARACTERS) return undefined;
    const whole = normalised(text);
    if (whole === "") return undefined;
    return (
      find(whole) ?? (whole.split(" ").length <= MAX_WORDS && asksToStop(text, whole) ? "stop" : undefined)
    );
  }

  /** Each message is asked about several times. */
  let last: { text: string; keyword: Keyword | undefined } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, keyword: keywordOf(text) };
    return last.keyword;
  };
}

function phraseMap(
  builtIn: CompiledKeywords["phrases"],
  extra: Readonly<Record<Keyword, readonly string[]>>,
): ReadonlyMap<string, Keyword> {
  const keywordByPhrase = new Map<string, Keyword>();
  for (const keyword of KEYWORDS)
    for (const phrase of listOf(builtIn[keyword])) keywordByPhrase.set(phrase, keyword);
  for (const keyword of KEYWORDS)
    for (const phrase of extra[keyword].map(normalised))
      if (keywordByPhrase.get(phrase) !== "stop") keywordByPhrase.set(phrase, keyword);
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
