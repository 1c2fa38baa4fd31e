import { describe, expect, it } from "@jest/globals";
import type { Schedules } from "../../../lib/application/ports/control-ports.ts";
import type { Engine } from "../../../lib/application/ports/engine.ts";
import { runCommand } from "../../../lib/application/turn/run-command.ts";
import { mergeConversations } from "../../../lib/domain/conversation/merge-conversations.ts";
import { decisionId } from "../../../lib/domain/draft/draft.ts";
import { conversationId } from "../../../lib/domain/ids.ts";
import { EVERYBODY } from "../../../lib/domain/rollout/rollout.ts";
import { takeOver } from "../../support/engine-handoffs.ts";
import { engineWorld, HOUR, SUPPORT } from "../../support/engine-world.ts";
import { OFFICE } from "../../support/hours-world.ts";

const MINUTE = 60_000;
const [FIRST, STILL] = [
  "An answer waits for your tap: Dana Test (support)",
  "An answer still waits for your tap: Dana Test (support)",
];

/** An answer waits for a tap. */
async function draftWorld(change: Parameters<typeof engineWorld>[0] = {}, remindAfterMs = 30 * MINUTE) {
  const timers = new Map<string, { at: number; command: Parameters<Schedules["set"]>[2] }>();
  const world = engineWorld({
    schedules: { set: async (name, at, command) => void timers.set(name, { at, command }) },
    ...change,
    rules: { remindAfterMs, ...change.rules },
  });
  const { clock, engine, table, conversation } = world;
  table.rollouts.set(SUPPORT, { ...EVERYBODY, drafts: true, by: "arn:staff", at: clock.time });
  const drafts = () => world.state().progress?.drafts ?? [];
  await world.write("hello");
  await world.settle();
  return {
    ...world,
    timers,
    writtenAt: clock.time,
    drafts,
    subjects: () => world.mails.map(({ subject }) => subject),
    /** Lets the time pass until the scheduled wake-up, and runs it as the queue would. */
    async fire() {
      const [[name, timer] = []] = timers;
      if (!name || !timer) throw new Error("nothing is scheduled");
      timers.delete(name);
      clock.time = Math.max(clock.time, timer.at);
      await runCommand(engine, timer.command, clock.time + 90_000);
      await world.run();
    },
    async tap() {
      const draft = drafts()[0]?.turn ?? engine.turnIdFor("none");
      await engine.outbox.add(conversation, {
        id: decisionId(draft),
        number: SUPPORT,
        at: clock.time,
        by: "ann",
        content: { kind: "draft", draft, decision: "send" },
      });
    },
  };
}

