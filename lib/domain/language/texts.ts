import type { TextKey, Texts } from "./language-texts.ts";
import type { Language } from "./languages.ts";
import { ARABIC } from "./texts/ar.ts";
import { GERMAN } from "./texts/de.ts";
import { ENGLISH } from "./texts/en.ts";
import { SPANISH } from "./texts/es.ts";
import { FRENCH } from "./texts/fr.ts";
import { HINDI } from "./texts/hi.ts";
import { INDONESIAN } from "./texts/id.ts";
import { PORTUGUESE } from "./texts/pt.ts";

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
