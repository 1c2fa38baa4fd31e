import { createHash } from "node:crypto";
import type { Settings } from "../settings/settings.ts";

const SHOWN_DIGITS = 16;

/** Without `undefined`, as in JSON. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Commands compare the output `SettingsHash` with the settings file. The order of keys does not matter; a
 * default that a release changes does.
 */
export const settingsHash = (settings: Settings): string =>
  createHash("sha256").update(JSON.stringify(settings, sorted)).digest("hex").slice(0, SHOWN_DIGITS);
