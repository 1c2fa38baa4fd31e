import { describe, expect, it } from "@jest/globals";
import { turnId } from "../../lib/domain/ids.ts";
import { engineWorld, HOUR } from "../support/engine-world.ts";

const COME_BACK = { name: "come_back", language: "en", preview: "Your answer is here. Tap to read it." };

/** A conversation whose answer came too late: the provider reports a closed window. */
async function held(change: Parameters<typeof engineWorld>[0] = {}) {
  const world = engineWorld({
    ...change,
    number: {
      reengagement: () => COME_BACK,
      failureActionFor: (code) => (code === "131047" ? "template" : "never"),
      ...change.number,
    },
  });
  world.refuseWindow();
  await world.write("Do you ship to Canada?");
  await world.settle();
  return world;
}

describe("a reply that is too late for the window", () => {
  it("is deferred, and the re-engagement template goes out once", async () => {
    const world = await held();
    await world.run();
    await world.run();
    expect(world.endings()).toEqual(["deferred: window"]);
    expect(world.sent.map(({ template }) => template?.name)).toEqual(["come_back"]);
    expect(world.events.filter(({ type }) => type === "reply.held")).toHaveLength(1);
  });

  it("is delivered when the customer taps the template's button, which asks for nothing else", async () => {
    const world = await held();
    world.clock.time += 3 * HOUR;
    await world.write({ kind: "button", text: "Read it" });
    await world.run();
    expect(world.texts()).toEqual([COME_BACK.preview, "re: Do you ship to Canada?"]);
    expect(world.endings()).toEqual(["deferred: window", "answered"]);
    expect(world.asked).toHaveLength(1);
    await world.run();
    expect(world.sent).toHaveLength(2);
  });

  it("is sent before the answer to whatever else the customer writes", async () => {
    const world = await held();
    await world.write("and to Mexico?");
    await world.run();
    expect(world.texts()).toEqual([COME_BACK.preview, "re: Do you ship to Canada?", "re: and to Mexico?"]);
  });

  it("is not sent again as far as a status has reported since that it arrived", async () => {
    const world = engineWorld({
      rules: { staleAfterHours: 24 },
      number: {
        reengagement: () => COME_BACK,
        formatReply: (text) => ["1", "2"].map((part) => ({ text: `${text} ${part}` })),
      },
    });
    await world.write("hello", { sentAt: world.clock.time - 24 * HOUR + 60_000 });
    world.outcomes.push({ kind: "unknown", code: "timeout" });
    await world.run();
    world.clock.time += 120_000;
    await world.run();
    expect(world.endings()).toEqual(["deferred: window"]);
    const [turn] = [...world.table.turns.values()].filter(({ by }) => !by);
    const reference = { conversation: world.conversation, turn: turnId(turn?.id ?? ""), part: 0, attempt: 1 };
    await world.engine.deliveries.record({ provider: "meta", state: "delivered", reference });
    await world.write("and to Mexico?");
    await world.run();
    expect(world.texts()).toEqual([
      COME_BACK.preview,
      "re: hello 2",
      "re: and to Mexico? 1",
      "re: and to Mexico? 2",
    ]);
  });

  it("is not delivered any more when it is no longer fresh", async () => {
    const world = await held({ rules: { deferredFreshHours: 2 } });
    world.clock.time += 3 * HOUR;
    await world.write("and to Mexico?");
    await world.run();
    expect(world.texts()).toEqual([COME_BACK.preview, "re: and to Mexico?"]);
    await world.write("thanks");
    await world.run();
    expect(world.texts().at(-1)).toBe("re: thanks");
  });

  it("in several parts that fail one after the other, minutes later, is deferred as a whole", async () => {
    const { runCommand } = await import("../../lib/application/turn/run-command.ts");
    const { parseReference } = await import("../../lib/domain/turn/reference.ts");
    const world = engineWorld({
      number: {
        reengagement: () => COME_BACK,
        failureActionFor: (code) => (code === "131047" ? "template" : "never"),
        formatReply: (text) => ["1", "2", "3"].map((part) => ({ text: `${text} ${part}` })),
      },
    });
    await world.write("long?");
    await world.run();
    world.clock.time += 24 * HOUR;
    for (const { reference } of world.sent.slice(0, 3)) {
      const parsed = parseReference(reference);
      if (!parsed) throw new Error("no reference");
      await world.engine.deliveries.record({
        provider: "meta",
        state: "failed",
        code: "131047",
        reference: parsed,
      });
      await runCommand(
        world.engine,
        { kind: "part-failed", reference: parsed, code: "131047" },
        world.clock.time + 90_000,
      );
    }
    await world.write({ kind: "button", text: "Read it" });
    await world.run();
    expect(world.texts().slice(3)).toEqual([COME_BACK.preview, "re: long? 1", "re: long? 2", "re: long? 3"]);
    expect(world.events.filter(({ type }) => type === "reply.failed")).toEqual([]);
  });

  it("waits without a template when the settings have none", async () => {
    const world = engineWorld();
    world.refuseWindow();
    await world.write("Do you ship to Canada?");
    await world.settle();
    expect(world.sent).toEqual([]);
    await world.write("hello?");
    await world.run();
    expect(world.texts()).toEqual(["re: Do you ship to Canada?", "re: hello?"]);
  });

  it("begins nothing with a customer who has opted out, also later", async () => {
    const world = engineWorld({ number: { reengagement: () => COME_BACK } });
    world.refuseWindow();
    await world.write("Do you ship to Canada?");
    await world.engine.controls.changeConsent(world.conversation, {
      id: "w",
      action: "stop",
      scope: "templates",
      source: "preference",
      at: 1,
    });
    await world.settle();
    expect(world.sent).toEqual([]);
    await world.engine.controls.changeConsent(world.conversation, {
      id: "v",
      action: "start",
      scope: "templates",
      source: "preference",
      at: 2,
    });
    await world.run();
    expect(world.sent).toEqual([]);
  });

  it("survives staff messages in between", async () => {
    const world = await held();
    await world.engine.outbox.add(world.conversation, {
      id: "r1",
      number: world.state().number ?? fail(),
      at: world.clock.time,
      by: "arn",
      content: { kind: "reply", text: "We are on it." },
    });
    await world.run();
    await world.write("yes?");
    await world.run();
    expect(world.texts()).toEqual([
      COME_BACK.preview,
      "We are on it.",
      "re: Do you ship to Canada?",
      "re: yes?",
    ]);
  });
});

function fail(): never {
  throw new Error("the state has no number");
}
