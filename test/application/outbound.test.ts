import { describe, expect, it } from "@jest/globals";
import { numberName } from "../../lib/domain/ids.ts";
import type { Outbound } from "../../lib/domain/turn/outbound.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

type World = ReturnType<typeof engineWorld>;
const TEMPLATE = { name: "order_update", language: "en_US", preview: "Your order has left." };

const add = (world: World, change: Partial<Outbound> = {}) =>
  world.engine.outbox.add(world.conversation, {
    id: "o1",
    number: SUPPORT,
    at: world.clock.time,
    by: "arn:staff",
    content: { kind: "reply", text: "Hello from a person." },
    ...change,
  });
const outcome = async (world: World, id = "o1") => {
  const { state, code } = (await world.engine.outbox.find(world.conversation, id)) ?? {};
  return code === undefined ? state : `${state}: ${code}`;
};

describe("what a person writes", () => {
  it("is sent once, also while the bot is paused and the number is switched off", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await world.engine.controls.pause(
      world.conversation,
      { id: "h", reason: "operator", since: 1, quiet: true, origin: world.conversation },
      world.clock.time + HOUR,
    );
    await world.engine.switches.set(SUPPORT, true, "arn", 1);
    await add(world);
    await world.run();
    await world.run();
    expect(world.texts()).toEqual(["re: hello", "Hello from a person."]);
    expect(await outcome(world)).toBe("sent");
    expect((await world.engine.history.transcript([world.conversation])).at(-1)).toMatchObject({
      from: "person",
      text: "Hello from a person.",
    });
  });

  it("is not sent to a customer who has opted out meanwhile, nor outside the window, and ends with the reason", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    world.clock.time += 24 * HOUR;
    await add(world);
    await world.run();
    await world.engine.controls.changeConsent(world.conversation, {
      id: "w",
      action: "stop",
      scope: "all",
      source: "provider",
      at: world.clock.time,
    });
    await world.write("stop it");
    await add(world, { id: "o2" });
    await world.run();
    expect(world.texts()).toEqual(["re: hello"]);
    expect([await outcome(world), await outcome(world, "o2")]).toEqual([
      "failed: window-closed",
      "cancelled: opted-out",
    ]);
  });

  it("is reported as failed when the provider says so later, also when the conversation has gone on", async () => {
    const { partFailed } = await import("../../lib/application/sending/part-failed.ts");
    const { parseReference } = await import("../../lib/domain/turn/reference.ts");
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await add(world);
    await world.run();
    await world.write("next");
    await world.run();
    const reference = parseReference(world.sent[1]?.reference);
    if (!reference) throw new Error("nothing was sent");
    await partFailed(world.engine, { reference, code: "131026" });
    expect(await outcome(world)).toBe("failed: 131026");
  });

  it("ends loudly when the number it is for is not in the settings any more", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await add(world, { number: numberName("gone") });
    await world.run();
    expect(await outcome(world)).toBe("failed: number-not-configured");
    expect(world.texts()).toEqual(["re: hello"]);
  });
});

describe("a template", () => {
  it("leaves outside the window, to a customer who has never written", async () => {
    const world = engineWorld();
    await add(world, {
      content: { kind: "template", template: TEMPLATE },
      customer: { phone: "15550177002" },
    });
    await world.run();
    expect(world.sent).toMatchObject([{ to: { phone: "15550177002" }, template: TEMPLATE }]);
    expect(await outcome(world)).toBe("sent");
  });

  it.each([
    ["opted-out", (world: World) => world.engine.controls.changeConsent(world.conversation, aStop("all"))],
    [
      "no-templates",
      (world: World) => world.engine.controls.changeConsent(world.conversation, aStop("templates")),
    ],
    ["switched-off", (world: World) => world.engine.switches.set(SUPPORT, true, "arn", 1)],
  ] as const)("does not leave when %s", async (code, block) => {
    const world = engineWorld();
    await block(world);
    await add(world, {
      content: { kind: "template", template: TEMPLATE },
      customer: { phone: "15550177002" },
    });
    await world.run();
    expect(world.sent).toEqual([]);
    expect(await outcome(world)).toBe(`cancelled: ${code}`);
  });

  it("of a mailing does not break into a conversation that a person has, and the mailing knows what became of it", async () => {
    const world = engineWorld();
    await world.write("human");
    await world.run();
    await world.engine.campaigns.claim("c1", world.conversation, SUPPORT, "o1");
    await add(world, { content: { kind: "template", template: TEMPLATE }, campaign: "c1" });
    await world.run();
    expect(world.texts()).toEqual(["text:handoff"]);
    expect(await world.engine.campaigns.jobs("c1")).toMatchObject([{ state: "cancelled", code: "paused" }]);
  });
});

const aStop = (scope: "all" | "templates") =>
  ({ id: "w", action: "stop", scope, source: "provider", at: 1 }) as const;
