import { readFileSync } from "node:fs";
import type { Provider } from "../../domain/inbound/inbound.ts";
import { numberAddress } from "../settings/number-address.ts";
import type { NumberSettings, Settings } from "../settings/settings.ts";

/** Validated when they were written: the cold start needs no schema. */
export const loadSettings = (path: string): Settings => JSON.parse(readFileSync(path, "utf8")) as Settings;

export function numberFinder(
  settings: Settings,
): (provider: Provider, businessNumber: string) => NumberSettings | undefined {
  const byAddress = new Map(
    settings.numbers.map((number) => [`${number.provider} ${numberAddress(number)}`, number]),
  );
  return (provider, businessNumber) => byAddress.get(`${provider} ${businessNumber}`);
}
