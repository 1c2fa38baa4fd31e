import type { Customer } from "../inbound/inbound.ts";

/**
 * ISO 3166-1 alpha-2. A business-scoped user id begins with the country (`US.134…`, `US.ENT.118…`).
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export function countryOfCustomer(
  { userId, parentUserId, phone }: Customer,
  countryOfPhone: (digits: string) => string | undefined,
): string | undefined {
  const prefix = /^([A-Z]{2})\./.exec(userId ?? parentUserId ?? "")?.[1];
  return prefix ?? (phone ? countryOfPhone(phone) : undefined);
}
