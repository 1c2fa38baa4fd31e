import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { FailureAction, SendOutcome } from "../../../../lib/application/ports/sender.ts";
import { messageId } from "../../../../lib/domain/ids.ts";
import { twilioFailureAction } from "../../../../lib/providers/twilio/sending/failure-actions.ts";
import { twilioSender } from "../../../../lib/providers/twilio/sending/sender.ts";
import { FakeServer, type Reply } from "../../../support/http-server.ts";

const clock = { now: Date.now };
const message = { to: { phone: "15550177001" }, text: "hello", reference: "cw1.c.t.0.1" };
const later = () => Date.now() + 20_000;

let server: FakeServer;
beforeEach(async () => {
  server = new FakeServer();
  await server.start();
});
afterEach(() => server.stop());

const sender = (timeoutMs = 20_000) =>
  twilioSender({
    fetch,
    clock,
    apiUrl: server.url,
    messagingUrl: `${server.url}/messaging`,
    from: "whatsapp:+14155238886",
    statusUrl: "https://example.com/webhooks/twilio/status",
    credentials: async () => ({ accountSid: "AC1", authToken: "token" }),
    timeoutMs,
  });
const error = (code: unknown, status: number): Reply => ({
  status,
  body: { code, message: "to Dana", status },
});

describe("what to do about Twilio's codes", () => {
  const table: [FailureAction, number[]][] = [
    ["soon", [63009, 63010, 63012, 63023, 63053]],
    ["slow", [20429, 63017, 63018]],
    ["template", [63016]],
    ["opted-out", [21610, 63033]],
    ["no-templates", [63050]],
    ["stop", [20003, 20403, 20404, 63001, 63002, 63007, 63008, 63020, 63051, 63059, 63109]],
    ["spam", [63026, 63038]],
    [
      "never",
      [
        21408, 63013, 21211, 21617, 21655, 21910, 63003, 63005, 63014, 63015, 63024, 63032, 63040, 63049,
        63058, 63999,
      ],
    ],
  ];
  it.each(table.flatMap(([failureAction, codes]) => codes.map((code) => [code, failureAction] as const)))(
    "%d: %s",
    (code, failureAction) => {
      expect(twilioFailureAction(String(code))).toBe(failureAction);
    },
  );
});

