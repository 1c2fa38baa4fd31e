import type { StopSentences } from "./stop/sentence.ts";

/** `stop` no more messages; `start` messages again; `human` a person; `bot` the agent again instead of the person. */
export const KEYWORDS = ["stop", "start", "human", "bot"] as const;
export type Keyword = (typeof KEYWORDS)[number];

/** The words of one language, each as people write it: case, accents and punctuation do not count. */
export type LanguageKeywords = Readonly<Record<Keyword, readonly string[]>> & {
  /** May stand, also one after the other, before a word of `human` or `bot`: "I want", "a". */
  before: readonly string[];
  /** … and behind it, in languages whose verbs come last. */
  after?: readonly string[];
  /** May stand before such a word too, and makes a person of those in `someone`, which alone answer other questions: "talk to" "a person". */
  talk: readonly string[];
  someone: readonly string[];
  /** May stand at either end of any word. */
  please: readonly string[];
  /** Sentences that mean `stop`. */
  asksToStop: StopSentences;
};
