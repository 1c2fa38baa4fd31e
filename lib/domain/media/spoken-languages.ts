import type { Language } from "../language/language-codes.ts";
import { dialectOf } from "../language/languages.ts";

/** Where people speak otherwise. */
const BY_COUNTRY: Readonly<Record<string, string>> = {
  AU: "en-AU",
  CA: "en-US",
  CH: "de-CH",
  ES: "es-ES",
  GB: "en-GB",
  IE: "en-IE",
  MX: "es-MX",
  NZ: "en-NZ",
  PT: "pt-PT",
  ZA: "en-ZA",
};

const languageIn = (code: string) => code.split("-")[0];

/**
 * What a voice note may be in, the likeliest first: the settings' languages, else the customer's and English.
 * Each language once: engines take one dialect of it.
 */
export function spokenLanguages(
  settings: readonly string[] | undefined,
  language: Language,
  country: string | undefined,
): readonly string[] {
  const local = BY_COUNTRY[country ?? ""];
  const own = local && languageIn(local) === language ? local : dialectOf(language);
  const all = settings ?? [own, dialectOf("en")];
  const likely = all.filter((each) => languageIn(each) === language);
  const others = all.filter((each) => languageIn(each) !== language);
  const best = likely.includes(own) ? [own, ...likely] : likely;
  const seen = new Set<string>();
  return [...best, ...others].filter((each) => {
    const known = seen.has(languageIn(each) ?? "");
    seen.add(languageIn(each) ?? "");
    return !known;
  });
}
