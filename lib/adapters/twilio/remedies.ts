import type { Remedy } from "../../application/ports.ts";

const CODES: Record<Remedy, readonly number[]> = {
  soon: [20500, 20503, 63009, 63010, 63012, 63023, 63053],
  later: [],
  slow: [20429, 63017, 63018, 63038],
  template: [63016],
  stop: [20003, 20403, 20404, 21408, 63001, 63002, 63007, 63008, 63013, 63020, 63026, 63051, 63059, 63109],
  never: [],
};

const REMEDIES = new Map(Object.entries(CODES).flatMap(([remedy, codes]) => codes.map((code) => [String(code), remedy as Remedy])));

/** What to do about Twilio's error code. Unknown ones are not tried again. https://www.twilio.com/docs/api/errors */
export const twilioRemedy = (code: string): Remedy => REMEDIES.get(code) ?? "never";
