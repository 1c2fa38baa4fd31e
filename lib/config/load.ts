import { readFileSync } from "node:fs";
import type { NumberSettings, Settings } from "./settings.ts";

/** The effective settings laid beside the bundle. They were validated when they were written, so the cold start pays for no schema. */
export const loadSettings = (path: string): Settings => JSON.parse(readFileSync(path, "utf8")) as Settings;

const address = (number: NumberSettings) => (number.provider === "meta" ? number.phoneNumberId : number.from);

/** Finds a configured number by what its provider calls it. */
export function numberFinder(settings: Settings): (provider: "meta" | "twilio", businessNumber: string) => NumberSettings | undefined {
  const byAddress = new Map(settings.numbers.map((number) => [`${number.provider} ${address(number)}`, number]));
  return (provider, businessNumber) => byAddress.get(`${provider} ${businessNumber}`);
}
