import { parseSecrets } from "../../../lib/config/secrets/secrets.ts";
import { isRecord } from "../../../lib/domain/is-record.ts";
import type { NewSecrets } from "./questions.ts";

type Json = Record<string, unknown>;
function looseSecret(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    // Written by hand and not usable: setup asks for everything.
    return {};
  }
}

/** Setup need not ask for them. */
export function knownParts(text: string): NewSecrets {
  const found = looseSecret(text);
  const known: NewSecrets = {};
  for (const part of ["meta", "twilio", "chatsby"] as const) {
    try {
      const parsed = parseSecrets(
        JSON.stringify({ chatsby: { apiKey: "x" }, identityKey: "placeholder", [part]: found[part] }),
      );
      if (found[part] !== undefined) Object.assign(known, { [part]: parsed[part] });
    } catch {}
  }
  return known;
}

export function identityKeyIn(text: string): string | undefined {
  const { identityKey } = looseSecret(text);
  return typeof identityKey === "string" ? identityKey : undefined;
}

/** Whether functions can use the secret, and so cache it. */
export function isUsable(text: string): boolean {
  try {
    parseSecrets(text);
    return true;
  } catch {
    return false;
  }
}

/** Throws ConfigurationError if it would be unusable, without quoting a value. */
export function withParts(text: string, parts: NewSecrets): string {
  const merged = JSON.stringify({ ...looseSecret(text), ...parts });
  parseSecrets(merged);
  return merged;
}
