import { describe, expect, it } from "@jest/globals";
import { turnId } from "../../lib/domain/ids.ts";
import { AI, disclosingWorld as aWorld, told } from "../support/disclosing.ts";
import { HOUR } from "../support/engine-world.ts";

describe("a disclosure that never left is due again", () => {
  it("when a person took over while the agent was thinking", async () => {
    const world = aWorld();
    const { ask } = world.engine.agent;
    world.engine.agent.ask = async (...given) => {
      const handoff = {
        id: "h",
        reason: "operator",
        since: world.clock.time,
        origin: world.conversation,
      } as const;
      await world.engine.controls.pause(world.conversation, handoff, world.clock.time + HOUR);
      return ask(...given);
    };
    await world.says("one");
    expect(world.texts()).toEqual(["text:handoff"]);
    world.engine.agent.ask = ask;
    await world.resume();
    await world.says("two");
    expect(world.texts().at(-1)).toBe(told("re: two"));
  });

  it("when the provider refused its message for good", async () => {
    const { says, texts, outcomes } = aWorld();
    outcomes.push({ kind: "refused", code: "131026", failureAction: "never" });
    await says("one");
    await says("two");
    await says("three");
    expect(texts()).toEqual([told("re: two"), "re: three"]);
  });

  it("when the status says so later, of the latest answer and of an older one", async () => {
    const { says, texts, fails } = aWorld();
    await says("one");
    await fails(0, "131026");
    await says("two");
    await says("three");
    await fails(1, "131026");
    await says("four");
    await says("five");
    expect(texts()).toEqual(
      ["one", "two"].map((text) => told(`re: ${text}`)).concat("re: three", told("re: four"), "re: five"),
    );
  });

  it("and is judged anew when the reply that carried it is sent after all", async () => {
    const world = aWorld();
    world.refuseWindow();
    await world.says("one");
    await world.says("two");
    await world.says("three");
    expect(world.texts()).toEqual([told("re: one"), "re: two", "re: three"]);
  });

  it("but not with the reply when the customer has been told in between", async () => {
    const { says, texts, fails } = aWorld();
    await says("one");
    await says("two");
    await fails(1, "131047");
    await says("three");
    expect(texts().filter((text) => text.startsWith(AI))).toEqual([told("re: one")]);
  });
});

describe("a disclosure of which it is not known whether it arrived", () => {
  const unknown = { kind: "unknown", code: "timeout" } as const;

  it("counts when a status says so, although its answer was given up", async () => {
    const world = aWorld();
    world.outcomes.push(unknown, unknown, unknown);
    await world.says("one");
    expect(world.endings()).toEqual(["failed: unknown"]);
    const reference = {
      conversation: world.conversation,
      turn: world.state().turn?.id ?? turnId("t"),
      part: 0,
      attempt: 2,
    };
    await world.engine.deliveries.record({ provider: "meta", reference, state: "delivered" });
    await world.says("stop");
    await world.says("start");
    await world.says("two");
    expect(world.texts().at(-1)).toBe("re: two");
  });

  it("is due again without one", async () => {
    const world = aWorld();
    world.outcomes.push(unknown, unknown, unknown);
    await world.says("one");
    await world.says("two");
    expect(world.texts()).toEqual([told("re: two")]);
  });

  it("is sent again with its message, once, after a crash", async () => {
    const { says, texts, outcomes, state } = aWorld();
    outcomes.push(unknown);
    await says("one");
    await says("two");
    expect(texts()).toEqual([told("re: one"), "re: two"]);
    expect(state().progress?.disclosures?.map(({ unconfirmed }) => unconfirmed)).toEqual([undefined]);
  });
});
