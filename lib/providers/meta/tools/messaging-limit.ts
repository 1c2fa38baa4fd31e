/**
 * To how many customers a business may write first in 24 hours. Meta writes `TIER_2K`, `TIER_UNLIMITED`, or in
 * notices also `2000`, and `-1` for no limit. `undefined`: not known.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_capability_update
 */
export function messagingLimit(written: string): number | undefined {
  const figure = written.replace(/^TIER_/, "");
  if (figure === "UNLIMITED" || figure === "-1") return Number.POSITIVE_INFINITY;
  const [, digits, thousands] = /^(\d+)(K?)$/.exec(figure) ?? [];
  return digits === undefined ? undefined : Number(digits) * (thousands ? 1_000 : 1);
}

export function customersWithin(limit: number | undefined): string {
  if (limit === undefined) return "a limited number of customers";
  return limit === Number.POSITIVE_INFINITY
    ? "any number of customers"
    : `${limit.toLocaleString("en-US")} customers`;
}
