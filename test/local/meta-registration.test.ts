import { beforeEach, describe, expect, it } from "@jest/globals";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { DANA } from "../../local/customer.ts";
import { FakeRegistration } from "../../local/meta/registration.ts";
import { aFakeMeta, NUMBER } from "./a-fake-meta.ts";

const TEXT = { messaging_product: "whatsapp", to: "+15550177001", type: "text", text: { body: "Hello" } };
const REGISTER = { messaging_product: "whatsapp", pin: "123456" };

describe("the fake of Meta, with a number that was only added", () => {
  const bench = aFakeMeta();
  let registration: FakeRegistration;
  beforeEach(() => {
    registration = new FakeRegistration();
    bench.meta.account.registrations.set(NUMBER.phoneNumberId, registration);
  });
  const post = async (edge: string, body: unknown) => {
    const { status, error } = await bench.post(body, { path: `/v25.0/${NUMBER.phoneNumberId}/${edge}` });
    return error?.code ?? status;
  };
  const verified = async () => {
    await post("request_code", { code_method: "SMS", language: "en_US" });
    return post("verify_code", { code: registration.codes.at(-1)?.code });
  };

  it("refuses messages, delivers none, and shows what is missing", async () => {
    expect(await post("messages", TEXT)).toBe(133010);
    expect(await bench.meta.say(DANA, "hello")).toMatchObject({ status: 0 });
    expect(bench.received).toEqual([]);
    const { json } = await bench.get(
      `/v25.0/${NUMBER.phoneNumberId}?fields=status,code_verification_status,platform_type,health_status`,
    );
    expect(json).toMatchObject({
      status: "PENDING",
      code_verification_status: "NOT_VERIFIED",
      platform_type: "NOT_APPLICABLE",
      health_status: { can_send_message: "BLOCKED" },
    });
  });

  it("registers it once it is verified with the newest code", async () => {
    expect(await post("register", REGISTER)).toBe(133006);
    expect(await post("verify_code", { code: "000000" })).toBe(136025);
    expect(await post("request_code", { code_method: "FAX", language: "en_US" })).toBe(100);
    expect(await post("request_code", { code_method: "VOICE", language: "de" })).toBe(200);
    const [first] = registration.codes;
    expect(await verified()).toBe(200);
    expect(first).toMatchObject({ method: "VOICE", language: "de" });
    expect(await post("register", { ...REGISTER, pin: "12345" })).toBe(100);
    expect(await post("register", REGISTER)).toBe(200);
    expect(await post("messages", TEXT)).toBe(200);
  });

  it("delivers messages only to a subscribed app with a webhook for messages", async () => {
    const { account } = bench.meta;
    await verified();
    await post("register", REGISTER);
    expect(await bench.meta.say(DANA, "hello")).toMatchObject({ status: 0 });
    account.webhook = { url: bench.meta.webhookUrl, active: true, fields: ["messages"] };
    expect(await bench.meta.say(DANA, "hello")).toMatchObject({ status: 200 });
    account.subscribedApps = [];
    expect(await bench.meta.say(DANA, "hello")).toMatchObject({ status: 0 });
  });

  it("accepts only the PIN that the number has, and not many guesses", async () => {
    await verified();
    registration.pin = "654321";
    for (let guess = 0; guess < 5; guess += 1) expect(await post("register", REGISTER)).toBe(133005);
    expect(await post("register", { ...REGISTER, pin: "654321" })).toBe(133008);
  });

  it("counts ten registrations in 72 hours", async () => {
    for (let at = 0; at < 10; at += 1) expect(await post("register", REGISTER)).toBe(133006);
    await verified();
    expect(await post("register", REGISTER)).toBe(133016);
    bench.clock.time += 73 * HOUR_MS;
    expect(await post("register", REGISTER)).toBe(200);
  });
});
