/**
 * Ways in which WhatsApp may write the same phone, the given one first: Mexico's mobile numbers with and without a 1 behind the country code,
 * Argentina's with and without a 9, Brazil's with and without the 9 before eight digits. For finding only: replies go to what the provider gave.
 * Digits with the country code.
 */
export function spellingsOf(phone: string): readonly string[] {
  const other = OTHERS.map(([pattern, spelling]) => (pattern.test(phone) ? phone.replace(pattern, spelling) : undefined)).find(Boolean);
  return other ? [phone, other] : [phone];
}

const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^521(\d{10})$/, "52$1"],
  [/^52(\d{10})$/, "521$1"],
  [/^549(\d{10})$/, "54$1"],
  [/^54(\d{10})$/, "549$1"],
  [/^55(\d{2})9(\d{8})$/, "55$1$2"],
  [/^55(\d{2})([6-9]\d{7})$/, "55$19$2"],
];

export const samePhone = (one: string, other: string) => spellingsOf(one).includes(other);
