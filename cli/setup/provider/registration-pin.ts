import { randomInt } from "node:crypto";
import { isRecord } from "../../../lib/domain/is-record.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import { openSecret } from "../../secrets/open-secret.ts";
import { knownParts } from "../ask/secret-text.ts";

export const isPin = (text: string) => /^\d{6}$/.test(text);

export const newPin = () => String(randomInt(1_000_000)).padStart(6, "0");

/** The secret may have been edited by hand: a PIN without quotes is a number. */
export async function pinOf(
  { secret }: Pick<Cloud, "secret">,
  phoneNumberId: string,
): Promise<string | undefined> {
  const found = await secret.read();
  const pins = found && knownParts(found.text).meta?.registrationPins;
  const pin = isRecord(pins) ? pins[phoneNumberId] : undefined;
  const text = typeof pin === "number" ? String(pin).padStart(6, "0") : pin;
  return typeof text === "string" && isPin(text) ? text : undefined;
}

/** `undefined` forgets it. Changes nothing else in the secret. */
export async function keepPin(cloud: Cloud, phoneNumberId: string, pin: string | undefined): Promise<void> {
  const { value, version } = await openSecret(cloud);
  const meta = isRecord(value.meta) ? value.meta : {};
  const { [phoneNumberId]: before, ...others } = isRecord(meta.registrationPins) ? meta.registrationPins : {};
  if (before === pin) return;
  const registrationPins = { ...others, ...(pin !== undefined && { [phoneNumberId]: pin }) };
  await cloud.secret.write(JSON.stringify({ ...value, meta: { ...meta, registrationPins } }), version);
}
