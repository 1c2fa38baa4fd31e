import type { LanguageKeywords } from "../consent/keywords/language-keywords.ts";

/**
 * The system's own texts for customers.
 * `fallback`: the agent cannot be reached. `handoff`: a person takes over. `optedOut`, `optedIn`: confirm a
 * consent change.
 * `tooMany`: more questions in an hour than are answered. `resend`: asks for an unreadable message again.
 * `choose`: opens a list of options (WhatsApp's limit: 20 characters).
 */
export type TextKey = "fallback" | "handoff" | "optedOut" | "optedIn" | "tooMany" | "resend" | "choose";

/** Polite, without assuming a gender, promising no time. A word to write back must be a keyword. */
type Texts = Readonly<Record<TextKey, string>>;

export type LanguageData = {
  /** ISO 3166-1 alpha-2, separated by spaces. Of several official languages the most read one. */
  countries: string;
  texts: Texts;
  keywords: LanguageKeywords;
};
