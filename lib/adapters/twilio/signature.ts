import { createHmac, timingSafeEqual } from "node:crypto";
import { parse, stringify } from "node:querystring";
import type { FormParams } from "./form.ts";

/**
 * The value of `X-Twilio-Signature`: HMAC-SHA1, keyed with the auth token, of the URL and all fields sorted by name.
 * A field that comes several times counts once per distinct value, sorted.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function signTwilioRequest(url: string, params: FormParams, authToken: string): string {
  const names = [...new Set(params.map(([name]) => name))].sort();
  const data = names.map((name) => {
    const values = new Set(params.filter(([other]) => other === name).map(([, value]) => value));
    return [...values].sort().map((value) => name + value).join("");
  });
  return createHmac("sha1", authToken).update(Buffer.from(url + data.join(""), "utf8")).digest("base64");
}

const STANDARD_PORTS: Record<string, string> = { "https:": "443", "http:": "80" };

/** Twilio signs some requests with the standard port in the URL, and some with the query as an older encoder writes it. */
function variants(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { protocol, host, hostname, port } = new URL(url);
  const rest = url.slice(url.indexOf(host, protocol.length + 2) + host.length);
  const standard = STANDARD_PORTS[protocol] ?? "";
  const hosts = port ? [host, hostname] : [host, `${host}:${standard}`];
  const [path = "", query] = [rest.split("?", 1)[0], rest.includes("?") ? rest.slice(rest.indexOf("?") + 1) : undefined];
  const queries = query === undefined ? [""] : [`?${query}`, `?${legacyQuery(query)}`];
  return hosts.flatMap((each) => queries.map((tail) => `${protocol}//${each}${path}${tail}`));
}

const legacyQuery = (query: string) => stringify(parse(query)).replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Whether any of the auth tokens signed this URL and these fields. False without a token or a header. */
export function verifyTwilioSignature(request: { url: string; params: FormParams; header: string | undefined; authTokens: readonly string[] }): boolean {
  const { url, params, header, authTokens } = request;
  if (!header) return false;
  const given = Buffer.from(header);
  let valid = false;
  // All are tried, also after a match: the time taken says nothing.
  for (const token of authTokens)
    for (const variant of token ? variants(url) : []) {
      const expected = Buffer.from(signTwilioRequest(variant, params, token));
      if (given.length === expected.length && timingSafeEqual(given, expected)) valid = true;
    }
  return valid;
}
