import { createHmac, timingSafeEqual } from "node:crypto";
import { parse, stringify } from "node:querystring";
import type { FormParams } from "./form.ts";

/** Sorted by name. A repeated field counts once per distinct value, sorted. */
function sortedFields(params: FormParams): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of params) values.set(name, (values.get(name) ?? new Set()).add(value));
  const byName = [...values].sort(([one], [other]) => (one < other ? -1 : 1));
  return byName.flatMap(([name, each]) => [...each].sort().map((value) => name + value)).join("");
}

type Algorithm = "sha1" | "sha256";

const hmac = (algorithm: Algorithm, key: string, url: string, fields: string) =>
  createHmac(algorithm, key).update(url).update(fields).digest("base64");

/**
 * `X-Twilio-Signature`: an HMAC of the URL and all fields. SHA-1 keyed with the auth token, or SHA-256 keyed
 * with a shared key.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 * https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
 */
export const signTwilioRequest = (
  url: string,
  params: FormParams,
  key: string,
  algorithm: Algorithm = "sha1",
): string => hmac(algorithm, key, url, sortedFields(params));

const STANDARD_PORT = { "https:": "443", "http:": "80" };

/**
 * Scheme with any credentials; host; port; path; query. The fragment holds connection overrides and is not
 * signed.
 */
const URL_PARTS = /^((https?:)\/\/(?:[^/?#@]*@)?)([^/?#:@[\]]+|\[[^\]]+\])(?::(\d+))?([^?#]*)(?:\?([^#]*))?/;

/** As Node's older module writes it, without a limit: what it dropped would pass unsigned. */
const legacyQuery = (query: string) => stringify(parse(query, "&", "=", { maxKeys: 0 }));

/**
 * Twilio signs some requests with the port in the URL and some without, and some with the query of an older
 * encoder.
 */
function variants(url: string): Set<string> {
  const [, start = "", scheme, host = "", port, path = "", query] = URL_PARTS.exec(url) ?? [];
  if (scheme !== "https:" && scheme !== "http:") return new Set();
  const hosts = [host, `${host}:${port ?? STANDARD_PORT[scheme]}`];
  const queries = query === undefined ? [""] : [`?${query}`, `?${legacyQuery(query)}`];
  return new Set(hosts.flatMap((each) => queries.map((tail) => start + each + path + tail)));
}

/** 20 bytes in base64, or 32. The length tells the algorithm: the header that names it is not signed. */
const SHA1 = /^[A-Za-z0-9+/]{27}=$/;
const SHA256 = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Whether any of the keys signed this URL and these fields: an auth token by SHA-1, a shared key by SHA-1 or
 * SHA-256. Constant time; false without a key or a well-formed header.
 */
export function verifyTwilioSignature(request: {
  /** As Twilio called it: scheme, public host, path and raw query. */
  url: string;
  params: FormParams;
  header: string | undefined;
  authTokens: readonly string[];
  sharedKeys?: readonly string[];
}): boolean {
  const { url, params, header = "", authTokens, sharedKeys = [] } = request;
  const algorithm = SHA1.test(header) ? "sha1" : SHA256.test(header) ? "sha256" : undefined;
  if (!algorithm) return false;
  const keys = algorithm === "sha1" ? [...authTokens, ...sharedKeys] : sharedKeys;
  const given = Buffer.from(header);
  const fields = sortedFields(params);
  let valid = false;
  // Tries all, also after a match: the time reveals nothing.
  for (const key of keys)
    for (const variant of key ? variants(url) : [])
      if (timingSafeEqual(given, Buffer.from(hmac(algorithm, key, variant, fields)))) valid = true;
  return valid;
}
