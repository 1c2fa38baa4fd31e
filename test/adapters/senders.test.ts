import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { metaSender } from "../../lib/adapters/meta/sender.ts";
import { twilioSender } from "../../lib/adapters/twilio/sender.ts";
import type { Outgoing, Sender } from "../../lib/application/ports.ts";
import { messageId } from "../../lib/domain/ids.ts";
import { FakeServer, type Reply } from "../support/http-server.ts";

const clock = { now: Date.now };
const soon = () => Date.now() + 400;
const outgoing: Outgoing = { to: { phone: "15550177001", userId: "US.1" }, text: "Hello *there*", reference: "cw1.c.t.0.1" };

let server: FakeServer;
beforeEach(async () => {
  server = new FakeServer();
  await server.start();
});
afterEach(() => server.stop());

const meta = () =>
  metaSender({ fetch, clock, graphUrl: server.url, graphVersion: "v25.0", phoneNumberId: "310000000000007", accessToken: async () => "token" });
const twilio = () =>
  twilioSender({
    fetch,
    clock,
    apiUrl: server.url,
    messagingUrl: server.url,
    from: "whatsapp:+14155238886",
    statusUrl: "https://example.com/webhooks/twilio/status",
    credentials: async () => ({ accountSid: "AC1", authToken: "token" }),
  });
const metaError = (code: number, status = 400): Reply => ({ status, body: { error: { message: "x", code, error_data: { details: "x" } } } });
const twilioError = (code: number, status = 400): Reply => ({ status, body: { code, message: "x", status } });
const json = () => JSON.parse(server.seen[0]?.body ?? "");

describe("Meta's sender", () => {
  it("sends to the phone with its plus sign, with our reference and without preview", async () => {
    server.reply = { status: 200, body: { messaging_product: "whatsapp", contacts: [{ input: "x" }], messages: [{ id: "wamid.1" }] } };
    expect(await meta().send(outgoing, soon())).toEqual({ kind: "accepted", id: "wamid.1" });
    expect(server.seen[0]).toMatchObject({ method: "POST", url: "/v25.0/310000000000007/messages", headers: { authorization: "Bearer token" } });
    expect(json()).toEqual({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "+15550177001",
      type: "text",
      text: { preview_url: false, body: "Hello *there*" },
      biz_opaque_callback_data: "cw1.c.t.0.1",
    });
  });

  it("sends to a customer without a phone by user id, never in `to`, and quotes when asked", async () => {
    server.reply = { status: 200, body: { messages: [{ id: "wamid.1" }] } };
    await meta().send({ ...outgoing, to: { userId: "US.1" }, replyTo: "wamid.in" }, soon());
    expect(json()).toMatchObject({ recipient: "US.1", context: { message_id: "wamid.in" } });
    expect(json().to).toBeUndefined();
  });

  it.each([
    [190, 401, "stop"],
    [131042, 400, "stop"],
    [368, 400, "stop"],
    [230, 403, "stop"],
    [131047, 400, "template"],
    [131056, 400, "later"],
    [130429, 400, "slow"],
    [80007, 400, "slow"],
    [131016, 503, "soon"],
    [2, 503, "soon"],
    [131026, 400, "never"],
    [131050, 400, "never"],
    [999999, 400, "never"],
  ])("takes code %d (HTTP %d) as a refusal with the remedy %s", async (code, status, remedy) => {
    server.reply = metaError(code, status);
    expect(await meta().send(outgoing, soon())).toEqual({ kind: "refused", code: String(code), remedy });
  });

  it("cannot tell what became of 131000", async () => {
    server.reply = metaError(131000, 500);
    expect(await meta().send(outgoing, soon())).toEqual({ kind: "unknown", code: "131000" });
  });

  it("marks read and shows typing in one call", async () => {
    server.reply = { status: 200, body: { success: true } };
    await meta().showTyping(messageId("wamid.in"), soon());
    expect(json()).toEqual({ messaging_product: "whatsapp", status: "read", message_id: "wamid.in", typing_indicator: { type: "text" } });
    server.reply = metaError(131009);
    await expect(meta().showTyping(messageId("wamid.in"), soon())).rejects.toMatchObject({ system: "meta", code: "131009", retry: "never" });
  });
});

