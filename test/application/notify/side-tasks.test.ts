import { describe, expect, it } from "@jest/globals";
import type { TurnCommand } from "../../../lib/application/ports/ports.ts";
import { answerConversation } from "../../../lib/application/turn/answer-conversation.ts";
import { runCommand } from "../../../lib/application/turn/run-command.ts";
import { engineWorld, HOUR, SUPPORT } from "../../support/engine-world.ts";

const DONE = { kind: "done" };

/** An outside system that fails until it is back. */
function anOutage<Given extends unknown[]>() {
  const outage = { away: true, tried: 0, done: [] as Given[] };
  const call = async (...given: Given) => {
    outage.tried++;
    if (outage.away) throw new Error("it is away");
    outage.done.push(given);
  };
  return { outage, call };
}

const timers = ({ turnQueue }: ReturnType<typeof engineWorld>) =>
  turnQueue.sent.flatMap((command) =>
    command.kind === "wake" && command.notBefore !== undefined ? [command.notBefore] : [],
  );

describe("while EventBridge Scheduler is away", () => {
  const withFollowUps = () => {
    const { outage, call } = anOutage<[string, number, TurnCommand]>();
    const world = engineWorld({
      schedules: { set: call },
      rules: { followUps: [{ afterHours: 2, text: "Anything else?" }] },
    });
    return { outage, world };
  };

  it("a turn ends, the next question is asked, and both are followed up once it is back", async () => {
    const { outage, world } = withFollowUps();
    await world.write("one");
    expect(await world.run()).toEqual(DONE);
    expect(world.endings()).toEqual(["answered"]);
    await world.write("two");
    expect(await world.run()).toEqual(DONE);
    expect(world.asked).toEqual(["one", "two"]);
    expect(outage.done).toEqual([]);
    const plannedFor = world.clock.time + 2 * HOUR;
    outage.away = false;
    world.clock.time += 5_000;
    expect(await world.run()).toEqual(DONE);
    expect(outage.done.map(([, at]) => at)).toEqual([plannedFor, plannedFor]);
    expect(world.state().progress?.sideTasks).toBeUndefined();
  });

  it("a follow-up itself leaves", async () => {
    const { outage, world } = withFollowUps();
    outage.away = false;
    await world.write("one");
    await world.run();
    outage.away = true;
    const [[conversation, at, command] = ["", 0, undefined]] = outage.done;
    world.clock.time = at;
    expect(conversation).toBe(world.conversation);
    if (!command) throw new Error("nothing is planned");
    await runCommand(world.engine, command, at + 90_000);
    expect(world.texts()).toEqual(["re: one", "Anything else?"]);
  });
});

describe("while SNS is away", () => {
  const withColleague = async () => {
    const { outage, call } = anOutage<[{ subject: string; text: string }]>();
    const world = engineWorld({ notifications: { send: call } });
    await world.write("hello");
    await world.run();
    const handoff = { id: "h", reason: "app" as const, since: world.clock.time, origin: world.conversation };
    await world.engine.controls.pause(world.conversation, handoff, world.clock.time + HOUR);
    await world.run();
    return { outage, world };
  };

  it("a colleague's reply leaves, and the team is reminded once it is back", async () => {
    const { outage, world } = await withColleague();
    await world.write("human");
    expect(await world.run()).toEqual(DONE);
    const content = { kind: "reply" as const, text: "I am here" };
    await world.engine.outbox.add(world.conversation, {
      id: "o",
      number: SUPPORT,
      at: world.clock.time,
      by: "sam",
      content,
    });
    expect(await world.run()).toEqual(DONE);
    expect(world.texts()).toContain("I am here");
    expect(world.endings()).toEqual(["answered", "handed-off"]);
    outage.away = false;
    world.clock.time += 5_000;
    await world.run();
    expect(outage.done).toHaveLength(1);
  });

  it("a stop is recorded and confirmed", async () => {
    const { world } = await withColleague();
    await world.write("human");
    await world.write("STOP");
    expect(await world.run()).toEqual(DONE);
    expect(world.state().optedOutAt).toBeDefined();
    expect(world.texts()).toContain("text:optedOut");
    expect(world.endings()).toEqual(["answered", "handed-off", "ignored: opted-out"]);
  });
});

