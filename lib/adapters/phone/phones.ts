import {
  type CountryCode,
  findPhoneNumbersInText,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";

// Import this file only when needed: the numbering plans weigh 145 kB.

/** The most likely country if several share the code. ISO 3166-1 alpha-2. */
export function countryOfPhone(digits: string): string | undefined {
  const phone = parsePhoneNumberFromString(`+${digits}`);
  return phone?.country ?? phone?.getPossibleCountries()[0];
}

/** A longer message is rather a list. */
const MAX_CHARACTERS = 2_000;
const MAX_PHONES = 3;

/** Links and addresses contain digits that are no phones. */
const ADDRESSES = /\S*(?::\/\/|www\.|@)\S*/gi;
/** "#4155238886" numbers something else. */
const NUMBERED = /[#№]\s*$/u;

/** As digits with country code. Without a country only phones with a country code count. */
export function phonesIn(text: string, country: string | undefined): string[] {
  // A comma would start an extension and hide the phone behind it.
  const readable = text
    .slice(0, MAX_CHARACTERS)
    .replace(ADDRESSES, (address) => "x".repeat(address.length))
    .replaceAll(",", "\n");
  const found = findPhoneNumbersInText(readable, known(country) ? { defaultCountry: country } : {});
  const phones = found
    .filter(({ startsAt }) => !NUMBERED.test(readable.slice(0, startsAt)))
    .map(({ number }) => number.number.slice(1));
  return [...new Set(phones)].slice(0, MAX_PHONES);
}

const known = (country: string | undefined): country is CountryCode =>
  country !== undefined && isSupportedCountry(country);

/**
 * As a person types it: with `+` (or `00`) and country code; spaces, hyphens and brackets do not count.
 * Returns the digits unchanged: WhatsApp knows some in a spelling that is no longer dialled (Mexico,
 * Argentina).
 */
export function parseContactPhone(text: string): string | undefined {
  const compact = text
    .normalize("NFKC")
    .trim()
    .replace(/^whatsapp:/i, "")
    .replace(/[\s().\p{Pd}\p{Cf}]/gu, "");
  const digits = /^(?:\+|00)([1-9]\d{6,14})$/.exec(compact)?.[1];
  return digits && parsePhoneNumberFromString(`+${digits}`) ? digits : undefined;
}
