import { expect, it } from "@jest/globals";
import { engineWorld } from "../support/engine-world.ts";

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