describe("while the event bus is away", () => {
  it("the team is mailed once, and the business gets every event once the bus is back", async () => {
    const { outage, call } = anOutage<[{ type: string }]>();
    const world = engineWorld({ events: { publish: call } });
    await world.write("human");
    expect(await world.run()).toEqual(DONE);
    expect(world.mails).toHaveLength(1);
    for (let tries = 0; tries < 5; tries++) {
      world.clock.time += 120_000;
      expect(await world.run()).toEqual(DONE);
    }
    outage.away = false;
    world.clock.time += 120_000;
    await world.run();
    expect(world.mails).toHaveLength(1);
    expect(outage.done.map(([{ type }]) => type)).toEqual(["lead.captured", "handoff.requested"]);
    expect(world.telemetry.sum("Handoffs")).toBe(1);
  });

  it("a failed reply is published later, also when the conversation has gone on", async () => {
    const { outage, call } = anOutage<[{ type: string }]>();
    const world = engineWorld({ events: { publish: call } });
    world.outcomes.push({ kind: "refused", code: "131026", failureAction: "never" });
    await world.write("one");
    await world.run();
    await world.write("two");
    await world.run();
    expect(world.endings()).toEqual(["failed: 131026", "answered"]);
    outage.away = false;
    world.clock.time += 5_000;
    await world.run();
    expect(outage.done.map(([{ type }]) => type).sort()).toEqual([
      "conversation.started",
      "lead.captured",
      "reply.failed",
    ]);
  });

  it("a handoff's end waits behind its beginning, and the agent learns of it at once", async () => {
    const { outage, call } = anOutage<[{ type: string }]>();
    const world = engineWorld({ events: { publish: call } });
    await world.write("human");
    await world.run();
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.write("back to you");
    await world.run();
    expect(world.asked).toHaveLength(1);
    expect(world.asked[0]).toContain("back to you");
    expect(world.asked[0]).not.toBe("back to you");
    outage.away = false;
    world.clock.time += 10_000;
    expect(await world.run()).toEqual(DONE);
    const types = outage.done.map(([{ type }]) => type);
    expect(types.indexOf("handoff.requested")).toBeLessThan(types.indexOf("handoff.ended"));
    expect(types.filter((type) => type.startsWith("handoff."))).toEqual([
      "handoff.requested",
      "handoff.ended",
    ]);
  });

  it("and so it does when what has failed is stored in another order", async () => {
    const { outage, call } = anOutage<[{ type: string }]>();
    const world = engineWorld({ events: { publish: call } });
    const { load } = world.engine.conversations;
    world.engine.conversations.load = async (...asked) => {
      const loaded = await load(...asked);
      const { sideTasks, ...progress } = loaded.state.progress ?? {};
      if (!sideTasks) return loaded;
      const failingSince = Object.fromEntries(Object.entries(sideTasks.failingSince).reverse());
      return {
        ...loaded,
        state: { ...loaded.state, progress: { ...progress, sideTasks: { ...sideTasks, failingSince } } },
      };
    };
    await world.write("human");
    await world.run();
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.run();
    outage.away = false;
    world.clock.time += 10_000;
    await world.run();
    expect(outage.done.flatMap(([{ type }]) => (type.startsWith("handoff.") ? [type] : []))).toEqual([
      "handoff.requested",
      "handoff.ended",
    ]);
  });

  it("a handoff that was published before all systems failed, mail excepted, has its end published when all are back", async () => {
    const { outage, call } = anOutage<[{ type: string }]>();
    outage.away = false;
    const mail = anOutage<[{ subject: string; text: string }]>();
    const list = anOutage<[]>();
    const world = engineWorld({ events: { publish: call }, notifications: { send: mail.call } });
    world.engine.handoffs.remove = () => list.call();
    await world.write("human");
    await world.run();
    expect(outage.done.map(([{ type }]) => type)).toContain("handoff.requested");
    outage.away = true;
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.run();
    outage.away = false;
    list.outage.away = false;
    for (let tries = 0; tries < 3; tries++) {
      world.clock.time += 120_000;
      await world.run();
    }
    expect(outage.done.flatMap(([{ type }]) => (type.startsWith("handoff.") ? [type] : []))).toEqual([
      "handoff.requested",
      "handoff.ended",
    ]);
    expect(list.outage.done).toHaveLength(1);
    expect(world.state().progress?.sideTasks).toBeUndefined();
  });

  it("it is tried ever more rarely, with one wake-up at a time, and given up loudly after six hours", async () => {
    const { outage, call } = anOutage();
    const world = engineWorld({ events: { publish: call } });
    const start = world.clock.time;
    await world.write("one");
    for (;;) {
      expect(await world.run()).toEqual(DONE);
      const next = timers(world).at(-1) ?? 0;
      if (next <= world.clock.time) break;
      // Wake-ups in between, for instance of the customer, do not add to them.
      expect(await world.run()).toEqual(DONE);
      expect(timers(world).at(-1)).toBe(next);
      world.clock.time = next;
    }
    expect(world.clock.time - start).toBeGreaterThanOrEqual(6 * HOUR);
    expect(world.clock.time - start).toBeLessThan(6 * HOUR + 300_000);
    expect(outage.tried).toBeLessThan(600);
    const givenUp = world.telemetry.lines.filter(({ code }) => code === "side-task.given-up");
    expect(givenUp.map(({ level, facts }) => `${level} ${facts.task}`).sort()).toEqual([
      "error event",
      "error lead-event",
    ]);
    expect(world.telemetry.sum("SideTasksFailed")).toBe(outage.tried);
    expect(world.state().progress?.sideTasks).toBeUndefined();
  });
});

