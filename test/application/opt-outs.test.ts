import { describe, expect, it } from "@jest/globals";
import type { ConsentChange } from "../../lib/domain/consent/consent-change.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

type World = ReturnType<typeof engineWorld>;
const consentEvents = ({ events }: World) =>
  events.filter(({ type }) => type.startsWith("contact")).map(({ type }) => type);
const changeConsent = (world: World, change: Partial<ConsentChange> = {}) =>
  world.engine.controls.changeConsent(world.conversation, {
    id: "w1",
    action: "stop",
    scope: "all",
    source: "preference",
    at: world.clock.time,
    ...change,
  });

describe("a customer who writes STOP", () => {
  it("gets one confirmation and nothing else, however often it is written; all is still recorded", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    for (const text of ["STOP", "Stop.", "are you there?"]) {
      world.clock.time += 1000;
      await world.write(text);
      await world.run();
    }
    expect(world.texts()).toEqual(["re: hello", "text:optedOut"]);
    expect(world.endings()).toEqual([
      "answered",
      "ignored: opted-out",
      "ignored: opted-out",
      "ignored: opted-out",
    ]);
    expect(consentEvents(world)).toEqual(["contact.opted-out"]);
    expect((await world.engine.history.transcript([world.conversation])).map(({ text }) => text)).toContain(
      "are you there?",
    );
  });

  it("in a sentence means something else", async () => {
    const world = engineWorld();
    await world.write("please stop the delivery");
    await world.run();
    expect(world.asked).toEqual(["please stop the delivery"]);
  });

  it("blocks an answer that is being made", async () => {
    const world = engineWorld({
      agent: {
        ask: async () => {
          await changeConsent(world, { source: "word" });
          return { text: "too late" };
        },
      },
    });
    await world.write("hello");
    await world.run();
    expect(world.texts()).toEqual(["text:optedOut"]);
    expect(world.endings()).toEqual(["ignored: opted-out"]);
  });

  it("comes back with START, gets a confirmation, and is answered again", async () => {
    const world = engineWorld();
    for (const text of ["STOP", "START", "hello again"]) {
      world.clock.time += 1000;
      await world.write(text);
      await world.run();
    }
    expect(world.texts()).toEqual(["text:optedOut", "text:optedIn", "re: hello again"]);
    expect(consentEvents(world)).toEqual(["contact.opted-out", "contact.opted-in"]);
    expect(world.endings()).toEqual(["ignored: opted-out", "ignored: opted-in", "answered"]);
  });

  it("and START in one breath has changed nothing", async () => {
    const world = engineWorld();
    const start = world.clock.time;
    await world.write("STOP", { sentAt: start - 2000 });
    await world.write("START", { sentAt: start - 1000 });
    await world.write("hello", { sentAt: start });
    await world.run();
    expect(world.state().optedOutAt).toBeUndefined();
    expect(world.texts()).toEqual(["re: hello"]);
    expect(consentEvents(world)).toEqual([]);
  });

  it("is not confirmed when the settings or the provider do that", async () => {
    const world = engineWorld({ rules: { confirmOptOut: false } });
    await world.write("STOP");
    await world.run();
    expect(world.sent).toEqual([]);
    const other = engineWorld();
    await changeConsent(other, { source: "provider" });
    await other.run();
    expect(other.sent).toEqual([]);
    expect(consentEvents(other)).toEqual(["contact.opted-out"]);
  });
});