describe("a message sent to Twilio", () => {
  const form = () => Object.fromEntries(new URLSearchParams(server.seen[0]?.body));
  beforeEach(() => {
    server.reply = { status: 201, body: { sid: "SM1", status: "queued" } };
  });

  it("is a form with both addresses and a status callback that carries our reference", async () => {
    expect(await sender().send({ ...message, text: "Grüße & 5 + 5 🙏" }, later())).toEqual({
      kind: "accepted",
      id: "SM1",
    });
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/2010-04-01/Accounts/AC1/Messages.json",
      headers: {
        authorization: `Basic ${btoa("AC1:token")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
    });
    expect(form()).toEqual({
      From: "whatsapp:+14155238886",
      To: "whatsapp:+15550177001",
      Body: "Grüße & 5 + 5 🙏",
      StatusCallback: "https://example.com/webhooks/twilio/status?ref=cw1.c.t.0.1",
    });
  });

  it("goes to a customer without a phone by user id", async () => {
    await sender().send({ ...message, to: { userId: "US.1" } }, later());
    expect(form()).toMatchObject({ To: "whatsapp:US.1" });
  });

  it("is a content template instead of its text, with its values as JSON of strings", async () => {
    const template = { name: "HX1", language: "en", body: { "1": "Dana\nTest", "2": "7 °C     outside" } };
    await sender().send({ ...message, template }, later());
    expect(form()).toEqual({
      From: "whatsapp:+14155238886",
      To: "whatsapp:+15550177001",
      ContentSid: "HX1",
      ContentVariables: '{"1":"Dana Test","2":"7 °C outside"}',
      StatusCallback: "https://example.com/webhooks/twilio/status?ref=cw1.c.t.0.1",
    });
  });

  it.each([
    ["image", "Our lamp", { Body: "Our lamp" }],
    ["image", "", {}],
    ["video", "Our lamp", { Body: "Our lamp" }],
    ["document", "Our prices", {}],
    ["audio", "A song", {}],
  ] as const)("is a file by its link: %s with the text %j", async (kind, text, more) => {
    const media = { kind, url: "https://cdn.example.com/x?v=1&w=2", filename: "prices.pdf" };
    await sender().send({ ...message, text, media }, later());
    const { From: _, To: __, StatusCallback: ___, ...shown } = form();
    expect(shown).toEqual({ MediaUrl: media.url, ...more });
  });

  it("has no values where the template has no places for them", async () => {
    await sender().send({ ...message, template: { name: "HX1", body: {} } }, later());
    expect(form()).not.toHaveProperty("ContentVariables");
    expect(form()).toMatchObject({ ContentSid: "HX1" });
  });

  it("may be 1,500 long", () => expect(sender().maxLength).toBe(1_500));
});

describe("what became of a message sent to Twilio", () => {
  it.each<[string, Reply, SendOutcome]>([
    [
      "a passing fault with status 500: it may have come after the message was taken",
      error(63012, 500),
      { kind: "unknown", code: "63012" },
    ],
    [
      "a code that Twilio lists, though its status is 500",
      error(20003, 500),
      { kind: "refused", code: "20003", failureAction: "stop" },
    ],
    ["a fault with a code that nobody lists", error(20500, 500), { kind: "unknown", code: "20500" }],
    ["a cut connection", "cut", { kind: "unknown", code: "cut" }],
    ["a gateway's page", { status: 502, body: "<html>" }, { kind: "unknown", code: "http_502" }],
    ["a page instead of JSON", { status: 201, body: "OK" }, { kind: "unknown", code: "no_id" }],
    ["a wrong token", error(20003, 401), { kind: "refused", code: "20003", failureAction: "stop" }],
    ["a throttle", error(20429, 429), { kind: "refused", code: "20429", failureAction: "slow" }],
    [
      "a customer who opted out",
      error(21610, 400),
      { kind: "refused", code: "21610", failureAction: "opted-out" },
    ],
    [
      "a redirect, which is not followed",
      { status: 307, headers: { location: "/x" } },
      { kind: "refused", code: "http_307", failureAction: "never" },
    ],
    ["a closed window", error(63016, 400), { kind: "refused", code: "63016", failureAction: "template" }],
    [
      "an unlisted code with status 429",
      error(99999, 429),
      { kind: "refused", code: "99999", failureAction: "slow" },
    ],
    [
      "a refusal whose code is prose",
      error("Dana did not pay", 400),
      { kind: "refused", code: "http_400", failureAction: "never" },
    ],
    ["an answer without an id", { status: 201, body: { sid: null } }, { kind: "unknown", code: "no_id" }],
  ])("is told from %s", async (_, reply, outcome) => {
    server.reply = reply;
    expect(await sender().send(message, later())).toEqual(outcome);
  });

  it.each(["hang", "slow-body"] as const)("is unknown once its time is over: %s", async (reply) => {
    server.reply = reply;
    expect(await sender(100).send(message, later())).toEqual({ kind: "unknown", code: "timeout" });
  });

  it("is certain when nobody listens: nothing was sent", async () => {
    const waiting = sender();
    server.stop();
    expect(await waiting.send(message, later())).toEqual({
      kind: "refused",
      code: "ECONNREFUSED",
      failureAction: "later",
    });
  });
});

describe("showing that the bot is typing", () => {
  it("names the customer's message, in version 3's JSON with its upper-case channel", async () => {
    server.reply = { status: 200, body: { success: true } };
    await sender().showTyping(messageId("SMin"), later());
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/messaging/v3/Indicators/Typing.json",
      headers: { "content-type": "application/json", authorization: `Basic ${btoa("AC1:token")}` },
    });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ messageId: "SMin", channel: "WHATSAPP" });
  });

  it.each<[string, Reply, string, "never" | "later"]>([
    ["a wrong id", error(20001, 400), "20001", "never"],
    ["a fault of theirs", { status: 503, body: "x" }, "http_503", "later"],
    ["a cut connection", "cut", "cut", "later"],
  ])("fails with who and why: %s", async (_, reply, code, retry) => {
    server.reply = reply;
    await expect(sender().showTyping(messageId("SMin"), later())).rejects.toMatchObject({
      name: "IntegrationError",
      system: "twilio",
      code,
      retry,
    });
  });
});
