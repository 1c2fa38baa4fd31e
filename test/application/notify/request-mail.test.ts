import { describe, expect, it } from "@jest/globals";
import { HOUR_MS } from "../../../lib/domain/time.ts";
import { takeOver } from "../../support/engine-handoffs.ts";
import { mailWorld } from "../../support/mail-world.ts";

/** A colleague writes unannounced, from the app; then the customer asks for a person, so many times. */
async function askedWorld(does: "refuse" | "time out" | "send", times = 1) {
  const asked = mailWorld();
  const { world, system, say } = asked;
  const writeFromApp = (id: string) => takeOver(world, { id, quiet: true, reason: "app", by: "app" });
  system.does = "send";
  await say("hello");
  await writeFromApp("h1");
  await world.run();
  system.does = does;
  for (let count = 0; count < times; count++) await say("human");
  return {
    ...asked,
    writeFromApp,
    open: () => Object.keys(world.state().progress?.sideTasks?.failingSince ?? {}),
  };
}

describe("of the hour's e-mails, a request for a person while one writes unannounced", () => {
  it("takes one when it leaves", async () => {
    const { mails, counted, say, mailedOf } = await askedWorld("send");
    expect([mails.length, counted()]).toEqual([1, 1]);
    await say("bot");
    expect(await mailedOf(4)).toBe(1);
  });

  it("takes nothing if it failed and its handoff has ended, and does not leave any more", async () => {
    const { system, mails, counted, say, retry, mailedOf, open } = await askedWorld("refuse");
    expect(counted()).toBe(0);
    await say("bot");
    system.does = "send";
    await retry();
    expect([mails, counted(), open()]).toEqual([[], 0, []]);
    expect(await mailedOf(4)).toBe(2);
  });

  it("takes nothing if several in a row failed", async () => {
    const { system, counted, say, mailedOf } = await askedWorld("refuse", 4);
    await say("bot");
    expect(counted()).toBe(0);
    system.does = "send";
    expect(await mailedOf(4)).toBe(2);
  });

  it("takes one if it failed and leaves later, at that time and once", async () => {
    const { world, system, mails, counted, say, retry, mailedOf } = await askedWorld("refuse");
    world.clock.time += HOUR_MS;
    await retry();
    expect(counted()).toBe(0);
    system.does = "send";
    await retry();
    await retry();
    expect([mails.length, counted()]).toEqual([1, 1]);
    await say("bot");
    expect(await mailedOf(4)).toBe(1);
  });

  it("takes one if it was not answered in time, since it may have left, also after its handoff", async () => {
    const { system, mails, say, retry, mailedOf, counted } = await askedWorld("time out");
    expect(counted()).toBe(1);
    await say("bot");
    system.does = "send";
    await retry();
    expect([mails.length, await mailedOf(4)]).toEqual([0, 1]);
  });

  it("takes one if it was not answered in time, again and again", async () => {
    const { system, mails, say, retry, mailedOf, counted } = await askedWorld("time out");
    await retry();
    await retry();
    expect(counted()).toBe(1);
    system.does = "send";
    await retry();
    expect([mails.length, counted()]).toEqual([1, 1]);
    await say("bot");
    expect(await mailedOf(4)).toBe(1);
  });

  it("takes one if it failed first and then was not answered in time", async () => {
    const { system, mails, retry, counted } = await askedWorld("refuse");
    system.does = "time out";
    await retry();
    system.does = "refuse";
    await retry();
    expect(counted()).toBe(1);
    system.does = "send";
    await retry();
    expect([mails.length, counted()]).toEqual([1, 1]);
  });

  it("takes one if several failed, because the first stands for all", async () => {
    const { world, system, mails, retry, counted, open } = await askedWorld("refuse", 5);
    expect(Object.keys(world.state().progress?.sideTasks?.stored ?? {})).toHaveLength(1);
    system.does = "send";
    await retry();
    expect([mails.length, counted(), open()]).toEqual([1, 1, []]);
  });

  it("does not leave beyond those of the hour, also if it failed before they left", async () => {
    const { world, system, mails, retry, open } = await askedWorld("refuse");
    const { lastHour, ...progress } = world.state().progress ?? {};
    expect(lastHour?.mail).toBeUndefined();
    const { time } = world.clock;
    const full = { ...progress, lastHour: { ...lastHour, mail: [time - 2, time - 1] } };
    await world.engine.conversations.save({ ...world.state(), progress: full }, []);
    system.does = "send";
    await retry();
    expect([mails, open()]).toEqual([[], []]);
    expect(world.telemetry.lines).toContainEqual(
      expect.objectContaining({
        code: "hourly-limit.reached",
        facts: expect.objectContaining({ kind: "mail" }),
      }),
    );
  });

  it("does not leave for another handoff than its own", async () => {
    const { world, system, mails, say, retry, writeFromApp } = await askedWorld("refuse");
    await say("bot");
    await writeFromApp("h2");
    await world.run();
    system.does = "send";
    await retry();
    expect(mails).toEqual([]);
  });
});
