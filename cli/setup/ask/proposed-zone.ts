import { countryOfPhone } from "../../../lib/adapters/phone/phones.ts";

type Zones = Intl.Locale & { getTimeZones?(): string[] | undefined; timeZones?: string[] | undefined };

/** The machine's, unless it has none of its own and the sender's country has a single one. */
export function proposedZone(
  sender: string | undefined,
  machine = Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
  const country = machine === "UTC" && sender ? countryOfPhone(sender.replace(/\D/g, "")) : undefined;
  if (country === undefined) return machine;
  const locale: Zones = new Intl.Locale(`und-${country}`);
  const [only, ...others] = locale.getTimeZones?.() ?? locale.timeZones ?? [];
  return only !== undefined && others.length === 0 ? only : machine;
}
