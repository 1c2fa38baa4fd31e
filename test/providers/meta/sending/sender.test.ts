import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { FailureAction, SendOutcome } from "../../../../lib/application/ports/sender.ts";
import { messageId } from "../../../../lib/domain/ids.ts";
import type { Customer } from "../../../../lib/domain/inbound/inbound.ts";
import { metaFailureAction } from "../../../../lib/providers/meta/sending/failure-actions.ts";
import { metaSender } from "../../../../lib/providers/meta/sending/sender.ts";
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

const sender = (timeoutMs = 20_000, choose?: (to: Customer) => string) =>
  metaSender({
    fetch,
    clock,
    graphUrl: server.url,
    graphVersion: "v25.0",
    phoneNumberId: "310000000000007",
    accessToken: async () => "token",
    timeoutMs,
    ...(choose && { choose }),
  });
const error = (code: unknown, status: number): Reply => ({
  status,
  body: { error: { message: "to Dana", type: "OAuthException", code, error_subcode: 2494055 } },
});

describe("what to do about Meta's codes", () => {
  const table: [FailureAction, number[]][] = [
    ["soon", [1, 2, 131016, 131057, 133004]],
    ["later", [131056]],
    ["slow", [130429]],
    ["rest", [4, 80007]],
    ["spam", [131048]],
    ["template", [131047]],
    ["no-templates", [131050]],
    ["stop", [0, 3, 10, 33, 190, 200, 230, 299, 368, 131005, 131031, 131037, 131042, 131045, 133010]],
    [
      "never",
      [
        100, 130472, 130497, 131008, 131009, 131021, 131026, 131030, 131049, 131051, 131053, 131062, 132000,
        132001, 137000, 424242,
      ],
    ],
  ];
  it.each(table.flatMap(([failureAction, codes]) => codes.map((code) => [code, failureAction] as const)))(
    "%d: %s",
    (code, failureAction) => {
      expect(metaFailureAction(String(code))).toBe(failureAction);
    },
  );

  it("a message that failed with 131000 certainly failed, and is sent again", () =>
    expect(metaFailureAction("131000")).toBe("soon"));
  it.each(["", "failed", "unknown", "2000", "20", "constructor"])("%p is no code of theirs: never", (code) =>
    expect(metaFailureAction(code)).toBe("never"),
  );
});

describe("a message sent to Meta", () => {
  const json = () => JSON.parse(server.seen[0]?.body ?? "");
  beforeEach(() => {
    server.reply = {
      status: 200,
      body: { messaging_product: "whatsapp", contacts: [{ input: "x" }], messages: [{ id: "wamid.1" }] },
    };
  });

  it("goes to the phone with its plus sign, with our reference and without preview", async () => {
    const to = { phone: "15550177001", userId: "US.1", profileName: "Dana" };
    expect(await sender().send({ ...message, to, text: "Hello *there* ü" }, later())).toEqual({
      kind: "accepted",
      id: "wamid.1",
    });
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/v25.0/310000000000007/messages",
      headers: { authorization: "Bearer token", "content-type": "application/json" },
    });
    expect(json()).toEqual({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "+15550177001",
      type: "text",
      text: { preview_url: false, body: "Hello *there* ü" },
      biz_opaque_callback_data: "cw1.c.t.0.1",
    });
  });

  it("goes to a customer without a phone by user id, never in `to`, and quotes when asked", async () => {
    await sender().send({ ...message, to: { userId: "US.1" }, replyTo: messageId("wamid.in") }, later());
    expect(json()).toMatchObject({ recipient: "US.1", context: { message_id: "wamid.in" } });
    expect(json()).not.toHaveProperty("to");
  });

  it("has buttons for its options, quoted and with our reference like any other", async () => {
    await sender().send(
      { ...message, text: "Which?\n- Red\n- Blue", options: ["Red", "Blue"], replyTo: messageId("wamid.in") },
      later(),
    );
    expect(json()).toMatchObject({
      type: "interactive",
      interactive: { type: "button", body: { text: "Which?\n- Red\n- Blue" } },
      context: { message_id: "wamid.in" },
      biz_opaque_callback_data: "cw1.c.t.0.1",
    });
    expect(json()).not.toHaveProperty("text");
  });

  it("is a template instead of its text, with our reference and without a quote or options", async () => {
    const template = { name: "order_update", language: "en_US", body: { "1": "Dana" } };
    const outgoing = {
      ...message,
      template,
      text: "Hi Dana",
      options: ["Red"],
      replyTo: messageId("wamid.in"),
    };
    expect(await sender().send(outgoing, later())).toEqual({ kind: "accepted", id: "wamid.1" });
    expect(json()).toEqual({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "+15550177001",
      type: "template",
      template: {
        name: "order_update",
        language: { code: "en_US" },
        components: [{ type: "body", parameters: [{ type: "text", text: "Dana" }] }],
      },
      biz_opaque_callback_data: "cw1.c.t.0.1",
    });
    await sender().send({ ...outgoing, to: { userId: "US.1" } }, later());
    expect(JSON.parse(server.seen[1]?.body ?? "")).toMatchObject({ recipient: "US.1", type: "template" });
  });

  it("opens its list in the customer's language", async () => {
    const choose = ({ phone }: Customer) => (phone?.startsWith("55") ? "Escolher" : "Choose");
    await sender(20_000, choose).send(
      { ...message, to: { phone: "5511912345678" }, options: ["a", "b", "c", "d"] },
      later(),
    );
    expect(json()).toMatchObject({ interactive: { type: "list", action: { button: "Escolher" } } });
  });

  it("may be 4,000 long", () => expect(sender().maxLength).toBe(4_000));
});

