export type FormParams = readonly (readonly [string, string])[];

/** Twilio sends a few dozen. A million from a stranger would be costly to read and sort. */
const MAX_FIELDS = 1_000;

/**
 * In order and unchanged, blank ones too: the signature covers them. `undefined` when the body is no form.
 */
export function parseTwilioForm(raw: Buffer): FormParams | undefined {
  const body = raw.toString("utf8");
  // JSON, XML and plain text have other characters before the first "=".
  if (!/^[\w.%+[\]-]{1,200}=/.test(body)) return undefined;
  return body.split("&", MAX_FIELDS + 1).length > MAX_FIELDS ? undefined : [...new URLSearchParams(body)];
}