describe("a draft that nobody taps", () => {
  it("is brought to mind once, after the time of the settings", async () => {
    const world = await draftWorld();
    expect([...world.timers.values()].map(({ at }) => at - world.writtenAt)).toEqual([30 * MINUTE]);
    await world.fire();
    expect(world.subjects()).toEqual([FIRST, STILL]);
    expect(world.mails.at(-1)?.text).toContain("It has waited for 30 minutes.\n");
    expect(world.timers.size).toBe(0);
    world.clock.time += 23 * HOUR;
    await world.run();
    await world.run();
    expect(world.mails).toHaveLength(2);
  });

  it("is not brought to mind once it is decided, or its tap waits to be carried out", async () => {
    const decided = await draftWorld();
    await decided.tap();
    await decided.settle();
    await decided.fire();
    const tapped = await draftWorld();
    tapped.clock.time += 31 * MINUTE;
    await tapped.tap();
    await tapped.settle();
    expect([decided.subjects(), tapped.subjects()]).toEqual([[FIRST], [FIRST]]);
    expect([decided.timers.size, tapped.texts()]).toEqual([0, ["re: hello"]]);
  });

  it.each([
    ["that follows it after a tap", true],
    ["that joined it", false],
  ])("leaves the next one its own time: %s", async (_, fires) => {
    const world = await draftWorld();
    world.clock.time += 5 * MINUTE;
    await world.write("and?");
    await world.settle();
    expect([world.drafts().length, world.timers.size]).toEqual([2, 1]);
    if (fires) await world.fire();
    // One such mail an hour.
    world.clock.time += fires ? HOUR : 10 * MINUTE;
    const tappedAt = world.clock.time;
    await world.tap();
    await world.settle();
    expect(world.drafts()).toHaveLength(1);
    // An earlier wake-up plans it again.
    while ((world.timers.values().next().value?.at ?? tappedAt + 30 * MINUTE) < tappedAt + 30 * MINUTE)
      await world.fire();
    await world.fire();
    expect(world.subjects()).toEqual([FIRST, ...(fires ? [STILL] : []), STILL]);
    expect(world.clock.time).toBe(tappedAt + 30 * MINUTE);
  });

  it("waits in open hours only", async () => {
    const world = await draftWorld({ number: { hours: OFFICE } });
    const [timer] = world.timers.values();
    world.clock.time = timer?.at ?? 0;
    const local = new Date(world.clock.time).toISOString();
    expect(local.slice(11, 16)).toMatch(/^(08:[3-5]|09|1[0-6])/);
  });

  it("counts for the two e-mails of the hour", async () => {
    const world = await draftWorld({}, 5 * MINUTE);
    world.clock.time += MINUTE;
    await world.write("human");
    await world.run();
    await world.fire();
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.run();
    while (world.timers.size > 0) await world.fire();
    expect(world.subjects()).toEqual([
      FIRST,
      "A person is wanted: Dana Test (support)",
      "Still waiting: Dana Test (support)",
    ]);
  });

  it("leaves an e-mail of the hour for a customer who then asks for a person", async () => {
    const world = await draftWorld({}, 5 * MINUTE);
    world.clock.time += MINUTE;
    await world.write("and?");
    await world.settle();
    await world.fire();
    await world.tap();
    await world.settle();
    await world.fire();
    expect(world.subjects()).toEqual([FIRST, STILL]);
    await world.write("human");
    await world.run();
    expect(world.subjects()).toEqual([FIRST, STILL, "A person is wanted: Dana Test (support)"]);
  });

  it("leaves it also after two conversations of the customer, each with such a mail, became one", async () => {
    const [one, two] = [await draftWorld({}, 5 * MINUTE), await draftWorld({}, 7 * MINUTE)];
    for (const world of [one, two]) await world.fire();
    expect([one.subjects(), two.subjects()]).toEqual([
      [FIRST, STILL],
      [FIRST, STILL],
    ]);
    const other = { ...two.state(), conversation: conversationId("other") };
    await one.engine.conversations.mergeInto(one.conversation, other);
    one.clock.time = two.clock.time;
    await one.run();
    expect([one.drafts().length, one.subjects().length]).toEqual([2, 2]);
    const wanted = "A person is wanted: Dana Test (support)";
    await one.write("human");
    await one.run();
    expect(one.subjects()).toEqual([FIRST, STILL, wanted]);
    // The other e-mail of the hour has been the reminders'.
    await one.engine.controls.resume(one.conversation, { at: one.clock.time, how: "resume" });
    await one.write("human");
    await one.run();
    expect(one.subjects()).toEqual([FIRST, STILL, wanted]);
  });

  it("is not brought to mind within an hour of a mail that a person was wanted", async () => {
    const world = await draftWorld({}, 5 * MINUTE);
    await world.write("human");
    await world.run();
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.run();
    while (world.timers.size > 0) await world.fire();
    const wanted = "A person is wanted: Dana Test (support)";
    expect([world.subjects(), world.drafts().length]).toEqual([[FIRST, wanted], 1]);
    await world.write("human");
    await world.run();
    expect(world.subjects()).toEqual([FIRST, wanted, wanted]);
  });

  it("takes no e-mail of the hour while it cannot be sent", async () => {
    const world = await draftWorld();
    const { notifications } = world.engine;
    world.engine.notifications = { send: async () => Promise.reject(new Error("is away")) };
    await world.fire();
    world.engine.notifications = notifications;
    const wanted = "A person is wanted: Dana Test (support)";
    for (const _ of [1, 2]) {
      await world.write("human");
      await world.run();
      await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
      await world.run();
    }
    expect(world.subjects()).toEqual([FIRST, wanted, wanted]);
  });

  it("has its e-mail again after an hour", async () => {
    const world = await draftWorld({}, 5 * MINUTE);
    await world.fire();
    await world.tap();
    await world.settle();
    world.clock.time += HOUR;
    await world.write("and?");
    await world.settle();
    while (world.timers.size > 0) await world.fire();
    expect(world.subjects()).toEqual([FIRST, STILL, FIRST, STILL]);
  });

  it("is not brought to mind while a person has the conversation, and is when they have gone", async () => {
    const world = await draftWorld();
    world.clock.time += MINUTE;
    await takeOver(world);
    await world.run();
    await world.fire();
    expect(world.subjects()).toEqual([FIRST]);
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.run();
    expect(world.subjects()).toEqual([FIRST, STILL]);
  });

  it("is not brought to mind again when a person was wanted in between", async () => {
    const world = await draftWorld();
    await world.fire();
    await world.write("human");
    await world.run();
    world.clock.time += 2 * HOUR;
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.run();
    while (world.timers.size > 0) await world.fire();
    expect(world.drafts()).toHaveLength(1);
    expect(world.subjects().filter((subject) => subject === STILL)).toHaveLength(1);
  });

  it("is not brought to mind when the customer has opted out", async () => {
    const world = await draftWorld();
    await world.write("stop");
    await world.run();
    await world.fire();
    expect(world.subjects()).toEqual([FIRST]);
  });

  it("names nobody when the mail may hold ids only", async () => {
    const world = await draftWorld({
      handoffNotice: { mail: true, mailContent: "ids", eventContent: "ids", link: () => undefined },
    });
    await world.fire();
    expect(world.mails).toHaveLength(2);
    for (const personal of ["Dana", "15550177001", "US.4100", "re: hello"])
      expect(JSON.stringify(world.mails)).not.toContain(personal);
  });

  it.each<[string, Partial<Engine>, number]>([
    ["the settings want no reminders", {}, 0],
    [
      "there is no e-mail",
      { handoffNotice: { mail: false, mailContent: "ids", eventContent: "ids", link: () => undefined } },
      30 * MINUTE,
    ],
  ])("is not brought to mind where %s", async (_, change, remindAfterMs) => {
    const world = await draftWorld(change, remindAfterMs);
    expect(world.timers.size).toBe(0);
    world.clock.time += HOUR;
    await world.run();
    expect(world.subjects().filter((subject) => subject === STILL)).toEqual([]);
  });

  it("is not brought to mind again after two conversations of the customer became one", async () => {
    const world = await draftWorld();
    await world.fire();
    const here = {
      ...world.state(),
      conversation: conversationId("new"),
      progress: { isFirstContact: true },
    };
    const merged = mergeConversations(here, world.state(), world.clock.time);
    expect(merged.progress?.reminders?.done).toEqual(["long"]);
  });
});