describe("what became of a message sent to Meta", () => {
  it.each<[string, Reply, SendOutcome]>([
    [
      "a throttle, though its status is 400",
      error(130429, 400),
      { kind: "refused", code: "130429", failureAction: "slow" },
    ],
    [
      "a missing permission, though its status is 500",
      error(10, 500),
      { kind: "refused", code: "10", failureAction: "stop" },
    ],
    [
      "an outage that has a code: it may have come after the message was taken",
      error(2, 503),
      { kind: "unknown", code: "2" },
    ],
    ["a passing fault", error(131057, 400), { kind: "refused", code: "131057", failureAction: "soon" }],
    ["a fault with a code that nobody lists", error(999999, 500), { kind: "unknown", code: "999999" }],
    [
      "a customer who wants no marketing",
      error(131050, 400),
      { kind: "refused", code: "131050", failureAction: "no-templates" },
    ],
    ["131000, whatever the status", error(131000, 400), { kind: "unknown", code: "131000" }],
    [
      "a refusal whose code is prose",
      error("Dana did not pay", 400),
      { kind: "refused", code: "http_400", failureAction: "never" },
    ],
    [
      "a refusal whose error is no object",
      { status: 400, body: { error: "Dana" } },
      { kind: "refused", code: "http_400", failureAction: "never" },
    ],
    [
      "an unlisted code with status 429",
      error(999999, 429),
      { kind: "refused", code: "999999", failureAction: "slow" },
    ],
    ["a cut connection", "cut", { kind: "unknown", code: "cut" }],
    ["a gateway's page", { status: 502, body: "<html>" }, { kind: "unknown", code: "http_502" }],
    ["a bare 429", { status: 429, body: "" }, { kind: "refused", code: "http_429", failureAction: "slow" }],
    ["a bare 404", { status: 404, body: "" }, { kind: "refused", code: "http_404", failureAction: "never" }],
    ["an expired token", error(190, 401), { kind: "refused", code: "190", failureAction: "stop" }],
    ["a closed window", error(131047, 400), { kind: "refused", code: "131047", failureAction: "template" }],
    [
      "a customer written to too often",
      error(131056, 400),
      { kind: "refused", code: "131056", failureAction: "later" },
    ],
    [
      "a customer who is not there",
      error("131026", 400),
      { kind: "refused", code: "131026", failureAction: "never" },
    ],
    [
      "an id that is no text",
      { status: 200, body: { messages: [{ id: 7 }] } },
      { kind: "unknown", code: "no_id" },
    ],
    [
      "an answer that is only part of JSON",
      { status: 200, body: '{"messages":[{"id":"wamid.1"' },
      { kind: "unknown", code: "no_id" },
    ],
    [
      "a page instead of JSON",
      { status: 403, body: "<html>" },
      { kind: "refused", code: "http_403", failureAction: "stop" },
    ],
    [
      "an answer larger than any of theirs",
      { status: 200, body: { messages: [{ id: "wamid.1" }], x: "x".repeat(2_000_000) } },
      { kind: "unknown", code: "no_id" },
    ],
  ])("is told from %s", async (_, reply, outcome) => {
    server.reply = reply;
    expect(await sender().send(message, later())).toEqual(outcome);
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

  it("is certain after a redirect, which is not followed with the token", async () => {
    server.reply = { status: 307, headers: { location: `${server.url}/elsewhere` }, body: {} };
    expect(await sender().send(message, later())).toEqual({
      kind: "refused",
      code: "http_307",
      failureAction: "never",
    });
    expect(server.seen).toHaveLength(1);
  });

  it("is certain once there is no time left: nothing is sent", async () => {
    expect(await sender().send(message, Date.now() - 1)).toEqual({
      kind: "refused",
      code: "no_time",
      failureAction: "later",
    });
    expect(server.seen).toEqual([]);
  });

  it.each(["hang", "slow-body"] as const)("is unknown once its time is over: %s", async (reply) => {
    server.reply = reply;
    const started = performance.now();
    expect(await sender(100).send(message, later())).toEqual({ kind: "unknown", code: "timeout" });
    expect(await sender().send(message, Date.now() + 100)).toEqual({ kind: "unknown", code: "timeout" });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("showing that the bot is typing", () => {
  it("also marks the customer's message as read, in one call", async () => {
    server.reply = { status: 200, body: { success: true } };
    await sender().showTyping(messageId("wamid.in"), later());
    expect(server.seen).toHaveLength(1);
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({
      messaging_product: "whatsapp",
      status: "read",
      message_id: "wamid.in",
      typing_indicator: { type: "text" },
    });
  });

  it.each<[string, Reply, string, "never" | "later"]>([
    ["an old message", error(131009, 400), "131009", "never"],
    ["a fault of theirs", { status: 500, body: "x" }, "http_500", "later"],
    ["a redirect", { status: 302, body: "x" }, "http_302", "never"],
    ["a cut connection", "cut", "cut", "later"],
  ])("fails with who and why: %s", async (_, reply, code, retry) => {
    server.reply = reply;
    await expect(sender().showTyping(messageId("wamid.in"), later())).rejects.toMatchObject({
      name: "IntegrationError",
      system: "meta",
      code,
      retry,
    });
  });
});
