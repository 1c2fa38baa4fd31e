import { createHash } from "node:crypto";
import type { Settings } from "./settings.ts";

/** Enough to tell two settings files of one stage apart. */
const SHOWN_DIGITS = 16;

/** Keys in one order; without `undefined`, as in JSON. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Tells whether two complete settings are the same, without revealing them: commands compare the output
 * `SettingsHash` with the settings file. The order of keys does not matter; a default that a release changes
 * does.
 */
export const settingsHash = (settings: Settings): string =>
  createHash("sha256").update(JSON.stringify(settings, sorted)).digest("hex").slice(0, SHOWN_DIGITS);
