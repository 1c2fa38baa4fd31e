import { describe, expect, it } from "@jest/globals";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import type { Agent } from "../../../lib/application/ports/ports.ts";
import { AdaptiveTimeout } from "../../../lib/application/turn/adaptive-timeout.ts";
import { withAdaptiveTimeout } from "../../../lib/application/turn/with-adaptive-timeout.ts";
import { FakeClock, FakeTelemetry } from "../../support/fakes.ts";

const QUESTION = { agentId: "a", text: "Hello" };
const ANSWER = { text: "Yes." };

/** An agent that keeps to its deadline and to nothing else, as somebody may write one. */
function anAgent() {
  const clock = new FakeClock();
  const telemetry = new FakeTelemetry();
  const facts = { takesMs: Number.POSITIVE_INFINITY, given: [] as number[], session: 15_550_177_001 };
  const second: Agent = {
    async ask(_, deadline) {
      const [now, timeMs] = [clock.now(), deadline - clock.now()];
      facts.given.push(timeMs);
      clock.time = now + Math.max(0, Math.min(timeMs, facts.takesMs));
      if (facts.takesMs < timeMs) return ANSWER;
      throw new IntegrationError({ system: "agent", code: "gave_up", retry: "later" });
    },
  };
  const agent = withAdaptiveTimeout(second, { clock, telemetry, timeout: new AdaptiveTimeout(30_000) });
  return {
    clock,
    telemetry,
    facts,
    ask: (withinMs = 90_000) =>
      agent.ask({ ...QUESTION, session: String(facts.session++) }, clock.now() + withinMs),
    async hang(times: number) {
      for (let count = 0; count < times; count++)
        await expect(this.ask()).rejects.toMatchObject({ code: "gave_up" });
    },
  };
}

describe("an agent with an adaptive timeout", () => {
  it("gets the full time by its deadline, also one without a time-out of its own", async () => {
    const { ask, facts } = anAgent();
    facts.takesMs = 29_000;
    expect(await ask()).toBe(ANSWER);
    expect(await ask(40_000)).toBe(ANSWER);
    await expect(ask(12_000)).rejects.toMatchObject({ code: "gave_up", retry: "later" });
    expect(facts.given).toEqual([30_000, 30_000, 12_000]);
  });

  it("gets the short time while it hangs, and the full one with its first answer; each is logged once", async () => {
    const world = anAgent();
    await world.hang(8);
    expect(world.facts.given.slice(3)).toEqual([30_000, 7_500, 7_500, 7_500, 7_500]);
    world.facts.takesMs = 5_000;
    expect(await world.ask()).toBe(ANSWER);
    expect(await world.ask()).toBe(ANSWER);
    expect(world.facts.given.slice(8)).toEqual([30_000, 30_000]);
    expect(world.telemetry.lines).toEqual([
      { level: "warn", code: "agent.hangs", facts: { timeoutMs: 7_500 } },
      { level: "info", code: "agent.back", facts: {} },
    ]);
    expect(world.telemetry.counts).toEqual([]);
  });

  it("gets no time beyond a deadline that is nearer than the short time", async () => {
    const world = anAgent();
    await world.hang(4);
    await expect(world.ask(2_000)).rejects.toMatchObject({ code: "gave_up" });
    await expect(world.ask(0)).rejects.toMatchObject({ code: "gave_up" });
    await expect(world.ask()).rejects.toMatchObject({ code: "gave_up" });
    expect(world.facts.given.slice(4)).toEqual([2_000, 0, 7_500]);
  });
});
