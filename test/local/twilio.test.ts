import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { DANA } from "../../local/customer.ts";
import { aFakeTwilio, FROM } from "./a-fake-twilio.ts";

const TEXT = { From: FROM, To: "whatsapp:+15550177001", Body: "Hello" };

/** By Twilio's own description, not by our code: URL, then every name and value in order of the names. */
function signatureOf(url: string, body: Buffer): string {
  const sorted = [...new URLSearchParams(body.toString())].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac("sha1", "token")
    .update(url + sorted.map(([name, value]) => name + value).join(""))
    .digest("base64");
}

describe("the fake of Twilio", () => {
  const bench = aFakeTwilio();
  const { clock, received, answers, post } = bench;

  it("takes a text with 201 and shows it on the phone", async () => {
    const answer = await post(TEXT);
    expect(answer).toMatchObject({ http: 201, status: "queued" });
    expect(answer.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(bench.twilio.phone.replies("15550177001")).toMatchObject([{ text: "Hello" }]);
  });

  it("reports queued, sent, delivered and read, signed over the URL with its query", async () => {
    const StatusCallback = `${bench.hookUrl}/webhooks/twilio/status?ref=cw1.a.b.0.1`;
    await post({ ...TEXT, StatusCallback });
    await bench.twilio.settled();
    expect(received.map(({ body }) => new URLSearchParams(body.toString()).get("MessageStatus"))).toEqual([
      "queued",
      "sent",
      "delivered",
      "read",
    ]);
    for (const { body, headers, rawQuery } of received) {
      expect(rawQuery).toBe("ref=cw1.a.b.0.1");
      expect(headers["x-twilio-signature"]).toBe(signatureOf(StatusCallback, body));
    }
  });

  it.each<[string, Record<string, string>, number]>([
    ["1,601 characters", { ...TEXT, Body: "x".repeat(1601) }, 21617],
    ["an address without whatsapp:", { ...TEXT, To: "+15550177001" }, 21910],
    ["an invalid address", { ...TEXT, To: "whatsapp:dana" }, 21211],
    ["somebody else's sender", { ...TEXT, From: "whatsapp:+14155550000" }, 63007],
    ["an empty body", { ...TEXT, Body: "" }, 21602],
    ["a callback that is no URL", { ...TEXT, StatusCallback: "/status" }, 21609],
  ])("refuses %s", async (_, form, code) => {
    expect(await post(form)).toMatchObject({ http: 400, code });
    expect(bench.twilio.phone.messages).toEqual([]);
  });

  it("takes 1,600 characters, and either token while one replaces the other", async () => {
    expect((await post({ ...TEXT, Body: "x".repeat(1600) }, { token: "old" })).http).toBe(201);
    expect(await post(TEXT, { token: "wrong" })).toMatchObject({ http: 401, code: 20003 });
  });

  it("shows typing for an inbound message on the upper-case channel only", async () => {
    const path = "/v3/Indicators/Typing.json";
    const { id } = await bench.twilio.say(DANA, "Hi");
    expect((await post({ messageId: id, channel: "whatsapp" }, { path })).http).toBe(400);
    expect(await post({ messageId: id, channel: "WHATSAPP" }, { path })).toEqual({
      http: 200,
      success: true,
    });
    expect(bench.twilio.typing).toEqual([{ messageId: id }]);
  });

  it("signs what a customer writes without the fragment, and repeats it with the same token-free body after a 5xx", async () => {
    answers.push(503, 502);
    expect(await bench.twilio.say(DANA, "Zoë & co + 1", { extra: { ExternalUserId: "US.1" } })).toMatchObject(
      { status: 200, attempts: 3 },
    );
    const [first, second] = received;
    expect(first?.headers["x-twilio-signature"]).toBe(
      signatureOf(`${bench.hookUrl}/webhooks/twilio`, first?.body ?? Buffer.alloc(0)),
    );
    expect(second?.headers["i-twilio-idempotency-token"]).toBe(first?.headers["i-twilio-idempotency-token"]);
    expect(Object.fromEntries(new URLSearchParams(first?.body.toString()))).toMatchObject({
      Body: "Zoë & co + 1",
      From: "whatsapp:+15550177001",
      WaId: "15550177001",
      ExternalUserId: "US.1",
    });
  });

  it("loses a webhook that failed when the URL asks for no repeats", async () => {
    bench.twilio.webhookUrl = `${bench.hookUrl}/webhooks/twilio`;
    answers.push(503);
    expect(await bench.twilio.say(DANA, "Hi")).toMatchObject({ status: 503, attempts: 1 });
  });

  it("lets a message fail with 63016 outside the window", async () => {
    bench.twilio.lastWrote(DANA, clock.now() - 24 * 3600_000);
    await post({ ...TEXT, StatusCallback: `${bench.hookUrl}/status?ref=r` });
    await bench.twilio.settled();
    expect(Object.fromEntries(new URLSearchParams(received[0]?.body.toString()))).toMatchObject({
      MessageStatus: "failed",
      ErrorCode: "63016",
    });
  });
});
