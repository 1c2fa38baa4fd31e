/** WhatsApp stores one digit more after the country code than people dial, or one less. */
const EXTRA_DIGIT: readonly { long: RegExp; short: RegExp; at: number; digit: string }[] = [
  { long: /^521\d{10}$/, short: /^52\d{10}$/, at: 2, digit: "1" },
  { long: /^549\d{10}$/, short: /^54\d{10}$/, at: 2, digit: "9" },
  { long: /^55\d\d9\d{8}$/, short: /^55\d{10}$/, at: 4, digit: "9" },
];

export const isSamePhone = (one: string, other: string): boolean => phoneVariants(one).includes(other);

/** As given, then as WhatsApp may store it. For lookups only, never to send to. */
export function phoneVariants(phone: string): readonly string[] {
  for (const { long, short, at, digit } of EXTRA_DIGIT) {
    if (long.test(phone)) return [phone, phone.slice(0, at) + phone.slice(at + 1)];
    if (short.test(phone)) return [phone, phone.slice(0, at) + digit + phone.slice(at)];
  }
  return [phone];
}
