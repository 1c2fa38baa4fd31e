const WHATSAPP = "whatsapp:";
const PHONE = /^\+\d{6,15}$/;
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

export const isWhatsapp = (address: string): boolean => address.startsWith(WHATSAPP);

/**
 * Without the spaces, dashes, dots and parentheses of a written phone number. `undefined`: not an address.
 */
export function readAddress(text: string): string | undefined {
  const name = text.slice(WHATSAPP.length);
  if (!isWhatsapp(text)) return undefined;
  if (USER_ID.test(name)) return text;
  const phone = /^\+[\d\s().-]+$/.test(name) ? name.replace(/[^+\d]/g, "") : name;
  return PHONE.test(phone) ? `${WHATSAPP}${phone}` : undefined;
}
