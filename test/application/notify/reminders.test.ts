import { describe, expect, it } from "@jest/globals";
import type { Schedules } from "../../../lib/application/ports/control-ports.ts";
import type { Engine } from "../../../lib/application/ports/engine.ts";
import { runCommand } from "../../../lib/application/turn/run-command.ts";
import { mergeConversations } from "../../../lib/domain/conversation/merge-conversations.ts";
import { conversationId } from "../../../lib/domain/ids.ts";
import { takeOver } from "../../support/engine-handoffs.ts";
import { engineWorld, HOUR, SUPPORT } from "../../support/engine-world.ts";

const MINUTE = 60_000;

/** A customer waits for a person. `timers`: what is scheduled, by name. */
async function waitingWorld(change: Partial<Engine> = {}, remindAfterMs = 30 * MINUTE) {
  const timers = new Map<string, { at: number; command: Parameters<Schedules["set"]>[2] }>();
  const world = engineWorld({
    schedules: { set: async (name, at, command) => void timers.set(name, { at, command }) },
    rules: { remindAfterMs },
    ...change,
  });
  const { clock, engine } = world;
  await world.write("human");
  await world.run();
  const askedAt = clock.time;
  return {
    ...world,
    timers,
    askedAt,
    /** Lets the time pass until the scheduled wake-up, and runs it as the queue would. */
    async fire() {
      const [[name, timer] = []] = timers;
      if (!name || !timer) throw new Error("nothing is scheduled");
      timers.delete(name);
      clock.time = Math.max(clock.time, timer.at);
      await runCommand(engine, timer.command, clock.time + 90_000);
      await world.run();
    },
    subjects: () => world.mails.map(({ subject }) => subject),
  };
}

const [HANDOFF, LONG, CLOSING] = [
  "A person is wanted: Dana Test (support)",
  "Still waiting: Dana Test (support)",
  "Answer soon: Dana Test (support)",
];

