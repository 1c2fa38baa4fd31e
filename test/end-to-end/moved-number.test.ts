import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { atRest } from "../support/quiet-stack.ts";
import { staffOf } from "../support/staff.ts";
import { startBuiltStack } from "../support/start-built-stack.ts";
import { waitFor } from "../support/wait-for.ts";

const AGENT = "agent_1a2b3c4d5e";
const AT_META = {
  name: "support",
  provider: "meta",
  phoneNumberId: "310000000000007",
  wabaId: "210000000000001",
  agentId: AGENT,
} as const;
const IN_ANOTHER_ACCOUNT = { ...AT_META, phoneNumberId: "310000000000099", wabaId: "210000000000009" };
const AT_TWILIO = {
  name: "support",
  provider: "twilio",
  from: "whatsapp:+14155238886",
  agentId: AGENT,
} as const;

const settingsWith = (number: SettingsFile["numbers"][number]): SettingsFile => ({
  ...DEMO_SETTINGS,
  numbers: [number],
  turns: { quietSeconds: 0, maxWaitSeconds: 0 },
});

/** Table and queues stay, as over a deploy. */
const stateDir = mkdtempSync(join(tmpdir(), "moved-number-test-"));
let running: { number: SettingsFile["numbers"][number]; stack: LocalStack } | undefined;
const stop = async () => {
  await running?.stack.stop();
  running = undefined;
};
afterAll(async () => {
  await stop();
  rmSync(stateDir, { recursive: true });
});

/** Of what runs already nothing is started again. */
async function deploy(number: SettingsFile["numbers"][number]): Promise<LocalStack> {
  if (running?.number === number) return running.stack;
  await stop();
  const stack = await startBuiltStack({ settings: settingsWith(number), stateDir });
  running = { number, stack };
  return stack;
}

let people = 0;
const aCustomer = (): SimulatedCustomer => {
  const id = String(++people).padStart(4, "0");
  return { name: "Robin", phone: `1555016${id}`, userId: `US.16${id}` };
};
const texts = (stack: LocalStack, { phone = "" }: SimulatedCustomer) =>
  stack.meta.phone.replies(phone).map(({ text }) => text);

describe("a number that keeps its name in the settings", () => {
  it("keeps opt-outs and handoffs when it moves to another WhatsApp account", async () => {
    const [stopped, waiting, other] = [aCustomer(), aCustomer(), aCustomer()];
    const services = await deploy(AT_META);
    await services.meta.say(stopped, "STOP");
    await services.meta.say(waiting, "human");
    await services.meta.say(other, "hello");
    await waitFor("three replies", () =>
      [stopped, waiting, other].every((customer) => texts(services, customer).length > 0),
    );
    await atRest(services);

    const moved = await deploy(IN_ANOTHER_ACCOUNT);
    for (const customer of [stopped, waiting, other]) await moved.meta.say(customer, "is somebody there?");
    await waitFor("the reply to the one who may be answered", () => texts(moved, other).length > 0);
    await atRest(moved);
    expect([stopped, waiting].map((customer) => texts(moved, customer))).toEqual([[], []]);
    const staff = staffOf(() => moved);
    const found = async ({ phone }: SimulatedCustomer) =>
      (await staff.post("find", { contact: `+${phone}` })).body.conversations;
    expect(await found(stopped)).toMatchObject([{ number: "support", optedOut: true }]);
    expect(await found(waiting)).toMatchObject([{ number: "support", paused: true }]);
    expect(new Set(moved.chatsby.questions.map(({ session }) => session))).toEqual(new Set([other.phone]));
  });

  it("keeps opt-outs and sessions when it moves from Twilio to Meta, where customers have user ids", async () => {
    const [stopped, other] = [aCustomer(), aCustomer()];
    const atTwilio = await deploy(AT_TWILIO);
    for (const [{ name, phone = "" }, text] of [
      [stopped, "STOP"],
      [other, "hello"],
    ] as const)
      await atTwilio.twilio.say({ name, phone }, text);
    await waitFor("a reply at Twilio", () => atTwilio.twilio.phone.replies(other.phone ?? "").length > 0);
    await atRest(atTwilio);

    const atMeta = await deploy(AT_META);
    for (const customer of [stopped, other]) await atMeta.meta.say(customer, "is somebody there?");
    await waitFor("a reply at Meta", () => texts(atMeta, other).length > 0);
    await atRest(atMeta);
    expect(texts(atMeta, stopped)).toEqual([]);
    expect(atMeta.chatsby.questions.map(({ session }) => session)).toEqual([other.phone]);
  });
});

describe("a phone that has passed to another person", () => {
  it("brings the new owner neither the former one's session nor the handoff, and is found as the new owner's", async () => {
    const former = aCustomer();
    const services = await deploy(AT_META);
    const owner = { ...former, name: "Sam", userId: `${former.userId}9` };
    await services.meta.say(former, "my order number is 7");
    await waitFor("a reply", () => texts(services, former).length > 0);
    await atRest(services);
    await services.meta.say(owner, "hello");
    await waitFor("a reply to the new owner", () => texts(services, owner).length > 1);
    await atRest(services);
    const sessions = services.chatsby.questions
      .filter(({ message }) => /order number|^hello$/.test(message))
      .map(({ session }) => session);
    expect(sessions.slice(-2)).toEqual([former.phone, owner.userId]);
    const found = await staffOf(() => services).post("find", { contact: `+${owner.phone}` });
    expect(found.body.conversations).toHaveLength(1);
  });
});

describe("a customer who has stopped and started again", () => {
  it("has one conversation, by whatever name staff look for it", async () => {
    const customer = aCustomer();
    const services = await deploy(AT_META);
    for (const [text, replies] of [
      ["hello", 1],
      ["STOP", 2],
      ["START", 3],
    ] as const) {
      // Meta's times are whole seconds, and of the same second STOP counts.
      await services.clock.move(SECOND_MS);
      await services.meta.say(customer, text);
      await waitFor(`the reply to ${text}`, () => texts(services, customer).length >= replies);
      await atRest(services);
      const staff = staffOf(() => services);
      for (const contact of [`+${customer.phone}`, customer.userId])
        expect((await staff.post("find", { contact })).body.conversations).toHaveLength(1);
    }
  });
});
