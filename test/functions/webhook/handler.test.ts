import { describe, expect, it } from "@jest/globals";
import { createHandler } from "../../../functions/webhook/handler.ts";
import { conversationIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import { PROBE_HEADER, signProbe } from "../../../lib/adapters/identity/probe-signature.ts";
import { receiveWebhook } from "../../../lib/application/intake/receive-webhook.ts";
import type { Secrets } from "../../../lib/config/secrets/secrets.ts";
import { numberName } from "../../../lib/domain/ids.ts";
import { signMetaBody } from "../../../lib/providers/meta/webhook/signature.ts";
import { parseTwilioForm } from "../../../lib/providers/twilio/webhook/form.ts";
import { signTwilioRequest } from "../../../lib/providers/twilio/webhook/signature.ts";
import { edgeOf } from "../../support/edge.ts";
import { FakeClock, FakeDeliveryQueue, FakeTelemetry, FakeTurnQueue } from "../../support/fakes.ts";
import { httpRequest } from "../../support/http-request.ts";
import { memoryLedger } from "../../support/memory/memory-ledger.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";
import { ACTS, LOST, PAYLOADS, type Payload, payload, TURNS } from "../../support/payloads.ts";

const PUBLIC_URL = "https://abc.execute-api.eu-central-1.amazonaws.com";
const SECRETS: Secrets = {
  meta: { appSecrets: ["new-secret", "test_app_secret"], verifyToken: "verify-me", accessToken: "t" },
  twilio: { accountSid: "AC1", authTokens: ["new-token", "test_auth_token"] },
  chatsby: { apiKey: "k" },
  identityKey: "0123456789abcdef",
};

function setUp(secrets: Secrets = SECRETS) {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  const [turnQueue, deliveryQueue, telemetry] = [
    new FakeTurnQueue(),
    new FakeDeliveryQueue(),
    new FakeTelemetry(),
  ];
  const handler = createHandler({
    secrets: async () => secrets,
    receive: (events) =>
      receiveWebhook(
        {
          ...edgeOf(table),
          ledger: memoryLedger(table),
          turnQueue,
          deliveryQueue,
          clock,
          telemetry,
          numberOf: () => numberName("support"),
          conversationFor: (number, customer) => conversationIdOf(secrets.identityKey, number, customer),
        },
        events,
      ),
    publicUrl: PUBLIC_URL,
    telemetry,
  });
  return { handler, table, turnQueue, deliveryQueue, telemetry };
}

type Call = Partial<Parameters<typeof httpRequest>[0]>;

const event = (call: Call) => httpRequest({ path: "/webhooks/meta", ...call });

/** As its provider would deliver it. */
function delivered(
  { provider, file, raw }: Payload,
  change: { secret?: string; body?: Buffer; header?: string } = {},
) {
  const body = change.body ?? raw;
  if (provider === "meta") {
    const header = change.header ?? signMetaBody(raw, change.secret ?? "test_app_secret");
    return event({ headers: { "x-hub-signature-256": header }, body });
  }
  const path = file.startsWith("twilio/status") ? "/webhooks/twilio/status" : "/webhooks/twilio";
  const query = file.startsWith("twilio/status") ? "ref=cw1.conv.turn.0.1" : "";
  const url = `${PUBLIC_URL}${path}${query && `?${query}`}`;
  const header =
    change.header ?? signTwilioRequest(url, parseTwilioForm(raw) ?? [], change.secret ?? "test_auth_token");
  return event({ path, query, headers: { "x-twilio-signature": header }, body, base64: true });
}

describe.each(PAYLOADS)("$file", (each) => {
  it("is taken, and wakes the worker as often as it should", async () => {
    const { handler, turnQueue } = setUp();
    expect((await handler(delivered(each))).statusCode).toBe(200);
    expect(turnQueue.sent).toHaveLength(
      ACTS.has(each.file) || LOST.has(each.file) ? 1 : (TURNS[each.file] ?? 0),
    );
  });

  it("is refused without, with a foreign and with a malformed signature, and when one byte changed", async () => {
    const { handler, table, telemetry } = setUp();
    const changed = Buffer.from(each.raw);
    changed.writeUInt8(changed.readUInt8(changed.length - 2) ^ 1, changed.length - 2);
    const forged = [
      delivered(each, { header: "" }),
      delivered(each, { secret: "somebody-else" }),
      delivered(each, { header: "sha256=zz" }),
      delivered(each, { header: signMetaBody(each.raw, "") }),
      delivered(each, { body: changed }),
    ];
    for (const forgery of forged)
      expect(await handler(forgery)).toMatchObject({ statusCode: 403, body: "forbidden" });
    expect(table.messages.size).toBe(0);
    const rejected = (reason: string) =>
      telemetry.sum("WebhookRejected", { provider: each.provider, reason });
    expect([rejected("unsigned"), rejected("signature")]).toEqual([1, forged.length - 1]);
  });
});

describe("the webhook function", () => {
  it("takes Meta's bytes as they are: the same document serialised again is refused", async () => {
    const { handler } = setUp();
    const each = payload("meta/in_text_wire_escaped.json");
    const published = "sha256=846604e29c1ab9b5679a0e2ea174d652a5b1dd48e40e2a9ce94449f93f170adc";
    expect((await handler(delivered(each, { header: published }))).statusCode).toBe(200);
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(each.raw.toString())));
    expect((await handler(delivered(each, { header: published, body: rewritten }))).statusCode).toBe(403);
  });

  it.each([
    ["twilio/in_text.txt", "8Tz/koYSANlq7nMeL6n5VPh/WTA="],
    ["twilio/in_voice_note_empty_body.txt", "JUUO7c9RO/MxjgQ5bxjkCwvIXLQ="],
    ["twilio/status_delivered.txt", "3bvj42JMmer75HkJ6sUry7tBuK4="],
  ])("agrees with the published signature of %s", (file, signature) => {
    expect(
      signTwilioRequest(
        "https://fn.example/prod/twilio?tenant=a",
        parseTwilioForm(payload(file).raw) ?? [],
        "test_auth_token",
      ),
    ).toBe(signature);
  });

  it("records the same body three times as one message", async () => {
    const { handler, table } = setUp();
    for (let time = 0; time < 3; time++)
      expect((await handler(delivered(payload("meta/in_text.json")))).statusCode).toBe(200);
    expect(table.messages.size).toBe(1);
  });

  it.each(["", "not json", "{", "\u0000"])(
    "answers 400 to a signed body that is not JSON: %j",
    async (body) => {
      const { handler } = setUp();
      const raw = Buffer.from(body);
      expect(
        (
          await handler(
            event({ headers: { "x-hub-signature-256": signMetaBody(raw, "new-secret") }, body: raw }),
          )
        ).statusCode,
      ).toBe(400);
    },
  );

  it.each(["null", "[]", "3", '{"object":"page","entry":[]}', '{"object":"whatsapp_business_account"}'])(
    "takes and counts signed JSON that is not ours: %s",
    async (body) => {
      const { handler, turnQueue } = setUp();
      const raw = Buffer.from(body);
      expect(
        (
          await handler(
            event({ headers: { "x-hub-signature-256": signMetaBody(raw, "new-secret") }, body: raw }),
          )
        ).statusCode,
      ).toBe(200);
      expect(turnQueue.sent).toEqual([]);
    },
  );

  it("answers 413 to more than 3 MB, whatever its signature", async () => {
    const { handler } = setUp();
    const raw = Buffer.alloc(4 * 1024 * 1024, "a");
    expect(
      (
        await handler(
          event({ headers: { "x-hub-signature-256": signMetaBody(raw, "new-secret") }, body: raw }),
        )
      ).statusCode,
    ).toBe(413);
    expect((await handler(event({ path: "/webhooks/twilio", body: raw, base64: true }))).statusCode).toBe(
      413,
    );
  });

  it("answers 400 to a signed Twilio request that is not a form", async () => {
    const { handler } = setUp();
    const header = signTwilioRequest(`${PUBLIC_URL}/webhooks/twilio`, [], "new-token");
    expect(
      (
        await handler(
          event({ path: "/webhooks/twilio", headers: { "x-twilio-signature": header }, body: '{"a":1}' }),
        )
      ).statusCode,
    ).toBe(400);
  });

  it("answers Twilio with empty TwiML: anything else would reach the customer", async () => {
    const { handler } = setUp();
    const answer = await handler(delivered(payload("twilio/in_text.txt")));
    expect(answer.headers?.["content-type"]).toBe("text/xml");
    expect(answer.body).toBe('<?xml version="1.0" encoding="UTF-8"?><Response></Response>');
  });

  describe("of a Twilio account that signs by a shared key", () => {
    const { raw } = payload("twilio/in_text.txt");
    const settings = {
      "x-twilio-webhooks-signature-settings": "key=webhooks_sharedkey_x,algorithm=HMAC_SHA256",
    };
    const signature = signTwilioRequest(
      `${PUBLIC_URL}/webhooks/twilio`,
      parseTwilioForm(raw) ?? [],
      "shared",
      "sha256",
    );
    const call = event({
      path: "/webhooks/twilio",
      headers: { "x-twilio-signature": signature, ...settings },
      body: raw,
      base64: true,
    });

    it("takes what is signed by it", async () => {
      const { handler, table } = setUp({
        ...SECRETS,
        twilio: { accountSid: "AC1", authTokens: ["token"], sharedKeys: ["shared"] },
      });
      expect((await handler(call)).statusCode).toBe(200);
      expect(table.messages.size).toBe(1);
    });

    it("refuses it without the key, and logs what is missing", async () => {
      const { handler, table, telemetry } = setUp();
      expect((await handler(call)).statusCode).toBe(403);
      expect(table.messages.size).toBe(0);
      expect(telemetry.lines).toMatchObject([
        { code: "webhook.rejected", facts: { provider: "twilio", reason: "shared-key" } },
      ]);
    });

    it("refuses what a foreign key has signed", async () => {
      const { handler, telemetry } = setUp({
        ...SECRETS,
        twilio: { accountSid: "AC1", authTokens: ["token"], sharedKeys: ["other"] },
      });
      expect((await handler(call)).statusCode).toBe(403);
      expect(telemetry.lines).toMatchObject([{ code: "webhook.rejected", facts: { reason: "signature" } }]);
    });
  });

  it("passes on a Twilio status with the reference of its signed query, and refuses another one", async () => {
    const { handler, deliveryQueue } = setUp();
    const signed = delivered(payload("twilio/status_delivered.txt"));
    await handler(signed);
    expect(deliveryQueue.sent.map(({ reference }) => reference)).toEqual([
      { conversation: "conv", turn: "turn", part: 0, attempt: 1 },
    ]);
    expect((await handler({ ...signed, rawQueryString: "ref=cw1.other.turn.0.1" })).statusCode).toBe(403);
  });

  it.each([
    [
      "with the right token",
      "hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=1158201444",
      200,
      "1158201444",
    ],
    [
      "with a wrong token",
      "hub.mode=subscribe&hub.verify_token=verify-you&hub.challenge=1158201444",
      403,
      "forbidden",
    ],
    ["without a token", "hub.mode=subscribe&hub.challenge=1158201444", 403, "forbidden"],
    [
      "with another mode",
      "hub.mode=unsubscribe&hub.verify_token=verify-me&hub.challenge=1",
      403,
      "forbidden",
    ],
    [
      "with a challenge that is markup",
      "hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=%3Cscript%3E",
      403,
      "forbidden",
    ],
    ["with nothing", "", 403, "forbidden"],
  ])("answers Meta's verification %s", async (_, query, statusCode, body) => {
    const { handler } = setUp();
    expect(await handler(event({ method: "GET", query }))).toMatchObject({ statusCode, body });
  });

  it("is closed to a provider that the secret does not name", async () => {
    const { meta: _, twilio: __, ...none } = SECRETS;
    const { handler } = setUp(none);
    expect((await handler(delivered(payload("meta/in_text.json")))).statusCode).toBe(403);
    expect((await handler(delivered(payload("twilio/in_text.txt")))).statusCode).toBe(403);
    expect(
      (await handler(event({ method: "GET", query: "hub.mode=subscribe&hub.verify_token=&hub.challenge=1" })))
        .statusCode,
    ).toBe(403);
  });
});