describe("a customer who waits for a person", () => {
  it("is brought to mind again after the time of the settings, and an hour before the window closes, once each", async () => {
    const world = await waitingWorld();
    expect([...world.timers.values()].map(({ at }) => at - world.askedAt)).toEqual([30 * MINUTE]);
    await world.fire();
    expect(world.subjects()).toEqual([HANDOFF, LONG]);
    expect([...world.timers.values()].map(({ at }) => at - world.askedAt)).toEqual([23 * HOUR - 5 * MINUTE]);
    await world.fire();
    expect(world.subjects()).toEqual([HANDOFF, LONG, CLOSING]);
    expect(world.timers.size).toBe(0);
    world.clock.time += HOUR;
    await world.run();
    expect(world.mails).toHaveLength(3);
  });

  it("is described by how long they have waited, until when one can answer, and a link", async () => {
    const world = await waitingWorld({
      handoffNotice: {
        mail: true,
        mailContent: "full",
        eventContent: "full",
        link: (conversation) => `https://x/inbox#${conversation}`,
        inbox: (conversation) => `https://x/inbox#${conversation}`,
      },
    });
    await world.fire();
    const text = world.mails.at(-1)?.text ?? "";
    expect(text).toContain("has waited for a person for 30 minutes, and nobody has answered yet.\n");
    expect(text).toMatch(
      /Waiting since: .* UTC\nAnswer until: .* UTC; after that only a template can be sent\n/,
    );
    expect(text).toContain(`Open the chat: https://x/inbox#${world.conversation}\n`);
    expect(text).toContain("Dana Test");
    await world.fire();
    expect(world.mails.at(-1)?.text).toContain(
      "for 22 hours, and nobody has answered yet. In 60 minutes the customer can no longer be answered freely.",
    );
  });

  it("is named nowhere when the mail may hold ids only", async () => {
    const world = await waitingWorld({
      handoffNotice: {
        mail: true,
        mailContent: "ids",
        eventContent: "ids",
        link: (_, { phone }) => `https://wa.me/${phone}`,
      },
    });
    await world.fire();
    expect(world.mails).toHaveLength(2);
    for (const personal of ["Dana", "15550177001", "US.4100"])
      expect(JSON.stringify(world.mails)).not.toContain(personal);
  });

  it("is brought to mind by any command that comes in time, if the schedule is lost", async () => {
    const world = await waitingWorld();
    world.clock.time += 31 * MINUTE;
    await world.write("still there?");
    await world.run();
    expect(world.subjects()).toEqual([HANDOFF, LONG]);
  });

  it("has the last reminder later when they have written since", async () => {
    const world = await waitingWorld();
    await world.fire();
    world.clock.time += 5 * HOUR;
    await world.write("hello?");
    await world.run();
    await world.fire();
    expect(world.subjects()).toEqual([HANDOFF, LONG]);
    const [timer] = world.timers.values();
    expect((timer?.at ?? 0) - world.askedAt).toBe(28 * HOUR + 25 * MINUTE);
    await world.fire();
    expect(world.subjects()).toEqual([HANDOFF, LONG, CLOSING]);
  });

  it("has waited from when the team was told, if the wish arrived late", async () => {
    const timers: number[] = [];
    const world = engineWorld({
      schedules: { set: async (_, at) => void timers.push(at) },
      rules: { remindAfterMs: 30 * MINUTE },
    });
    await world.write("human", { sentAt: world.clock.time - 3 * HOUR });
    await world.run();
    await world.run();
    expect(world.mails.map(({ subject }) => subject)).toEqual([HANDOFF]);
    expect(timers).toEqual([world.clock.time + 30 * MINUTE]);
  });

  it("causes one mail when both reminders are overdue", async () => {
    const world = await waitingWorld();
    world.clock.time += 23.5 * HOUR;
    await world.run();
    await world.run();
    expect(world.subjects()).toEqual([HANDOFF, LONG]);
  });

  it("causes no last reminder that would come before the first", async () => {
    const world = await waitingWorld({}, 23.5 * HOUR);
    await world.fire();
    expect(world.subjects()).toEqual([HANDOFF, LONG]);
    expect(world.timers.size).toBe(0);
  });

  it("causes reminders for each handoff", async () => {
    const world = await waitingWorld();
    await world.fire();
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    world.clock.time += 2 * HOUR;
    await world.write("human");
    await world.run();
    await world.fire();
    expect(world.subjects()).toEqual([HANDOFF, LONG, HANDOFF, LONG]);
  });
});

describe("nobody is reminded", () => {
  it("once somebody is assigned, or has replied", async () => {
    const assigned = await waitingWorld();
    await assigned.engine.controls.assign(assigned.conversation, {
      by: "ann",
      at: assigned.clock.time,
      resumeAt: assigned.clock.time + 12 * HOUR,
      handoff: { id: "x", reason: "operator", since: assigned.clock.time, origin: assigned.conversation },
    });
    await assigned.fire();
    expect(assigned.subjects()).toEqual([HANDOFF]);
    expect(assigned.timers.size).toBe(0);
  });

  it("once the handoff has ended, or the customer has opted out", async () => {
    for (const write of ["bot", "stop"]) {
      const world = await waitingWorld();
      world.clock.time += MINUTE;
      await world.write(write);
      await world.run();
      await world.fire();
      expect(world.subjects()).toEqual([HANDOFF]);
      expect(world.timers.size).toBe(0);
    }
  });

  it("once a person has written from the WhatsApp Business app", async () => {
    const world = await waitingWorld();
    world.clock.time += MINUTE;
    await world.write({ kind: "echo", what: "text", text: "How can I help?" });
    await world.engine.conversations.end(
      [world.conversation],
      [...world.table.messages.values()].map(({ id }) => id),
      {
        kind: "ignored",
        reason: "echo",
      },
    );
    await world.fire();
    expect(world.subjects()).toEqual([HANDOFF]);
  });

  it("of a conversation that staff took unasked", async () => {
    const timers: string[] = [];
    const world = engineWorld({
      schedules: { set: async (name) => void timers.push(name) },
      rules: { remindAfterMs: 30 * MINUTE },
    });
    await world.write("hello");
    await world.run();
    await takeOver(world);
    await world.run();
    world.clock.time += HOUR;
    await world.run();
    expect(world.mails).toEqual([]);
    expect(timers).toEqual([]);
  });

  it("where the settings want none, or have no address", async () => {
    const off = await waitingWorld({}, 0);
    expect(off.timers.size).toBe(0);
    const nobody = await waitingWorld({
      handoffNotice: { mail: false, mailContent: "full", eventContent: "full", link: () => undefined },
    });
    expect(nobody.timers.size).toBe(0);
  });

  it("above the mails of an hour", async () => {
    const world = await waitingWorld({}, 10 * MINUTE);
    world.clock.time += MINUTE;
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.write("human");
    await world.run();
    await world.fire();
    expect(world.subjects()).toEqual([HANDOFF, HANDOFF]);
  });
});