describe("an opt-out", () => {
  it("counts under the customer's bare phone too, by which a mailing may know them", async () => {
    const world = engineWorld();
    await world.write("STOP");
    await world.run();
    const byPhone = world.engine.conversationFor(SUPPORT, { phone: "15550177001" });
    expect((await world.engine.controls.read(byPhone)).optedOutAt).toBeDefined();
    await world.write("START", { sentAt: world.clock.time + 1000 });
    world.clock.time += 2000;
    await world.run();
    expect((await world.engine.controls.read(byPhone)).optedOutAt).toBeUndefined();
  });

  it("is confirmed also while the bus is away, and published as soon as it is back", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    const { publish } = world.engine.events;
    world.engine.events.publish = async () => {
      throw new Error("the bus is away");
    };
    await world.write("STOP");
    expect(await world.run()).toEqual({ kind: "done" });
    world.clock.time += 5_000;
    expect(world.texts()).toEqual(["re: hello", "text:optedOut"]);
    world.engine.events.publish = publish;
    await world.run();
    expect(consentEvents(world)).toEqual(["contact.opted-out"]);
    expect(world.texts()).toHaveLength(2);
  });

  it("outlives the erasure of all else, and is neither published nor confirmed again", async () => {
    const world = engineWorld();
    await world.write("STOP");
    await world.run();
    await world.engine.history.erase(world.conversation);
    await world.write("hello?");
    await world.run();
    expect(world.texts()).toEqual(["text:optedOut"]);
    expect(consentEvents(world)).toEqual(["contact.opted-out"]);
  });

  it("that the provider dealt with comes once, by the message, whatever comes after it", async () => {
    const world = engineWorld();
    await world.write({ kind: "opt-out", word: "stop" });
    await world.run();
    expect(world.endings()).toEqual(["ignored: opted-out"]);
    expect(world.sent).toEqual([]);
    expect(consentEvents(world)).toEqual(["contact.opted-out"]);
    world.clock.time += 1000;
    await world.write({ kind: "opt-out", word: "start" });
    await world.run();
    expect(consentEvents(world)).toEqual(["contact.opted-out", "contact.opted-in"]);
  });
});

describe("START of a customer who never stopped", () => {
  it("is put before the agent", async () => {
    const world = engineWorld();
    // As the webhook does with every such keyword.
    await changeConsent(world, { action: "start", source: "word" });
    await world.write("start");
    await world.run();
    expect(world.asked).toEqual(["start"]);
    expect(consentEvents(world)).toEqual([]);
  });
});

describe("a preference set in WhatsApp", () => {
  it("is confirmed only when the customer writes, because the window may be closed", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    world.clock.time += 30 * HOUR;
    await changeConsent(world);
    await world.run();
    expect(world.texts()).toEqual(["re: hello"]);
    expect(consentEvents(world)).toEqual(["contact.opted-out"]);
    await world.write("where is my order?");
    await world.run();
    expect(world.texts()).toEqual(["re: hello", "text:optedOut"]);
    expect(world.asked).toEqual(["hello"]);
  });

  it("that stops only templates leaves answers as they are, and is not confirmed", async () => {
    const world = engineWorld();
    await changeConsent(world, { scope: "templates" });
    await world.write("where is my order?");
    await world.run();
    expect(world.texts()).toEqual(["re: where is my order?"]);
    expect(consentEvents(world)).toEqual(["contact.opted-out"]);
  });
});

describe("a refusal because the customer has opted out", () => {
  it("counts as the customer's opt-out, and nothing more is sent", async () => {
    const world = engineWorld({ number: { failureActionFor: () => "opted-out" } });
    world.outcomes.push({ kind: "refused", code: "21610", failureAction: "opted-out" });
    await world.write("hello");
    await world.run();
    await world.write("hello?");
    await world.run();
    expect(world.sent).toEqual([]);
    expect(world.endings()).toEqual(["failed: 21610", "ignored: opted-out"]);
    expect(consentEvents(world)).toEqual(["contact.opted-out"]);
  });

  it("is published although the customer never writes again", async () => {
    const world = engineWorld({ number: { failureActionFor: () => "opted-out" } });
    world.outcomes.push({ kind: "refused", code: "21610", failureAction: "opted-out" });
    await world.write("hello");
    await world.run();
    expect(world.turnQueue.sent).toEqual([
      { kind: "wake", conversation: world.conversation, number: SUPPORT },
    ]);
    await world.run();
    expect(consentEvents(world)).toEqual(["contact.opted-out"]);
  });
});

describe("a number that is switched off", () => {
  it("answers nothing, and what is written then ends so", async () => {
    const world = engineWorld();
    await world.engine.switches.set(SUPPORT, true, "arn:staff", world.clock.time);
    await world.write("hello");
    await world.run();
    expect(world.asked).toEqual([]);
    expect(world.endings()).toEqual(["ignored: switched-off"]);
    await world.engine.switches.set(SUPPORT, false, "arn:staff", world.clock.time);
    await world.write("hello");
    await world.run();
    expect(world.texts()).toEqual(["re: hello"]);
  });

  it("also while the agent was thinking, and when all numbers are", async () => {
    const world = engineWorld({
      agent: {
        ask: async () => {
          await world.engine.switches.set("*", true, "arn:staff", world.clock.time);
          return { text: "too late" };
        },
      },
    });
    await world.write("hello");
    await world.run();
    expect(world.sent).toEqual([]);
    expect(world.endings()).toEqual(["ignored: switched-off"]);
  });
});
