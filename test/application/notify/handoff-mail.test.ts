import { describe, expect, it } from "@jest/globals";
import { engineWorld } from "../../support/engine-world.ts";

const TIMEOUT_MS = 5_000;

/** A mail system that refuses, does not answer in time, or takes what it gets. */
function worldWithMail() {
  const system: { does: "refuse" | "time out" | "send" } = { does: "refuse" };
  const mails: string[] = [];
  const world = engineWorld({
    notifications: {
      send: async ({ subject }) => {
        if (system.does === "time out") world.clock.time += TIMEOUT_MS;
        if (system.does !== "send") throw new Error("it is away");
        mails.push(subject);
      },
    },
  });
  const say = async (text: string) => {
    world.clock.time += 1_000;
    await world.write(text);
    await world.run();
  };
  /** How many of so many further handoffs the team is mailed of. */
  const mailedOf = async (handoffs: number) => {
    const before = mails.length;
    for (let count = 0; count < handoffs; count++) {
      await say("human");
      await say("bot");
    }
    return mails.length - before;
  };
  const retry = async () => {
    // The pause of a system that did not answer is over, too.
    world.clock.time += 150_000;
    await world.run();
  };
  const counted = () => world.state().progress?.lastHour?.mail?.length ?? 0;
  return { system, mails, say, mailedOf, retry, counted };
}

describe("the hour's e-mails about handoffs", () => {
  it("are not taken by one that failed and whose handoff has ended", async () => {
    const { system, say, mailedOf, retry, mails } = worldWithMail();
    await say("human");
    await say("bot");
    system.does = "send";
    await retry();
    expect(mails).toEqual([]);
    expect(await mailedOf(4)).toBe(2);
  });

  it("are not taken by several in a row that failed", async () => {
    const { system, mailedOf } = worldWithMail();
    expect(await mailedOf(5)).toBe(0);
    system.does = "send";
    expect(await mailedOf(4)).toBe(2);
  });

  it("are taken by one that failed and leaves later, once", async () => {
    const { system, say, mailedOf, retry, counted, mails } = worldWithMail();
    await say("human");
    await retry();
    expect(counted()).toBe(0);
    system.does = "send";
    await retry();
    await retry();
    expect([mails.length, counted()]).toEqual([1, 1]);
    await say("bot");
    expect(await mailedOf(4)).toBe(1);
  });

  it("are taken by one that was not answered in time, since it may have left", async () => {
    const { system, mails, say, mailedOf, retry } = worldWithMail();
    system.does = "time out";
    await say("human");
    await say("bot");
    system.does = "send";
    await retry();
    expect([mails.length, await mailedOf(4)]).toEqual([0, 1]);
  });

  it("are taken once by one that was not answered in time, again and again", async () => {
    const { system, say, mailedOf, retry, counted, mails } = worldWithMail();
    await say("human");
    system.does = "time out";
    await retry();
    await retry();
    expect(counted()).toBe(1);
    system.does = "send";
    await retry();
    expect([mails.length, counted()]).toEqual([1, 1]);
    await say("bot");
    expect(await mailedOf(4)).toBe(1);
  });
});
