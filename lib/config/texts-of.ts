import type { TextKey } from "../domain/language/language-data.ts";
import { defaultText, languageOf } from "../domain/language/languages.ts";
import type { NumberSettings, Settings } from "./settings.ts";

/** The number's own text, else the general one, else the default in the language of the settings. */
export function textsOf(
  settings: Pick<Settings, "texts" | "language">,
  number: Pick<NumberSettings, "texts" | "language">,
): (key: TextKey, country: string | undefined) => string {
  const language = number.language ?? settings.language;
  return (key, country) =>
    number.texts[key] ??
    settings.texts[key] ??
    defaultText(key, language === "auto" ? languageOf(country) : language);
}
