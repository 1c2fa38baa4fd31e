import type { Remedy } from "../../application/ports.ts";

const CODES: Record<Remedy, readonly number[]> = {
  soon: [1, 2, 131016, 131057, 133004],
  later: [131056],
  slow: [4, 80007, 130429, 131048],
  template: [131047],
  stop: [0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 131063, 131064, 133010],
  never: [],
};

const REMEDIES = new Map(Object.entries(CODES).flatMap(([remedy, codes]) => codes.map((code) => [String(code), remedy as Remedy])));

/** Codes that say nothing of whether the message was taken. */
export const UNKNOWN_OUTCOMES: ReadonlySet<string> = new Set(["131000"]);

/**
 * What to do about Meta's error code, whatever the HTTP status: throttles come as 400.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export function metaRemedy(code: string): Remedy {
  const known = REMEDIES.get(code);
  if (known) return known;
  // 200 to 299: a permission is missing.
  if (/^2\d\d$/.test(code)) return "stop";
  return UNKNOWN_OUTCOMES.has(code) ? "soon" : "never";
}
