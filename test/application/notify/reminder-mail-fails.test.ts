import { describe, expect, it } from "@jest/globals";
import { mailWorld } from "../../support/mail-world.ts";

const MINUTE = 60_000;

/** A customer waits for a person. Whatever is scheduled is forgotten: the test runs the time itself. */
async function waitingWorld(change: Parameters<typeof mailWorld>[0] = {}) {
  const waiting = mailWorld({
    schedules: { set: async () => undefined },
    rules: { remindAfterMs: 30 * MINUTE },
    ...change,
  });
  const { world, system, say } = waiting;
  system.does = "send";
  await say("human");
  const wait = async (minutes: number) => {
    world.clock.time += minutes * MINUTE;
    await world.run();
  };
  return { ...waiting, wait };
}

const [HANDOFF, LONG] = ["A person is wanted: Dana Test (support)", "Still waiting: Dana Test (support)"];

describe("of the hour's e-mails, a reminder", () => {
  it("takes nothing if it failed", async () => {
    const { system, wait, counted } = await waitingWorld();
    system.does = "refuse";
    await wait(31);
    await wait(3);
    expect(counted()).toBe(1);
  });

  it("takes one if it was not answered in time, once, and is still tried again", async () => {
    const { system, wait, counted, mails } = await waitingWorld();
    system.does = "time out";
    await wait(31);
    await wait(3);
    expect(counted()).toBe(2);
    system.does = "send";
    await wait(3);
    await wait(3);
    expect(mails).toEqual([HANDOFF, LONG]);
    expect(counted()).toBe(2);
  });

  it("takes nothing if somebody has answered from the app by then", async () => {
    const { world, wait, counted, mails } = await waitingWorld();
    const { history } = world.engine;
    world.engine.history = {
      ...history,
      transcript: async (...asked) => [
        ...(await history.transcript(...asked)),
        { at: world.clock.time, from: "person", text: "I am here" },
      ],
    };
    await wait(31);
    expect([mails, counted()]).toEqual([[HANDOFF], 1]);
  });
});

describe("while one system is away", () => {
  it.each(["events", "handoffs"] as const)(
    "the reminder of a customer who waits leaves although it is %s",
    async (which) => {
      let isAway = true;
      const away = async () => {
        if (isAway) throw new Error("away");
      };
      const port = { events: { publish: away }, handoffs: { add: away, remove: away, list: async () => [] } };
      const { wait, mails, world } = await waitingWorld({ [which]: port[which] });
      expect(mails).toEqual([HANDOFF]);
      await wait(29);
      expect(mails).toEqual([HANDOFF]);
      await wait(2);
      expect(mails).toEqual([HANDOFF, LONG]);
      isAway = false;
      await wait(3);
      await wait(3);
      expect([mails, world.state().progress?.sideTasks]).toEqual([[HANDOFF, LONG], undefined]);
    },
  );

  it("the reminder is planned, too", async () => {
    const planned: number[] = [];
    const { world } = await waitingWorld({
      schedules: { set: async (_, at) => void planned.push(at) },
      events: { publish: () => Promise.reject(new Error("away")) },
    });
    expect(planned).toEqual([world.clock.time + 30 * MINUTE]);
  });

  it("the bot goes on after those who were mailed have gone, as if all systems were there", async () => {
    const { world, say } = await waitingWorld({
      events: { publish: () => Promise.reject(new Error("away")) },
      rules: { resumeAfterMs: 60 * MINUTE },
    });
    world.clock.time += 61 * MINUTE;
    await say("hello?");
    expect(world.asked).toEqual([expect.stringContaining("hello?")]);
  });

  it("there is no reminder of a handoff that could not be mailed", async () => {
    const { world, say, system, mails, wait, retry } = await waitingWorld();
    await say("bot");
    system.does = "refuse";
    await say("human");
    await wait(31);
    system.does = "send";
    await retry();
    expect([mails, world.state().progress?.reminders?.done]).toEqual([[HANDOFF, HANDOFF], []]);
  });
});
