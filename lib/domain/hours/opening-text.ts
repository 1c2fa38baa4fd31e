import type { Language } from "../language/language-codes.ts";
import { openingWords } from "../language/languages.ts";
import { DAY_MS } from "../time.ts";
import type { BusinessHours } from "./business-hours.ts";
import { nextOpening } from "./open-times.ts";
import { wallTimeAt } from "./wall-clock.ts";

/** `country`: ISO 3166-1 alpha-2; it decides between "9:00 AM" and "9:00". */
export type Reader = { language: Language; country?: string | undefined };

/** "today at 13:00", "tomorrow at 9:00", "on Monday 30 November at 9:00", by the clocks of the business. */
export function openingText(hours: BusinessHours, now: number, { language, country }: Reader): string {
  const words = openingWords(language);
  const at = nextOpening(hours, now);
  if (at === undefined) return words.unknown;
  const { timeZone } = hours;
  const day = (time: number) => Math.floor(wallTimeAt(timeZone, time) / DAY_MS);
  const sentence = { 0: words.today, 1: words.tomorrow }[day(at) - day(now)] ?? words.later;
  const locale = localeOf(language, country);
  const common = { timeZone, numberingSystem: "latn" };
  const date = () =>
    new Intl.DateTimeFormat(locale, { ...common, weekday: "long", day: "numeric", month: "long" }).format(at);
  return sentence.replace("{time}", timeText(locale, language, timeZone, at)).replace("{date}", date);
}

/** Half of the countries that write English, and most that do not, count to 24. */
const localeOf = (language: Language, country: string | undefined): string =>
  /^[A-Z]{2}$/.test(country ?? "") ? `${language}-${country}` : language === "en" ? "en-GB" : language;

/** Counting to 24 elsewhere: "a las 1:00" would be wrong. In Hindi the part of the day comes first. */
const HOUR_STYLES: { readonly [Code in Language]?: Intl.DateTimeFormatOptions } = {
  en: {},
  ar: {},
  hi: { dayPeriod: "short" },
};

const timeText = (locale: string, language: Language, timeZone: string, at: number): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone,
    numberingSystem: "latn",
    hour: "numeric",
    minute: "2-digit",
    ...(HOUR_STYLES[language] ?? { hourCycle: "h23" }),
  })
    .format(at)
    .replaceAll(/[\u00a0\u202f]/g, " ");
