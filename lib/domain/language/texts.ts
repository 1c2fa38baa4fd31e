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
 * What the system itself says to customers:
 * `fallback` the agent cannot be reached; `handoff` a person takes over; `optedOut` and `optedIn` confirm the customer's wish;
 * `tooMany` more questions in an hour than are answered; `resend` asks for a message again that could not be read; `choose` opens a list of options (at most 20 characters: WhatsApp's limit).
 */
export type TextKey = "fallback" | "handoff" | "optedOut" | "optedIn" | "tooMany" | "resend" | "choose";

/** One language. Addresses the customer politely, supposes nobody's gender, promises no time; a word to write back is one that the keywords know. */
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

/** What a customer reads besides the agent's answers, where the settings say nothing else. */
export const defaultText = (key: TextKey, language: Language): string => TEXTS[language][key];
