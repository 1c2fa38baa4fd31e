import { ARABIC } from "./ar.ts";
import { GERMAN } from "./de.ts";
import { ENGLISH } from "./en.ts";
import { SPANISH } from "./es.ts";
import { FRENCH } from "./fr.ts";
import { HINDI } from "./hi.ts";
import { INDONESIAN } from "./id.ts";
import { LANGUAGES, type Language } from "./language-codes.ts";
import type { LanguageData, TextKey } from "./language-data.ts";
import { PORTUGUESE } from "./pt.ts";

/** A language is a file beside this one, a line here, and a code in language-codes.ts. */
const LANGUAGE_DATA = {
  en: ENGLISH,
  es: SPANISH,
  pt: PORTUGUESE,
  fr: FRENCH,
  de: GERMAN,
  ar: ARABIC,
  hi: HINDI,
  id: INDONESIAN,
} satisfies Record<Language, LanguageData>;

/** `country`: ISO 3166-1 alpha-2, upper case. English if we have none of its languages. */
export const languageOf = (country: string | undefined): Language =>
  LANGUAGES.find((language) => country && LANGUAGE_DATA[language].countries.split(" ").includes(country)) ??
  "en";

/** As most people speak it: "de-DE". */
export const dialectOf = (language: Language): string => LANGUAGE_DATA[language].spokenAs;

/** The text when the settings do not replace it. */
export const defaultText = (key: TextKey, language: Language): string => LANGUAGE_DATA[language].texts[key];

export const openingWords = (language: Language) => LANGUAGE_DATA[language].opening;

/** Of all languages: customers write in any. */
export const everyLanguage = (): readonly LanguageData[] => Object.values(LANGUAGE_DATA);

/** The alternatives of all languages, for one regular expression. */
export const agentWords = (kind: keyof LanguageData["agentWords"]): string =>
  everyLanguage()
    .map((language) => language.agentWords[kind])
    .filter(Boolean)
    .join("|");