describe("a reminder that fails", () => {
  it("is sent, and planned, as soon as that works again, and not twice", async () => {
    let away = true;
    const outage = async () => {
      if (away) throw new Error("away");
    };
    const mails: string[] = [];
    const timers: number[] = [];
    const world = await waitingWorld({
      schedules: {
        set: async (_, at) => {
          await outage();
          timers.push(at);
        },
      },
      notifications: {
        send: async ({ subject }) => {
          if (subject !== HANDOFF) await outage();
          mails.push(subject);
        },
      },
    });
    expect(timers).toEqual([]);
    expect(world.turnQueue.sent).toContainEqual(
      expect.objectContaining({ kind: "wake", notBefore: world.askedAt + 5_000 }),
    );
    world.clock.time = world.askedAt + 31 * MINUTE;
    await world.run();
    expect(mails).toEqual([HANDOFF]);
    away = false;
    world.clock.time += 10_000;
    await world.run();
    await world.run();
    expect(mails).toEqual([HANDOFF, LONG]);
    expect(timers.map((at) => at - world.askedAt)).toEqual([23 * HOUR - 5 * MINUTE]);
    expect(world.state().progress?.sideTasks).toBeUndefined();
  });

  it("is planned again by the same name after a crash", async () => {
    const names: string[] = [];
    let crash = true;
    const world = engineWorld({
      schedules: {
        set: async (name) => {
          names.push(name);
        },
      },
      rules: { remindAfterMs: 30 * MINUTE },
    });
    const { save } = world.engine.conversations;
    world.engine.conversations.save = async (state, blocks) => {
      if (state.progress?.reminders && crash) {
        crash = false;
        throw new Error("crash");
      }
      return save(state, blocks);
    };
    await world.write("human");
    await expect(world.run()).rejects.toThrow("crash");
    await world.run();
    await world.run();
    expect(names).toEqual([`reminder-${world.conversation}`, `reminder-${world.conversation}`]);
  });
});

it("a customer who moves takes along what the team was reminded of", () => {
  const handoff = { id: "h1", reason: "asked", since: 1, origin: "there" } as const;
  const there = {
    conversation: conversationId("there"),
    version: 2,
    number: SUPPORT,
    pausedAt: 1,
    resumeAt: 9,
    handoff,
    progress: {
      teamNotifiedOf: "h1",
      reminders: { handoff: "h1", from: 1, done: ["long" as const], plannedAt: 5 },
    },
  };
  const here = {
    conversation: conversationId("here"),
    version: 1,
    progress: { reminders: { handoff: "h0", from: 0, done: ["long" as const, "closing" as const] } },
  };
  expect(mergeConversations(here, there, 2).progress?.reminders).toEqual(there.progress.reminders);
});