describe("a forged request of doctor", () => {
  const { identityKey } = SECRETS;
  const marked = (mark: string, call: Call = {}) =>
    event({ body: "{}", ...call, headers: { [PROBE_HEADER]: mark, ...call.headers } });
  const POST = "POST /webhooks/meta";

  it.each<[string, Call]>([
    [POST, { headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } }],
    [
      "POST /webhooks/twilio/status",
      { path: "/webhooks/twilio/status", headers: { "x-twilio-signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" } },
    ],
    [
      "GET /webhooks/meta",
      { method: "GET", query: "hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong" },
    ],
  ])("is refused like any other (%s), and counted as no stranger's", async (request, call) => {
    const { handler, telemetry } = setUp();
    expect((await handler(marked(signProbe(identityKey, request, 0), call))).statusCode).toBe(403);
    expect(telemetry.sum("WebhookRejected")).toBe(0);
    expect(telemetry.lines).toMatchObject([{ level: "info", code: "webhook.probed" }]);
  });

  it.each<[string, string]>([
    ["made with another key", signProbe("another-key-of-a-stranger", POST, 0)],
    ["made for another route", signProbe(identityKey, "GET /webhooks/meta", 0)],
    ["made six minutes from now", signProbe(identityKey, POST, 6 * 60_000)],
    ["without a mark in it", "1795430010000."],
    ["made for another time", `1.${signProbe(identityKey, POST, 0).split(".")[1]}`],
  ])("counts as a stranger's when its mark was %s", async (_, mark) => {
    const { handler, telemetry } = setUp();
    expect((await handler(marked(mark))).statusCode).toBe(403);
    expect(telemetry.sum("WebhookRejected")).toBe(1);
    expect(telemetry.lines).toMatchObject([{ code: "webhook.rejected", facts: { reason: "unsigned" } }]);
  });

  it("gets nothing taken that is not signed: the mark opens no door", async () => {
    const { handler, turnQueue } = setUp();
    const [first] = PAYLOADS.filter(({ provider }) => provider === "meta");
    const call = { body: first?.raw ?? "", headers: { "x-hub-signature-256": `sha256=${"1".repeat(64)}` } };
    expect((await handler(marked(signProbe(identityKey, POST, 0), call))).statusCode).toBe(403);
    expect(turnQueue.sent).toEqual([]);
  });

  it("still reports a secret that lacks the provider", async () => {
    const { meta: _, ...rest } = SECRETS;
    const { handler, telemetry } = setUp(rest);
    await handler(marked(signProbe(identityKey, POST, 0)));
    expect(telemetry.sum("SecretUnusable")).toBe(1);
  });
});

it.each(["meta", "twilio"] as const)(
  "a webhook of %s is accepted as soon as the secret has it, and not when the cache ends",
  async (provider) => {
    const found = PAYLOADS.find((each) => each.provider === provider && /text/.test(each.file));
    if (!found) throw new Error("there is no such payload");
    const { [provider]: _, ...without } = SECRETS;
    let known: Secrets = without;
    const handler = createHandler({
      secrets: async () => known,
      invalidateSecrets: () => {
        known = SECRETS;
      },
      receive: async () => ({ recorded: 1, repeated: 0, statuses: 0 }),
      publicUrl: PUBLIC_URL,
      telemetry: new FakeTelemetry(),
    });
    expect((await handler(delivered(found))).statusCode).toBe(200);
  },
);
