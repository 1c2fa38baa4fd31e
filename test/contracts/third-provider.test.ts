import { describe, expect, it } from "@jest/globals";
import { createHandler } from "../../functions/webhook/handler.ts";
import { turnRunner } from "../../functions/worker/turn-runner.ts";
import { conversationIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { receiveWebhook } from "../../lib/application/intake/receive-webhook.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import type { NumberSettings } from "../../lib/config/settings/settings.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import { defaultText } from "../../lib/domain/language/languages.ts";
import { FAILURES } from "../../lib/providers/failures.ts";
import { SENDINGS } from "../../lib/providers/sendings.ts";
import { WEBHOOKS } from "../../lib/providers/webhooks.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { echoCatalogueAt } from "../support/echo-provider/catalogue.ts";
import { ECHO } from "../support/echo-provider/echo.ts";
import { echoMediaAt } from "../support/echo-provider/media.ts";
import { echoFailures, echoSendingAt } from "../support/echo-provider/sending.ts";
import { echoProfile, echoSecretSchema, echoSettings } from "../support/echo-provider/settings.ts";
import { echoSigning } from "../support/echo-provider/signing.ts";
import { echoPaths, echoWebhook, signEcho } from "../support/echo-provider/webhook.ts";
import { edgeOf } from "../support/edge.ts";
import { memoryEngine, SUPPORT } from "../support/engine-world.ts";
import { FakeClock, FakeDeliveryQueue, FakeTelemetry, FakeTurnQueue } from "../support/fakes.ts";
import { httpRequest } from "../support/http-request.ts";
import { redirectTo } from "../support/media-places.ts";
import { memoryLedger } from "../support/memory/memory-ledger.ts";
import { MemoryTable } from "../support/memory/memory-table.ts";
import { providerCatalogueContract } from "./provider-catalogue-contract.ts";
import { providerMediaContract } from "./provider-media-contract.ts";
import { providerSecretsContract } from "./provider-secrets-contract.ts";
import { providerSendingContract } from "./provider-sending-contract.ts";
import { providerSettingsContract } from "./provider-settings-contract.ts";
import { providerSigningContract } from "./provider-signing-contract.ts";
import { providerWebhookContract } from "./provider-webhook-contract.ts";

const SECRETS: Secrets = Object.assign({ ...DEMO_SECRETS }, { echo: { keys: ["right"] } });
const SETTINGS = parseConfiguration(settingsSchema, JSON.stringify(DEMO_SETTINGS), "the settings");
const post = (body: object) => ({ path: "/webhooks/echo", raw: Buffer.from(JSON.stringify(body)) });
const HELLO = post({ line: "line-1", id: "e1", from: "15550177001", text: "Do you deliver?" });

/** The demo's number, at the new provider. */
function echoNumber(): NumberSettings {
  const [number] = SETTINGS.numbers;
  if (!number) throw new Error("the demo has a number");
  return Object.assign({ ...number }, { provider: ECHO, line: "line-1" });
}

const senderAt = (url: string) =>
  echoSendingAt(url).sender(echoNumber(), {
    settings: SETTINGS,
    publicUrl: "",
    secrets: async () => SECRETS,
    fetch,
    clock: { now: Date.now },
    choose: () => "",
  });

providerWebhookContract("echo", {
  webhook: echoWebhook,
  paths: echoPaths,
  secrets: SECRETS,
  sign: ({ raw }, _, key) => ({ "x-echo-signature": signEcho(raw, key) }),
  message: HELLO,
  statuses: (["sent", "delivered", "read", "failed"] as const).map((state) => ({
    state,
    ...post({ line: "line-1", id: "o1", state }),
  })),
});

providerSendingContract("echo", {
  senderAt,
  failures: echoFailures,
  accepted: { reply: { status: 200, body: { id: "o1" } }, id: "o1" },
  refused: { reply: { status: 400, body: { code: "closed" } }, code: "closed" },
});

providerSettingsContract("echo", {
  settings: echoSettings,
  profile: echoProfile,
  numbers: [
    { name: "support", provider: "echo", line: "line-1", agentId: "agent_1" },
    { name: "sales", provider: "echo", line: "line-2", agentId: "agent_1" },
  ],
  wrongNumbers: { line: { line: "first" } },
  goodTemplate: { name: "echo-ready" },
  badTemplates: [[{ name: "ready" }, ["name"]]],
});

providerSecretsContract("echo", {
  schema: echoSecretSchema,
  secret: { keys: ["echo-key"] },
  optional: [],
});

providerCatalogueContract("echo", {
  catalogueAt: (url) => ({ catalogue: echoCatalogueAt(url), settings: SETTINGS, number: echoNumber() }),
  secrets: SECRETS,
  listed: { reply: { status: 200, body: { name: "echo-ready" } }, name: "echo-ready" },
});

providerMediaContract("echo", {
  mediaAt: (url = "https://api.echo.example") => echoMediaAt(url),
  settingsAt: () => SETTINGS,
  numberOf: echoNumber,
  secrets: SECRETS,
  place(server, answer) {
    server.answers.set("/files/f1", answer);
    return "f1";
  },
  host: "files.echo.example",
  ways: {
    "as a redirect": {
      mediaId: "f1",
      answer: ({ hostname }, target) =>
        hostname === "api.echo.example" ? redirectTo(target) : new Response("a photo"),
    },
  },
});

providerSigningContract("echo", {
  signing: echoSigning,
  webhook: echoWebhook,
  callback: echoProfile.callback,
  secrets: SECRETS,
  message: HELLO.raw,
  impossible: [],
});

describe("a third provider, by its facets alone", () => {
  it("brings a message in through the webhook function, and takes the agent's answer out", async () => {
    const clock = new FakeClock();
    const table = new MemoryTable(clock);
    const [turnQueue, telemetry] = [new FakeTurnQueue(), new FakeTelemetry()];
    const conversationFor = (number: typeof SUPPORT, customer: { phone?: string }) =>
      conversationIdOf(SECRETS.identityKey, number, customer);
    const handler = createHandler({
      secrets: async () => SECRETS,
      receive: (events) =>
        receiveWebhook(
          {
            ...edgeOf(table),
            ledger: memoryLedger(table),
            turnQueue,
            deliveryQueue: new FakeDeliveryQueue(),
            clock,
            telemetry,
            numberOf: (provider, line) => (provider === ECHO && line === "line-1" ? SUPPORT : undefined),
            conversationFor,
          },
          events,
        ),
      publicUrl: "https://example.com",
      telemetry,
      webhooks: { ...WEBHOOKS, echo: echoWebhook },
    });
    const headers = { "x-echo-signature": signEcho(HELLO.raw, "right") };
    expect((await handler(httpRequest({ ...HELLO, headers, body: HELLO.raw }))).statusCode).toBe(200);

    const sent: unknown[] = [];
    const run = turnRunner({
      ...memoryEngine(table, {
        agent: { ask: async () => ({ text: "" }) },
        numberNamed: () => undefined,
        conversationFor,
      }),
      turnQueue,
      telemetry,
      settings: { ...SETTINGS, numbers: [echoNumber()] },
      publicUrl: "https://example.com",
      secrets: async () => SECRETS,
      invalidateSecrets: () => undefined,
      fetch: async (url, init) => {
        if (String(url).includes("/agents/")) return Response.json({ response: "Yes, **every** day." });
        sent.push({ url, ...JSON.parse(String(init?.body)) });
        return Response.json({ id: "o1" });
      },
      sendings: Object.assign({ ...SENDINGS }, { [ECHO]: echoSendingAt("https://echo.example") }),
      failures: Object.assign({ ...FAILURES }, { [ECHO]: echoFailures }),
    });
    const [command] = turnQueue.sent;
    if (!command) throw new Error("nothing was queued");
    clock.time += 5_000;
    await run(command, clock.now() + 90_000);
    expect(sent).toEqual([
      {
        url: "https://echo.example",
        to: "15550177001",
        text: `${defaultText("disclosure", "en")}\n\nYes, *every* day.`,
        reference: expect.stringMatching(/^cw1\./),
      },
    ]);
  });
});
