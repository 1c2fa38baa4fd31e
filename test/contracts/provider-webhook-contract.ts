import { describe, expect, it } from "@jest/globals";
import { createHandler } from "../../functions/webhook/handler.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { DeliveryState, InboundEvent } from "../../lib/domain/inbound/inbound.ts";
import type { ProviderProfile } from "../../lib/providers/profile.ts";
import type { ProviderWebhook } from "../../lib/providers/webhook.ts";
import { FakeTelemetry } from "../support/fakes.ts";
import { httpRequest } from "../support/http-request.ts";

const PUBLIC_URL = "https://abc.execute-api.eu-central-1.amazonaws.com";

export type SignedCall = { path: string; query?: string; raw: Buffer };

export type WebhookUnderTest = {
  webhook: ProviderWebhook;
  paths: ProviderProfile<never>["paths"];
  /** Verify what `sign` signs with "right". */
  secrets: Secrets;
  sign(call: SignedCall, url: string, key: "right" | "wrong"): Record<string, string>;
  message: SignedCall;
  statuses: readonly (SignedCall & { state: DeliveryState })[];
};

/** Through the function's handler. */
export function providerWebhookContract(name: string, given: WebhookUnderTest) {
  const { webhook, secrets, sign, message } = given;

  function setUp(current: Secrets = secrets) {
    const telemetry = new FakeTelemetry();
    const received: InboundEvent[] = [];
    const handler = createHandler({
      secrets: async () => current,
      receive: async (events) => {
        received.push(...events);
        return { recorded: 0, repeated: 0, statuses: 0 };
      },
      publicUrl: PUBLIC_URL,
      telemetry,
      webhooks: { [name]: webhook },
    });
    const post = async (call: SignedCall, key: "right" | "wrong" | "none" = "right", sent = call.raw) => {
      const url = `${PUBLIC_URL}${call.path}${call.query ? `?${call.query}` : ""}`;
      const headers = key === "none" ? {} : sign(call, url, key);
      return (await handler(httpRequest({ ...call, headers, body: sent, base64: true }))).statusCode;
    };
    return { handler, post, received, telemetry };
  }

  describe(`a webhook of ${name}`, () => {
    it("is taken when it is signed, and read as one message of that provider", async () => {
      const { post, received } = setUp();
      expect(await post(message)).toBe(200);
      expect(received).toMatchObject([{ kind: "message", message: { provider: webhook.provider } }]);
    });

    it("is refused without a signature, with a foreign one, and when one byte has changed", async () => {
      const { post, received, telemetry } = setUp();
      const changed = Buffer.from(message.raw);
      changed.writeUInt8(changed.readUInt8(changed.length - 2) ^ 1, changed.length - 2);
      expect([
        await post(message, "none"),
        await post(message, "wrong"),
        await post(message, "right", changed),
      ]).toEqual([403, 403, 403]);
      expect(received).toEqual([]);
      const rejected = (reason: string) =>
        telemetry.sum("WebhookRejected", { provider: webhook.provider, reason });
      // An alarm counts what somebody signed; strangers do not sign.
      expect([rejected("unsigned"), rejected("signature")]).toEqual([1, 2]);
    });

    it("is refused when it is larger than any real one, whatever its signature", async () => {
      const { post, telemetry } = setUp();
      expect(await post({ ...message, raw: Buffer.alloc(4 * 1024 * 1024, "a") })).toBe(413);
      expect(telemetry.sum("WebhookRejected", { provider: webhook.provider, reason: "too-large" })).toBe(1);
    });

    it("is refused while the secret lacks the provider", async () => {
      const { post, received, telemetry } = setUp({ ...secrets, [webhook.provider]: undefined });
      expect(await post(message)).toBe(403);
      expect(received).toEqual([]);
      expect(telemetry.sum("SecretUnusable")).toBe(1);
    });

    it("is refused with 400 when it is signed and cannot be read", async () => {
      const { post, received } = setUp();
      expect(await post({ ...message, raw: Buffer.from("{no form, no JSON") })).toBe(400);
      expect(received).toEqual([]);
    });

    it("fails when its messages cannot be made safe: the provider must deliver again", async () => {
      const handler = createHandler({
        secrets: async () => secrets,
        receive: () => Promise.reject(new Error("no table")),
        publicUrl: PUBLIC_URL,
        telemetry: new FakeTelemetry(),
        webhooks: { [name]: webhook },
      });
      const headers = sign(message, `${PUBLIC_URL}${message.path}`, "right");
      await expect(handler(httpRequest({ ...message, headers, body: message.raw }))).rejects.toThrow(
        "no table",
      );
    });

    it.each(given.statuses.map((status) => [status.state, status] as const))(
      "is read as the status %s",
      async (state, status) => {
        const { post, received } = setUp();
        expect(await post(status)).toBe(200);
        expect(received).toMatchObject([{ kind: "status", status: { provider: webhook.provider, state } }]);
      },
    );

    it("has exactly the routes that the internet may call", () => {
      const routes = Object.entries(given.paths).flatMap(([path, methods]) =>
        methods.map((method) => `${method} ${path}`),
      );
      expect(webhook.routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routes.sort());
    });
  });
}
