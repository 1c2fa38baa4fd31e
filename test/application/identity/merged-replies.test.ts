import { describe, expect, it } from "@jest/globals";
import type { Content } from "../../../lib/domain/inbound/inbound.ts";
import { aNumberWith, DANA, DANA_LATER, idOf } from "../../support/customer-world.ts";
import { SUPPORT } from "../../support/engine-world.ts";

const COME_BACK = { name: "come_back", language: "en", preview: "Your answer is here. Tap to read it." };
const [BY_PHONE, BY_USER] = [{ phone: "15550177001" }, { userId: "US.1" }];

function aNumber() {
  const world = aNumberWith({
    number: {
      reengagement: () => COME_BACK,
      failureActionFor: (code) => (code === "131047" ? "template" : "never"),
    },
  });
  return {
    ...world,
    /** The answer comes too late for the window, and the template leaves. */
    async isAnsweredLate(customer: typeof BY_PHONE | typeof BY_USER, text: string) {
      world.clock.time += 1_000;
      world.refuseWindow();
      await world.receive(customer, { kind: "text", text });
      for (let result = await world.work(customer); result.kind === "retryAfter"; ) {
        world.clock.time += result.delayMs;
        result = await world.work(customer);
      }
      await world.rest();
    },
    /** WhatsApp reports that both are one customer. */
    async isOne() {
      world.clock.time += 1_000;
      await world.notes(BY_PHONE, BY_USER);
      await world.work(BY_PHONE);
      await world.rest();
    },
    async comesBack(content: Content) {
      world.clock.time += 1_000;
      await world.receive(BY_USER, content);
      await world.work(BY_USER);
      await world.rest();
    },
  };
}

const TAP: Content = { kind: "button", text: "Read it" };

describe("a customer under two ids, who turn out to be one", () => {
  it.each([false, true])(
    "gets the replies that waited under both, once (a slow worker joins them again: %s)",
    async (isRepeated) => {
      const world = aNumber();
      await world.isAnsweredLate(BY_PHONE, "Do you ship to Canada?");
      await world.isAnsweredLate(BY_USER, "And to Mexico?");
      const { state: other } = await world.engine.conversations.load(idOf(BY_USER));
      await world.isOne();
      await world.comesBack(TAP);
      if (isRepeated) await world.engine.conversations.mergeInto(idOf(BY_PHONE), other);
      await world.comesBack({ kind: "text", text: "Thanks" });
      expect(world.texts()).toEqual([
        COME_BACK.preview,
        COME_BACK.preview,
        "re: Do you ship to Canada?",
        "re: And to Mexico?",
        "re: Thanks",
      ]);
    },
  );

  it("is brought back with one paid template, and the tap on it asks the agent nothing", async () => {
    const world = aNumber();
    await world.says(BY_PHONE, "hello");
    await world.isAnsweredLate(BY_USER, "Do you ship to Canada?");
    await world.isOne();
    await world.comesBack(TAP);
    expect(world.texts()).toEqual(["re: hello", COME_BACK.preview, "re: Do you ship to Canada?"]);
    expect(world.asked).toHaveLength(2);
  });
});

it("a customer whose ids changed twice is written to by the last ones, although the first change is known last", async () => {
  const last = { userId: "US.3", phone: "15550177003" };
  const world = aNumberWith();
  await world.says({ phone: "15550177001" }, "hello");
  await world.says(DANA, "it is me");
  const firstChange = world.clock.time;
  await world.says(DANA_LATER, "with a new number");
  await world.notes(DANA_LATER, last);
  await world.work(DANA_LATER);
  await world.rest();
  await world.receive(DANA, { kind: "identity-change", ...DANA_LATER }, firstChange);
  await world.work(DANA);
  await world.rest();
  const content = { kind: "reply", text: "Your lamp is ready." } as const;
  const [job, { conversation }] = [
    { id: "r1", number: SUPPORT, at: world.clock.time, by: "arn:staff", content },
    await world.engine.controls.read(idOf(last)),
  ];
  expect(conversation).toBe(idOf(DANA));
  await world.engine.outbox.add(conversation, job);
  await world.work(DANA);
  expect(world.sent.at(-1)).toMatchObject({ text: "Your lamp is ready.", to: last });
});
