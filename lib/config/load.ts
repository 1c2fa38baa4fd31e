import { readFileSync } from "node:fs";
import { numberAddress } from "./number-address.ts";
import type { NumberSettings, Settings } from "./settings.ts";

/** The effective settings laid beside the bundle. They were validated when they were written, so the cold start pays for no schema. */
export const loadSettings = (path: string): Settings => JSON.parse(readFileSync(path, "utf8")) as Settings;

/** Finds a configured number by what its provider calls it. */
export function numberFinder(settings: Settings): (provider: "meta" | "twilio", businessNumber: string) => NumberSettings | undefined {
  const byAddress = new Map(settings.numbers.map((number) => [`${number.provider} ${numberAddress(number)}`, number]));
  return (provider, businessNumber) => byAddress.get(`${provider} ${businessNumber}`);
}
