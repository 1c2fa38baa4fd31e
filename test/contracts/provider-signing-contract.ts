import { describe, expect, it } from "@jest/globals";
import type { SecretOf, Secrets } from "../../lib/config/secrets/secrets.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import type { ProviderProfile } from "../../lib/providers/profile.ts";
import type { ProviderSigning } from "../../lib/providers/provider-signing.ts";
import type { ProviderWebhook, WebhookReading } from "../../lib/providers/webhook.ts";

const PUBLIC_URL = "https://abc.execute-api.eu-central-1.amazonaws.com";

export type SigningUnderTest = {
  signing: ProviderSigning;
  /** Of the same provider: it verifies. */
  webhook: ProviderWebhook;
  callback: ProviderProfile<never>["callback"];
  secrets: Secrets;
  /** A body that the provider sends to its callback. */
  message: Buffer;
  /** Bodies that it never sends. */
  impossible: readonly Buffer[];
};

export function providerSigningContract(provider: string, given: SigningUnderTest) {
  const { signing, webhook, secrets, message } = given;
  const registered = `${PUBLIC_URL}${given.callback.path}`;
  const called = registered.split("#")[0] ?? "";
  const key = signing.keyOf(secrets) ?? "";
  const secret = new Map<string, unknown>(Object.entries(secrets)).get(provider) as SecretOf<Provider>;

  /** As the webhook function asks the facet. */
  function reading(method: "GET" | "POST", url: string, raw: Buffer, signature?: string): WebhookReading {
    const { pathname, searchParams } = new URL(url);
    const route = webhook.routes.find((each) => each.method === method && each.path === pathname);
    if (!route) throw new Error(`${method} ${pathname} is no route of ${provider}`);
    return route.read({
      raw,
      url,
      query: Object.fromEntries(searchParams),
      header: (name) => (name === signing.header.toLowerCase() ? signature : undefined),
      secret,
    });
  }

  describe(`what is signed as ${provider} does`, () => {
    it("is taken by the webhook, with its own key only", () => {
      expect(reading("POST", called, message, signing.sign(message, called, key)).kind).toBe("events");
      expect(reading("POST", called, message, signing.sign(message, called, "foreign"))).toEqual({
        kind: "forged",
        reason: "signature",
      });
    });

    it("covers the URL where it says so", () => {
      const elsewhere = signing.sign(message, `${called}x`, key);
      expect(elsewhere === signing.sign(message, called, key)).toBe(!signing.signsUrl);
    });

    it("needs the provider's secret", () => {
      expect(key).not.toBe("");
      expect(signing.keyOf({ ...secrets, [provider]: undefined })).toBeUndefined();
    });

    it("is a body that the provider can send", () => {
      expect(signing.problemOf(message)).toBeUndefined();
      for (const body of given.impossible) expect(signing.problemOf(body)).toEqual(expect.any(String));
    });

    it("can be a probe: taken at its URL, and nothing happens; refused with the forged signature", () => {
      const { url, body } = signing.probeAt(registered);
      const raw = Buffer.from(body);
      expect(url).not.toContain("#");
      const read = reading("POST", url, raw, signing.sign(raw, url, key));
      expect(read.kind === "events" ? read.events.filter(({ kind }) => kind !== "ignored") : read).toEqual(
        [],
      );
      expect(signing.forged).toHaveLength(signing.sign(raw, url, key).length);
      expect(reading("POST", url, raw, signing.forged).kind).toBe("forged");
    });

    it("has a challenge exactly if the webhook answers one, with the right token only", () => {
      const { challenge } = signing;
      expect(challenge !== undefined).toBe(webhook.routes.some(({ method }) => method === "GET"));
      if (!challenge) return;
      const ask = (token: string) => reading("GET", challenge.urlAt(called, token), Buffer.alloc(0));
      expect(challenge.tokenOf({ ...secrets, [provider]: undefined })).toBeUndefined();
      expect(ask(challenge.tokenOf(secrets) ?? "")).toMatchObject({ answer: { body: challenge.answer } });
      expect(ask("foreign")).toEqual({ kind: "forged", reason: "verify-token" });
    });
  });
}
