import type { Provider } from "../inbound/inbound.ts";

/**
 * Vendors' prices: the only table of them. docs/performance.md shows it, and a test compares the two.
 * USD for one delivered message by the customer's market: list prices, without volume tiers. Valid from
 * 2026-10-01, when service messages began to cost the same as utility messages. Copied on 2026-11-28 from a
 * public third-party copy of Meta's USD rate card; only single figures were compared with other sources. Meta
 * changes rates at the start of a quarter:
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing
 */
export const RATES_AS_OF = "2026-10-01";
export const RATES_SOURCE = "third-party copies of Meta's USD rate card, read on 2026-11-28";

/** USD for one billed message by the category in Meta's statuses. A missing category has no known rate. */
export type Rates = Readonly<Record<string, number>>;

/** The three categories have had the same price since 2026-10-01. */
export const sameForAll = (usd: number): Rates => ({ service: usd, utility: usd, authentication: usd });

/** Market: marketing, then service and utility. */
const MARKETS: Readonly<Record<string, readonly [marketing: number, utility: number]>> = {
  AE: [0.0576, 0.0157],
  AR: [0.0618, 0.026],
  BD: [0.0732, 0.0037],
  BR: [0.0625, 0.0068],
  CL: [0.0889, 0.02],
  CO: [0.0125, 0.0008],
  DE: [0.1365, 0.055],
  EG: [0.0644, 0.0036],
  ES: [0.0707, 0.02],
  FR: [0.0859, 0.03],
  GB: [0.0635, 0.022],
  HK: [0.0732, 0.026],
  HU: [0.086, 0.035],
  ID: [0.0411, 0.025],
  IL: [0.0353, 0.0053],
  IN: [0.0118, 0.0014],
  IQ: [0.0341, 0.0079],
  IT: [0.0795, 0.03],
  KW: [0.0792, 0.044],
  KZ: [0.0604, 0.018],
  LK: [0.0732, 0.002],
  MA: [0.0414, 0.023],
  MX: [0.0397, 0.0085],
  MY: [0.086, 0.014],
  NG: [0.0516, 0.0067],
  NL: [0.1597, 0.05],
  NP: [0.0732, 0.0034],
  OM: [0.0341, 0.0247],
  PE: [0.0703, 0.03],
  PK: [0.0473, 0.015],
  PL: [0.0366, 0.0122],
  QA: [0.0341, 0.012],
  RO: [0.086, 0.029],
  RU: [0.0802, 0.04],
  SA: [0.0576, 0.0107],
  SG: [0.0732, 0.016],
  TR: [0.0109, 0.0009],
  UA: [0.086, 0.0298],
  ZA: [0.0379, 0.0095],
  "NORTH-AMERICA": [0.025, 0.0034],
  "REST-OF-AFRICA": [0.0225, 0.004],
  "REST-OF-ASIA-PACIFIC": [0.0842, 0.0113],
  "REST-OF-CENTRAL-AND-EASTERN-EUROPE": [0.086, 0.0212],
  "REST-OF-LATIN-AMERICA": [0.074, 0.0113],
  "REST-OF-MIDDLE-EAST": [0.0392, 0.0091],
  "REST-OF-WESTERN-EUROPE": [0.0592, 0.0171],
  OTHER: [0.0604, 0.0077],
};

/**
 * By calling code, for countries that Meta puts into a region. For those in "other" the user must name the
 * market.
 */
const REGIONS: Readonly<Record<string, string>> = {
  "NORTH-AMERICA": "US CA",
  "REST-OF-AFRICA":
    "AO BF BI BJ BW CG CI CM DZ ER ET GA GH GM GW KE LR LS LY MG ML MR MW MZ NA NE RW SD SL SN SO SS SZ TD TG TN TZ UG ZM ZW",
  "REST-OF-ASIA-PACIFIC": "AF AU CN JP KH LA MN NZ PG PH TH TJ TM TW UZ VN",
  "REST-OF-CENTRAL-AND-EASTERN-EUROPE": "AL AM AZ BG BY CZ GE GR HR LT LV MD MK RS SI SK",
  "REST-OF-LATIN-AMERICA": "BO CR DO EC GT HN HT JM NI PA PR PY SV UY VE",
  "REST-OF-MIDDLE-EAST": "BH JO LB YE",
  "REST-OF-WESTERN-EUROPE": "AT BE CH DK FI IE NO PT SE",
};
const regionOf = (country: string) =>
  Object.keys(REGIONS).find((region) => REGIONS[region]?.split(" ").includes(country));

export function ratesOf(market: string): Rates | undefined {
  const key = market.toUpperCase();
  const found = MARKETS[key] ?? MARKETS[regionOf(key) ?? ""];
  return found && { ...sameForAll(found[1]), marketing: found[0] };
}

/** Of each price list: a country, or a region that Meta names. */
export const MARKET_RATES: readonly { market: string; marketing: number; service: number }[] = Object.entries(
  MARKETS,
).map(([market, [marketing, service]]) => ({ market, marketing, service }));

export const KNOWN_MARKETS: readonly string[] = [
  ...Object.keys(MARKETS),
  ...Object.values(REGIONS).flatMap((codes) => codes.split(" ")),
]
  .map((market) => (market.length === 2 ? market : market.toLowerCase()))
  .toSorted((one, other) => one.length - other.length || (one < other ? -1 : 1));

/**
 * For each message in and out, added to WhatsApp's.
 * https://www.twilio.com/en-us/whatsapp/pricing
 */
export const TWILIO_FEE_USD = 0.005;

export const PROVIDER_FEE_USD: Readonly<Record<Provider, number | undefined>> = {
  meta: undefined,
  twilio: TWILIO_FEE_USD,
};

/** A month, per number, that Meta does not charge. */
export const FREE_SERVICE_MESSAGES = 1_000;
