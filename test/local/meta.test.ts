import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { DANA } from "../../local/customer.ts";
import { metaWire } from "../../local/meta/wire.ts";
import { aFakeMeta, NUMBER } from "./a-fake-meta.ts";

const TEXT = { messaging_product: "whatsapp", to: "+15550177001", type: "text", text: { body: "Hello" } };

const BASE = { messaging_product: "whatsapp", to: "+15550177001", type: "interactive" };
const BUTTON = { type: "reply", reply: { id: "1", title: "Red" } };
const buttons = (list: unknown[], text = "Which?") => ({
  ...BASE,
  interactive: { type: "button", body: { text }, action: { buttons: list } },
});
const rows = (list: unknown[], { text = "Which?", button = "Choose" } = {}) => ({
  ...BASE,
  interactive: { type: "list", body: { text }, action: { button, sections: [{ rows: list }] } },
});
const choices = (count: number, length = 1) =>
  Array.from({ length: count }, (_, at) => ({
    id: `${at}`,
    title: String.fromCharCode(97 + at).repeat(length),
  }));
const replies = (count: number, length?: number) =>
  choices(count, length).map((reply) => ({ type: "reply", reply }));

describe("the fake of Meta", () => {
  const bench = aFakeMeta();
  const { clock, received, answers, post } = bench;
  const sent = () => received.map(({ body }) => JSON.parse(body.toString()).entry[0].changes[0].value);

  it("takes a text, shows it on the phone and returns a wamid and the number that it went to", async () => {
    const answer = await post(TEXT);
    expect(answer).toMatchObject({
      status: 200,
      contacts: [{ input: "+15550177001", wa_id: "15550177001" }],
    });
    expect(answer.messages?.[0]?.id).toMatch(/^wamid\./);
    expect(bench.meta.phone.of("15550177001")).toMatchObject([{ from: "business", text: "Hello" }]);
  });

  it("echoes the reference in signed sent, delivered and read webhooks, and prices the message once", async () => {
    const { messages } = await post({ ...TEXT, biz_opaque_callback_data: "cw1.a.b.0.1" });
    await bench.meta.settled();
    expect(sent().flatMap(({ statuses }) => statuses)).toMatchObject([
      {
        id: messages?.[0]?.id,
        status: "sent",
        biz_opaque_callback_data: "cw1.a.b.0.1",
        pricing: { billable: false, type: "free_customer_service" },
      },
      { status: "delivered", biz_opaque_callback_data: "cw1.a.b.0.1" },
      { status: "read", biz_opaque_callback_data: "cw1.a.b.0.1" },
    ]);
    expect(sent().filter(({ statuses }) => statuses[0].pricing)).toHaveLength(1);
    for (const { body, headers } of received)
      expect(headers["x-hub-signature-256"]).toBe(
        `sha256=${createHmac("sha256", "secret").update(body).digest("hex")}`,
      );
    expect(bench.meta.phone.replies()[0]?.ticks).toBe("read");
  });

  it.each<[string, unknown, number, number]>([
    ["no JSON", "{", 100, 400],
    ["no messaging_product", { ...TEXT, messaging_product: undefined }, 100, 400],
    ["what is no phone number", { ...TEXT, to: "+1555CALLDANA" }, 131009, 400],
    ["a phone of five digits", { ...TEXT, to: "+15550" }, 131009, 400],
    ["a phone that is a number", { ...TEXT, to: 15550177001 }, 131009, 400],
    ["no recipient", { ...TEXT, to: undefined }, 131008, 400],
    ["a phone in recipient", { ...TEXT, to: undefined, recipient: "+15550177001" }, 131009, 400],
    ["an empty text", { ...TEXT, text: { body: " " } }, 100, 400],
    ["4,097 characters", { ...TEXT, text: { body: "x".repeat(4097) } }, 100, 400],
    ["a reference of 513 characters", { ...TEXT, biz_opaque_callback_data: "x".repeat(513) }, 100, 400],
    ["an unknown key", { ...TEXT, boddy: 1 }, 100, 400],
    [
      "a read mark for no wamid",
      { messaging_product: "whatsapp", status: "read", message_id: "SM1" },
      131009,
      400,
    ],
  ])("refuses %s", async (_, body, code, status) => {
    expect(await post(body)).toMatchObject({
      status,
      error: { code, error_data: { messaging_product: "whatsapp" } },
    });
    expect(bench.meta.phone.messages).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["no button", buttons([])],
    ["four buttons", buttons(replies(4))],
    ["a button of 21 characters", buttons(replies(1, 21))],
    ["two buttons of one title", buttons([BUTTON, { type: "reply", reply: { id: "2", title: "Red" } }])],
    ["two buttons of one id", buttons([BUTTON, { type: "reply", reply: { id: "1", title: "Blue" } }])],
    ["a button that is no reply", buttons([{ ...BUTTON, type: "url" }])],
    ["1,025 characters above buttons", buttons([BUTTON], "x".repeat(1_025))],
    ["no text above buttons", buttons([BUTTON], "")],
    ["eleven rows", rows(choices(11))],
    ["a row of 25 characters", rows(choices(2, 25))],
    ["4,097 characters above a list", rows(choices(2), { text: "x".repeat(4_097) })],
    ["a list that nothing opens", rows(choices(2), { button: "" })],
    ["a list opened by 21 characters", rows(choices(2), { button: "x".repeat(21) })],
  ])("refuses %s", async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 400, error: { code: 131009 } });
    expect(bench.meta.phone.messages).toEqual([]);
  });

  it("shows buttons and lists at their limits on the phone, and refuses an interactive message without anything", async () => {
    expect((await post(buttons(replies(3, 20), "x".repeat(1_024)))).status).toBe(200);
    expect(
      (await post(rows(choices(10, 24), { text: "x".repeat(4_096), button: "x".repeat(20) }))).status,
    ).toBe(200);
    expect(bench.meta.phone.messages.map(({ options }) => options?.length)).toEqual([3, 10]);
    expect(await post({ ...BASE, text: { body: "Hi" } })).toMatchObject({ error: { code: 100 } });
    expect(await post({ ...BASE, interactive: { type: "list" } })).toMatchObject({ error: { code: 131008 } });
    const poll = { ...BASE, interactive: { type: "poll", body: { text: "?" }, action: {} } };
    expect(await post(poll)).toMatchObject({
      error: { code: 100, error_data: { details: expect.stringContaining("interactive['type']") } },
    });
  });

  it("takes 4,096 characters and a reference of 512", async () => {
    expect(
      (await post({ ...TEXT, text: { body: "x".repeat(4096) }, biz_opaque_callback_data: "x".repeat(512) }))
        .status,
    ).toBe(200);
  });

  it("refuses a wrong token with 190, an unknown number with 33, and a path without a version", async () => {
    expect(await post(TEXT, { token: "other" })).toMatchObject({ status: 401, error: { code: 190 } });
    expect(await post(TEXT, { path: "/v25.0/999/messages" })).toMatchObject({
      status: 400,
      error: { code: 33 },
    });
    expect((await post(TEXT, { path: `/${NUMBER.phoneNumberId}/messages` })).status).toBe(404);
  });

  it("answers a user id in recipient without a wa_id, and loses one in to", async () => {
    const userId = DANA.userId ?? "";
    expect((await post({ ...TEXT, to: undefined, recipient: userId })).contacts).toEqual([
      { input: userId, user_id: userId },
    ]);
    expect((await post({ ...TEXT, to: userId })).status).toBe(200);
    expect([bench.meta.phone.messages.length, bench.meta.lost.length]).toEqual([1, 1]);
  });

  it("marks a customer's message read and shows typing", async () => {
    const { id } = await bench.meta.say(DANA, "Hi");
    const mark = {
      messaging_product: "whatsapp",
      status: "read",
      message_id: id,
      typing_indicator: { type: "text" },
    };
    expect(await post(mark)).toEqual({ status: 200, success: true });
    expect(bench.meta.reads).toEqual([{ messageId: id, typing: true }]);
    expect(bench.meta.phone.messages[0]?.ticks).toBe("read");
  });

  it("writes webhooks in escaped form: only ASCII, lower-case hex, escaped slashes", () => {
    expect(metaWire({ a: "ä😀/" }).toString()).toBe('{"a":"\\u00e4\\ud83d\\ude00\\/"}');
    expect(JSON.parse(metaWire({ a: "ä😀/" }).toString())).toEqual({ a: "ä😀/" });
  });

  it("delivers again until it is answered 200, also after 204", async () => {
    answers.push(503, 204);
    expect(await bench.meta.say(DANA, "Hi")).toMatchObject({ status: 200, attempts: 3 });
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
  });

  it("lets a message fail with 131047 when the customer wrote 24 h ago", async () => {
    bench.meta.lastWrote(DANA, clock.now() - 24 * 3600_000);
    expect((await post(TEXT)).status).toBe(200);
    await bench.meta.settled();
    expect(sent()[0].statuses[0]).toMatchObject({ status: "failed", errors: [{ code: 131047 }] });
    expect(sent()[0].contacts).toBeUndefined();
    expect(bench.meta.phone.messages).toEqual([]);
  });

  it("refuses, cuts and hangs as planned, with and without effect", async () => {
    bench.meta.faults.next(
      { code: 131056 },
      { status: 502 },
      "cut-before-accept",
      "cut-after-accept",
      "timeout-after-accept",
    );
    expect(await post(TEXT)).toMatchObject({ status: 400, error: { code: 131056 } });
    const raw = () =>
      fetch(`${bench.meta.url}/v25.0/${NUMBER.phoneNumberId}/messages`, {
        method: "POST",
        headers: { authorization: "Bearer token" },
        body: JSON.stringify(TEXT),
        signal: AbortSignal.timeout(300),
      });
    expect((await raw()).status).toBe(502);
    await expect(raw()).rejects.toThrow();
    expect(bench.meta.phone.messages).toHaveLength(0);
    await expect(raw()).rejects.toThrow();
    expect(bench.meta.phone.messages).toHaveLength(1);
    await expect(raw()).rejects.toThrow();
    expect(bench.meta.phone.messages).toHaveLength(2);
    expect((await raw()).status).toBe(200);
  });
});
