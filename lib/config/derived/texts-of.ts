import type { Language } from "../../domain/language/language-codes.ts";
import type { TextKey } from "../../domain/language/language-data.ts";
import { defaultText, languageOf } from "../../domain/language/languages.ts";
import type { NumberSettings, Settings } from "../settings/settings.ts";

export function languageFor(
  settings: Pick<Settings, "language">,
  number: Pick<NumberSettings, "language">,
  country: string | undefined,
): Language {
  const language = number.language ?? settings.language;
  return language === "auto" ? languageOf(country) : language;
}

/** The number's own text, else the general one, else the default in the language of the settings. */
export const textsOf =
  (
    settings: Pick<Settings, "texts" | "language">,
    number: Pick<NumberSettings, "texts" | "language">,
  ): ((key: TextKey, country: string | undefined) => string) =>
  (key, country) =>
    number.texts[key] ?? settings.texts[key] ?? defaultText(key, languageFor(settings, number, country));