describe("while the handoff list or the directory cannot be written", () => {
  it.each(["handoffs", "directory", "campaigns", "leadQueue"] as const)(
    "customers are answered: %s",
    async (port) => {
      const fail = async () => {
        throw new Error("it is away");
      };
      const world = engineWorld({ leadQueue: { send: async () => undefined } });
      const real = world.engine[port];
      const reads = ["bySession", "byName"];
      const broken = new Proxy(real ?? {}, {
        get: (target, name) => (reads.includes(String(name)) ? Reflect.get(target, name) : fail),
      });
      const engine = { ...world.engine, [port]: broken };
      const run = () =>
        answerConversation(engine, {
          conversation: world.conversation,
          number: SUPPORT,
          deadline: world.clock.time + 90_000,
        });
      await world.write("one");
      expect(await run()).toEqual(DONE);
      const template = { name: "news", preview: "news" };
      const about = { number: SUPPORT, at: world.clock.time, by: "sam", campaign: "spring" };
      await world.engine.outbox.add(world.conversation, {
        ...about,
        id: "o",
        content: { kind: "template", template },
      });
      expect(await run()).toEqual(DONE);
      await world.write("human");
      expect(await run()).toEqual(DONE);
      expect(world.texts()).toEqual(["re: one", "news", "text:handoff"]);
      expect(world.mails).toHaveLength(1);
      // What failed is done later.
      world.clock.time += 120_000;
      expect(await world.run()).toEqual(DONE);
      expect(world.table.sessions.size).toBeGreaterThan(0);
      expect(world.table.handoffs.size).toBe(1);
      expect(world.state().progress?.sideTasks).toBeUndefined();
    },
  );
});

describe("a wake-up for a later time", () => {
  it("waits, then lines up behind the conversation's other commands", async () => {
    const world = engineWorld();
    const command = { kind: "wake" as const, conversation: world.conversation, number: SUPPORT };
    const notBefore = world.clock.time + 7_000;
    await world.write("hello");
    expect(await runCommand(world.engine, { ...command, notBefore }, 0)).toEqual({
      kind: "retryAfter",
      delayMs: 7_000,
      why: "side-task",
    });
    world.clock.time = notBefore;
    expect(await runCommand(world.engine, { ...command, notBefore }, 0)).toEqual(DONE);
    expect(world.turnQueue.sent).toEqual([command]);
    // The conversation is not read beside its other commands.
    expect(world.asked).toEqual([]);
  });
});
