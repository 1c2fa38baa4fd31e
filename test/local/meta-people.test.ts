import { describe, expect, it } from "@jest/globals";
import { DANA, type SimulatedCustomer } from "../../local/customer.ts";
import { payload } from "../support/payloads.ts";
import { aFakeMeta, NUMBER, OTHER_NUMBER } from "./a-fake-meta.ts";

const DANA_TEST: SimulatedCustomer = { ...DANA, name: "Dana Test" };
const HIDDEN: SimulatedCustomer = { name: "Noor", userId: "US.4100" };
const TEXT = { messaging_product: "whatsapp", to: "+15550177001", type: "text", text: { body: "Hello" } };
const HOUR = 3600_000;

/** Made equal: ids, times and texts, which differ in every message. */
const normal = (webhook: unknown) =>
  JSON.parse(
    JSON.stringify(webhook)
      .replace(/"wamid\.[^"]+"/g, '"wamid"')
      .replace(/"timestamp":("?)\d+\1/g, '"timestamp":$10$1')
      .replace(/"body":"[^"]*"/g, '"body":"text"'),
  );
const recorded = (name: string) => normal(JSON.parse(payload(`meta/${name}.json`).raw.toString()));

describe("people at the fake of Meta", () => {
  const bench = aFakeMeta();
  const { clock, post } = bench;
  const webhooks = () => bench.received.map(({ body }) => normal(JSON.parse(body.toString())));
  const replyTo = async (path?: string) => (await post(TEXT, path ? { path } : {})).error?.code;

  it("write from the business app: on the phone as the business, to the webhook as a recorded echo", async () => {
    await bench.meta.echo(DANA_TEST, "I am on it");
    expect(webhooks()).toEqual([recorded("fld_smb_message_echo")]);
    expect(bench.meta.phone.messages).toMatchObject([
      { from: "business", text: "I am on it", customer: DANA.phone },
    ]);
    await bench.meta.echo(HIDDEN, "Hi");
    expect(bench.changes()[1]?.value.message_echoes?.[0]).not.toHaveProperty("to");
  });

  it("stop and resume marketing, in the shape of a recorded preference", async () => {
    await bench.meta.preference(DANA_TEST, "stop");
    expect(webhooks()).toEqual([recorded("fld_user_preferences_stop")]);
    expect([...bench.meta.marketingStopped]).toEqual([DANA.phone]);
    await bench.meta.preference(DANA_TEST, "resume");
    expect(bench.changes()[1]).toMatchObject({
      field: "user_preferences",
      value: { user_preferences: [{ value: "resume" }] },
    });
    expect(bench.meta.marketingStopped.size).toBe(0);
  });

  it("tap a template's button, which quotes it and brings back the payload", async () => {
    await post({
      ...TEXT,
      type: "template",
      template: {
        name: "continue_chat",
        language: { code: "en_US" },
        components: [
          {
            type: "button",
            sub_type: "quick_reply",
            index: "0",
            parameters: [{ type: "payload", payload: "SEND_77" }],
          },
        ],
      },
      text: undefined,
    });
    const id = bench.meta.phone.messages[0]?.id;
    await bench.meta.settled();
    bench.received.length = 0;
    await bench.meta.tap(DANA_TEST, "Send it");
    const shape = JSON.stringify(recorded("in_button_template_quick_reply"))
      .replace("CONFIRM_77", "SEND_77")
      .replace("Confirm", "Send it");
    expect(webhooks()).toEqual([JSON.parse(shape)]);
    expect(bench.changes()[0]?.value.messages).toMatchObject([{ context: { id } }]);
    await bench.meta.tap(DANA, "Confirm", { quoting: "wamid.1" });
    expect(bench.changes()[1]?.value.messages).toMatchObject([
      { button: { payload: "Confirm" }, context: { id: "wamid.1" } },
    ]);
  });

  it("are only listened to while another app answers: one level deeper, in a field of its own", async () => {
    await bench.meta.standby(DANA, "Hi");
    expect(bench.changes()).toMatchObject([
      { field: "standby", value: { standby: { messages: [{ text: { body: "Hi" } }] } } },
    ]);
    expect(bench.changes()[0]?.value).not.toHaveProperty("messages");
  });

  it("can be replied to until 24 h after they last wrote, to that number only", async () => {
    bench.meta.windowRefusal = "response";
    await bench.meta.say(DANA, "Hi");
    clock.time += 24 * HOUR - 1;
    expect(await replyTo()).toBeUndefined();
    expect(await replyTo(`/v25.0/${OTHER_NUMBER.phoneNumberId}/messages`)).toBe(131047);
    clock.time += 1;
    expect(await replyTo()).toBe(131047);
    await bench.meta.say(DANA, "Still there?");
    expect(await replyTo()).toBeUndefined();
  });

  it("open no window by what the business writes, by a reaction or by another number", async () => {
    bench.meta.windowRefusal = "response";
    await bench.meta.say(DANA, "Hi");
    clock.time += 24 * HOUR;
    await bench.meta.echo(DANA, "Hello again");
    await bench.meta.send(DANA, { type: "reaction", reaction: { message_id: "wamid.1", emoji: "👍" } });
    await bench.meta.send(DANA, { type: "system", system: { type: "user_changed_number" } });
    await bench.meta.say(DANA, "Hi", OTHER_NUMBER);
    expect(await replyTo()).toBe(131047);
    await bench.meta.tap(DANA, "Yes", { quoting: "wamid.1", number: NUMBER });
    expect(await replyTo()).toBeUndefined();
  });

  it("who never wrote here may be replied to only while the simulation allows it", async () => {
    bench.meta.windowRefusal = "response";
    expect(await replyTo()).toBeUndefined();
    bench.meta.strangerWindow = "closed";
    expect(await replyTo()).toBe(131047);
  });
});
