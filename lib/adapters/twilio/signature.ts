import { createHmac, timingSafeEqual } from "node:crypto";
import { parse, stringify } from "node:querystring";
import type { FormParams } from "./form.ts";

/** All fields in the order of their names; a field that comes several times counts once per distinct value, sorted. */
function sortedFields(params: FormParams): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of params) values.set(name, (values.get(name) ?? new Set()).add(value));
  const byName = [...values].sort(([one], [other]) => (one < other ? -1 : 1));
  return byName.flatMap(([name, each]) => [...each].sort().map((value) => name + value)).join("");
}

const hmac = (authToken: string, url: string, fields: string) => createHmac("sha1", authToken).update(url).update(fields).digest("base64");

/**
 * The value of `X-Twilio-Signature`: HMAC-SHA1, keyed with the auth token, of the URL and all fields.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export const signTwilioRequest = (url: string, params: FormParams, authToken: string): string => hmac(authToken, url, sortedFields(params));

const STANDARD_PORT = { "https:": "443", "http:": "80" };

/** Scheme with any credentials; host; port; path; query. The fragment holds connection overrides and is not signed. */
const URL_PARTS = /^((https?:)\/\/(?:[^/?#@]*@)?)([^/?#:@[\]]+|\[[^\]]+\])(?::(\d+))?([^?#]*)(?:\?([^#]*))?/;

/** The query as Node's older module writes it. No limit on its entries: what it cut off would pass unsigned. */
const legacyQuery = (query: string) => stringify(parse(query, "&", "=", { maxKeys: 0 }));

/** Twilio signs some requests with the port in the URL and some without, and some with the query as an older encoder writes it. */
function variants(url: string): Set<string> {
  const [, start = "", scheme, host = "", port, path = "", query] = URL_PARTS.exec(url) ?? [];
  if (scheme !== "https:" && scheme !== "http:") return new Set();
  const hosts = [host, `${host}:${port ?? STANDARD_PORT[scheme]}`];
  const queries = query === undefined ? [""] : [`?${query}`, `?${legacyQuery(query)}`];
  return new Set(hosts.flatMap((each) => queries.map((tail) => start + each + path + tail)));
}

/** 20 bytes in base64. */
const SHAPE = /^[A-Za-z0-9+/]{27}=$/;

/** Whether any of the auth tokens signed this URL and these fields. Constant time; false without a token or a well-formed header. */
export function verifyTwilioSignature(request: {
  /** As Twilio called it: scheme, public host, path and raw query. */
  url: string;
  params: FormParams;
  header: string | undefined;
  authTokens: readonly string[];
}): boolean {
  const { url, params, header, authTokens } = request;
  if (!header || !SHAPE.test(header)) return false;
  const given = Buffer.from(header);
  const fields = sortedFields(params);
  let valid = false;
  // All are tried, also after a match: the time taken says nothing.
  for (const token of authTokens)
    for (const variant of token ? variants(url) : []) if (timingSafeEqual(given, Buffer.from(hmac(token, variant, fields)))) valid = true;
  return valid;
}
