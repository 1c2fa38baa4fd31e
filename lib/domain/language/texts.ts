import type { Language } from "./languages.ts";
import { ARABIC } from "./texts/ar.ts";
import { GERMAN } from "./texts/de.ts";
import { ENGLISH } from "./texts/en.ts";
import { SPANISH } from "./texts/es.ts";
import { FRENCH } from "./texts/fr.ts";
import { HINDI } from "./texts/hi.ts";
import { INDONESIAN } from "./texts/id.ts";
import { PORTUGUESE } from "./texts/pt.ts";

/**
 * The system's own texts for customers.
 * `fallback`: the agent cannot be reached. `handoff`: a person takes over. `optedOut`, `optedIn`: confirm a
 * consent change.
 * `tooMany`: more questions in an hour than are answered. `resend`: asks for an unreadable message again.
 * `choose`: opens a list of options (WhatsApp's limit: 20 characters).
 */
export type TextKey = "fallback" | "handoff" | "optedOut" | "optedIn" | "tooMany" | "resend" | "choose";

/** Polite, without assuming a gender, promising no time. A word to write back must be a keyword. */
export type Texts = Readonly<Record<TextKey, string>>;

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: ENGLISH,
  es: SPANISH,
  pt: PORTUGUESE,
  fr: FRENCH,
  de: GERMAN,
  ar: ARABIC,
  hi: HINDI,
  id: INDONESIAN,
};

/** The text when the settings do not replace it. */
export const defaultText = (key: TextKey, language: Language): string => TEXTS[language][key];
