import type { LanguageKeywords } from "../consent/keywords/language-keywords.ts";

/**
 * The system's own texts for customers.
 * `fallback`: the agent cannot be reached. `handoff`: a person takes over.
 * `handoffClosed`: the same while nobody is there; `{opens}` says when somebody is. `optedOut`, `optedIn`: confirm a
 * consent change.
 * `tooMany`: more questions in an hour than are answered. `resend`: asks for an unreadable message again.
 * `choose`: opens a list of options (WhatsApp's limit: 20 characters). `disclosure`: an AI answers, and how to
 * reach a person; at most 300 characters.
 */
export type TextKey =
  | "fallback"
  | "handoff"
  | "handoffClosed"
  | "optedOut"
  | "optedIn"
  | "tooMany"
  | "resend"
  | "choose"
  | "disclosure";

/** Polite, without assuming a gender, promising no time. A word to write back must be a keyword. */
type Texts = Readonly<Record<TextKey, string>>;

/** How agents write in this language: alternatives of regular expressions that match in any case. */
type AgentWords = {
  /** Asks to choose, asks what somebody wants, asks for data. Parts of sentences, between other words. */
  choose: string;
  want: string;
  tell: string;
  /** Between the options of a question. */
  or: string;
  /** Before an option; empty in a language without. */
  articles: string;
  /** "Write STOP" offers nothing. Anywhere in a line, so with what must precede it. */
  instruct: string;
  /** Words, no expressions: the text is about messages themselves, or about talking to somebody. */
  aboutMessages: string;
  aboutTalking: string;
};

/**
 * How an agent promises that a person of the business acts: alternatives of regular expressions that match
 * within one sentence, in any case.
 */
type PersonPromise = {
  /** Somebody of the business: "one of our colleagues". */
  person: string;
  /** `§` stands for such a person. */
  says: string;
  /** From there to the next comma: "will not call". */
  not: string;
  /** Anywhere in the sentence: it is no promise. */
  unless: string;
  /** Before the promise: an offer or a condition. */
  unlessBefore: string;
};

export type LanguageData = {
  /** In voice notes, as most people speak it: "de-DE". */
  spokenAs: string;
  /** ISO 3166-1 alpha-2, separated by spaces. Of several official languages the most read one. */
  countries: string;
  texts: Texts;
  /** When somebody is there again, within a sentence. `{time}`: "9:00", `{date}`: "Monday 30 November". */
  opening: Readonly<Record<"today" | "tomorrow" | "later" | "unknown", string>>;
  keywords: LanguageKeywords;
  agentWords: AgentWords;
  personPromise: PersonPromise;
};
