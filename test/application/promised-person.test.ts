import { expect, it } from "@jest/globals";
import { engineWorld, HOUR } from "../support/engine-world.ts";
import { hoursWorld } from "../support/hours-world.ts";

const PROMISE = "I have noted that. A colleague will call you tomorrow.";

const worldOf = (answer: string, phrases: readonly string[] = []) =>
  engineWorld({ agent: { ask: async () => ({ text: answer }) }, rules: { phrases } });

const noted = (world: ReturnType<typeof engineWorld>) =>
  [...world.telemetry.lines].filter(({ code }) => code === "turn.promised-person");

it("counts an answer that promises a person when nobody was asked for one, and logs no word of it", async () => {
  const world = worldOf(PROMISE);
  await world.write("My lamp flickers");
  await world.run();
  expect(world.telemetry.sum("PromisedPerson")).toBe(1);
  expect(noted(world)).toHaveLength(1);
  expect(JSON.stringify(world.telemetry)).not.toContain("colleague");
});

it("does not count an answer without a promise, nor one that hands the chat over", async () => {
  const plain = worldOf("Would you like a colleague to call you?");
  const handing = worldOf(PROMISE, ["a colleague will"]);
  for (const world of [plain, handing]) {
    await world.write("My lamp flickers");
    await world.run();
    expect(world.endings()).toEqual(["answered"]);
    expect(world.telemetry.sum("PromisedPerson")).toBe(0);
    expect(noted(world)).toEqual([]);
  }
});

it("does not count a promise beside which the agent has asked for a person, while the bot goes on until morning", async () => {
  const world: ReturnType<typeof hoursWorld> = hoursWorld("2026-11-30 20:00", {
    rules: { outsideHours: "keep-bot" },
    agent: {
      ask: async () => {
        const since = world.clock.time;
        const botUntil = since + 13 * HOUR;
        const handoff = {
          id: "escalate",
          reason: "agent",
          since,
          botUntil,
          origin: world.conversation,
        } as const;
        await world.engine.controls.pause(world.conversation, handoff, botUntil + HOUR);
        return { text: PROMISE };
      },
    },
  });
  await world.write("My lamp flickers");
  await world.run();
  // The agent's action has queued it.
  await world.run();
  expect(world.texts()).toEqual([PROMISE, "closed"]);
  expect(world.telemetry.sum("PromisedPerson")).toBe(0);
});
