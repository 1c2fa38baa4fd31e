export type FormParams = readonly (readonly [string, string])[];

/** The fields of a form body, in their order, blank ones kept; `undefined` when the body is none. */
export function parseTwilioForm(raw: Buffer): FormParams | undefined {
  const body = raw.toString("utf8").trim();
  // A name, then "=": JSON, XML and plain text have other characters before the first "=".
  if (!/^[\w.%+[\]-]+=/.test(body)) return undefined;
  return [...new URLSearchParams(body)];
}
