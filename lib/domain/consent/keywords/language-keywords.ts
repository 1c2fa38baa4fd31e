import type { StopSentences } from "./stop/sentence.ts";

/** `stop` and `start` messages; `human`: a person; `bot`: the agent again instead of the person. */
export const KEYWORDS = ["stop", "start", "human", "bot"] as const;
export type Keyword = (typeof KEYWORDS)[number];

/** As people write them: case, accents and punctuation do not count. */
export type LanguageKeywords = Readonly<Record<Keyword, readonly string[]>> & {
  /** May precede a keyword of `human` or `bot`, also several: "I want", "a". */
  before: readonly string[];
  /** Follow the keyword, in languages with final verbs. */
  after?: readonly string[];
  /** Precede a keyword as well, and with a phrase of `someone` ask for a person: "talk to" + "a person". */
  talk: readonly string[];
  someone: readonly string[];
  /** May stand before or after any keyword. */
  please: readonly string[];
  asksToStop: StopSentences;
};
