import { describe, expect, it } from "@jest/globals";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { failureOfDay } from "../../lib/domain/turn/failure-of-day.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import { engineWorld } from "../support/engine-world.ts";

const failing = async () => {
  throw new IntegrationError({ system: "agent", code: "http_401", retry: "never" });
};

type World = ReturnType<typeof engineWorld>;
const counted = ({ telemetry }: World, wanted = "turn.failed") =>
  telemetry.lines.filter(({ code }) => code === wanted).map(({ facts }) => facts?.ofCustomer);

describe("of a customer's failures within a day the alarms count the first", () => {
  it("when the agent fails again and again", async () => {
    const world = engineWorld({ agent: { ask: failing }, rules: { failedTurns: 0 } });
    for (const text of ["one", "two", "three"]) {
      await world.write(text);
      await world.run();
    }
    expect(counted(world)).toEqual(["first", "again", "again"]);
    world.clock.time += DAY_MS;
    await world.write("four");
    await world.run();
    expect(counted(world).at(-1)).toBe("first");
  });

  it.each([
    ["132000", "turn.failed"],
    ["131026", "turn.undeliverable"],
  ])("when answers fail later with %s", async (code, line) => {
    const world = engineWorld();
    for (const text of ["one", "two"]) {
      await world.write(text);
      await world.run();
    }
    for (const { reference: sent } of [...world.sent]) {
      const reference = parseReference(sent);
      if (!reference) throw new Error("no reference");
      const deadline = world.clock.time + 90_000;
      await runCommand(world.engine, { kind: "part-failed", reference, code }, deadline);
    }
    expect(counted(world, line)).toEqual(["first", "again"]);
  });

  it("and a repeat of the same failure after a crash still counts", () => {
    const first = failureOfDay(undefined, "turn-1", 1_000);
    expect(failureOfDay(first, "turn-1", 2_000)).toBe(first);
    expect(failureOfDay(first, "turn-2", 2_000)).toBe(first);
    expect(failureOfDay(first, "turn-2", 1_000 + DAY_MS)).toEqual({ of: "turn-2", at: 1_000 + DAY_MS });
  });
});

describe("an agent that is nearly slower than its timeout", () => {
  it.each([
    [23_900, 0],
    [24_000, 1],
  ])("is reported, when it took %i of 30,000 ms: %i", async (agentMs, lines) => {
    const world: World = engineWorld({
      agent: {
        ask: async () => {
          world.clock.time += agentMs;
          return { text: "late" };
        },
      },
    });
    await world.write("hello?");
    await world.run();
    expect(world.texts()).toEqual(["late"]);
    expect(world.telemetry.lines.filter(({ code }) => code === "agent.slow")).toHaveLength(lines);
  });
});