describe("Twilio's sender", () => {
  it("posts a form with both addresses and a status callback that carries our reference", async () => {
    server.reply = { status: 201, body: { sid: "SM1", status: "queued" } };
    expect(await twilio().send({ ...outgoing, text: "Grüße & 5 + 5" }, soon())).toEqual({ kind: "accepted", id: "SM1" });
    expect(server.seen[0]).toMatchObject({ method: "POST", url: "/2010-04-01/Accounts/AC1/Messages.json", headers: { authorization: `Basic ${btoa("AC1:token")}` } });
    expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toEqual({
      From: "whatsapp:+14155238886",
      To: "whatsapp:+15550177001",
      Body: "Grüße & 5 + 5",
      StatusCallback: "https://example.com/webhooks/twilio/status?ref=cw1.c.t.0.1",
    });
  });

  it("addresses a customer without a phone by user id", async () => {
    server.reply = { status: 201, body: { sid: "SM1" } };
    await twilio().send({ ...outgoing, to: { userId: "US.1" } }, soon());
    expect(new URLSearchParams(server.seen[0]?.body).get("To")).toBe("whatsapp:US.1");
  });

  it.each([
    [20003, 401, "stop"],
    [63007, 400, "stop"],
    [63016, 400, "template"],
    [63018, 429, "slow"],
    [20429, 429, "slow"],
    [21610, 400, "never"],
    [63024, 400, "never"],
    [63999, 400, "never"],
  ])("takes code %d (HTTP %d) as a refusal with the remedy %s", async (code, status, remedy) => {
    server.reply = twilioError(code, status);
    expect(await twilio().send(outgoing, soon())).toEqual({ kind: "refused", code: String(code), remedy });
  });

  it("shows typing with the inbound message's id", async () => {
    server.reply = { status: 200, body: { success: true } };
    await twilio().showTyping(messageId("SMin"), soon());
    expect(server.seen[0]).toMatchObject({ url: "/v3/Indicators/Typing.json", body: "messageId=SMin&channel=WHATSAPP" });
  });
});

describe.each([
  ["Meta's", meta],
  ["Twilio's", twilio],
] as const)("%s sender, when the network or the provider fails,", (_, open: () => Sender) => {
  it.each<[string, Reply, string]>([
    ["no answer comes in time", "hang", "timeout"],
    ["the connection is cut", "cut", "cut"],
    ["the answer breaks off", "slow-body", "timeout"],
    ["the provider answers 502 with a page", { status: 502, body: "<html>" }, "http_502"],
    ["a success has no id", { status: 200, body: {} }, "no_id"],
    ["a success is not JSON", { status: 200, body: "OK" }, "no_id"],
  ])("does not know the outcome when %s", async (_name, reply, code) => {
    server.reply = reply;
    expect(await open().send(outgoing, soon())).toEqual({ kind: "unknown", code });
  });

  it("knows that nothing was sent when nobody listens", async () => {
    const sender = open();
    server.stop();
    expect(await sender.send(outgoing, soon())).toEqual({ kind: "refused", code: "ECONNREFUSED", remedy: "soon" });
  });

  it("does not follow a redirect with its credentials", async () => {
    server.reply = { status: 307, headers: { location: `${server.url}/elsewhere` }, body: {} };
    expect(await open().send(outgoing, soon())).toEqual({ kind: "refused", code: "http_307", remedy: "never" });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    [429, "slow"],
    [401, "stop"],
    [404, "never"],
  ])("takes a bare HTTP %d as %s", async (status, remedy) => {
    server.reply = { status, body: "x" };
    expect(await open().send(outgoing, soon())).toEqual({ kind: "refused", code: `http_${status}`, remedy });
  });
});
