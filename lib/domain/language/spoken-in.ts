/** What most people there speak, in English: "German". `country`: ISO 3166-1 alpha-2. */
export function languageSpokenIn(country: string | undefined): string | undefined {
  if (!country || !/^[A-Z]{2}$/.test(country)) return undefined;
  const { language, region } = new Intl.Locale(`und-${country}`).maximize();
  const isKnown = new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(country) !== undefined;
  // "ZZ", the unknown region, becomes another one.
  if (!isKnown || region !== country) return undefined;
  return new Intl.DisplayNames("en", { type: "language", fallback: "none" }).of(language);
}
