import { parseSecrets } from "../../lib/config/secrets.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import type { NewSecrets } from "./answers.ts";

type Json = Record<string, unknown>;
/** What the secret holds so far, however little that is. */
function looseSecret(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    // Somebody has written it by hand: setup cannot build on it, and says so by asking for everything.
    return {};
  }
}

/** The parts that are complete already: they need not be asked for again. */
export function knownParts(text: string): NewSecrets {
  const found = looseSecret(text);
  const known: NewSecrets = {};
  for (const part of ["meta", "twilio", "chatsby"] as const) {
    try {
      const parsed = parseSecrets(JSON.stringify({ chatsby: { apiKey: "x" }, identityKey: "placeholder", [part]: found[part] }));
      if (found[part] !== undefined) Object.assign(known, { [part]: parsed[part] });
    } catch {
      // Incomplete: asked for.
    }
  }
  return known;
}

/** The key that was made with the secret. */
export function identityKeyIn(text: string): string | undefined {
  const { identityKey } = looseSecret(text);
  return typeof identityKey === "string" ? identityKey : undefined;
}

/** Whether functions can work with it, and so keep it for a while. */
export function isUsable(text: string): boolean {
  try {
    parseSecrets(text);
    return true;
  } catch {
    return false;
  }
}

/** The secret with these parts in it. Throws ConfigurationError when it would not be usable, without quoting a value. */
export function withParts(text: string, parts: NewSecrets): string {
  const merged = JSON.stringify({ ...looseSecret(text), ...parts });
  parseSecrets(merged);
  return merged;
}
