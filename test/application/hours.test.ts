import { describe, expect, it } from "@jest/globals";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { takeOver } from "../support/engine-handoffs.ts";
import { engineWorld, HOUR } from "../support/engine-world.ts";
import { berlin, hoursWorld, OFFICE } from "../support/hours-world.ts";

describe("a customer who asks for a person", () => {
  it("is told within business hours that a person takes over", async () => {
    const world = hoursWorld("2026-11-30 11:59");
    await world.writes("2026-11-30 11:59", "human");
    expect(world.texts()).toEqual(["text:handoff"]);
  });

  it("is told outside them when people are there again, and the bot is silent until somebody comes", async () => {
    const world = hoursWorld("2026-11-30 12:00");
    await world.writes("2026-11-30 12:00", "human");
    await world.writes("2026-11-30 12:30", "anybody?");
    await world.writes("2026-11-30 14:00", "hello?");
    expect(world.texts()).toEqual(["closed"]);
    expect([world.asked, world.endings()]).toEqual([[], ["handed-off", "handed-off", "handed-off"]]);
  });

  it("is not told again what holds, and truthfully what has changed: once each time that the team has gone", async () => {
    const world = hoursWorld("2026-11-30 17:55");
    await world.writes("2026-11-30 17:55", "human");
    await world.writes("2026-11-30 18:01", "are you there?");
    await world.writes("2026-11-30 22:00", "human");
    await world.writes("2026-12-01 08:59", "good morning");
    await world.writes("2026-12-01 10:00", "it is ten");
    expect(world.texts()).toEqual(["text:handoff", "closed"]);
    await world.writes("2026-12-01 12:30", "it is noon");
    await world.run();
    expect(world.texts()).toEqual(["text:handoff", "closed", "closed"]);
  });

  it("is told nothing more once a person has come, or when nobody told them of a handoff at all", async () => {
    const world = hoursWorld("2026-11-30 17:00");
    await takeOver(world, { quiet: true });
    await world.writes("2026-11-30 19:00", "still there?");
    expect(world.texts()).toEqual([]);
    const answered = hoursWorld("2026-11-30 17:00");
    await answered.writes("2026-11-30 17:00", "human");
    const reply = { id: "r", by: "ana", at: berlin("2026-11-30 17:30") };
    await answered.engine.controls.startReply(answered.conversation, reply);
    await answered.writes("2026-11-30 19:00", "thanks!");
    expect(answered.texts()).toEqual(["text:handoff"]);
  });

  it("reads that a colleague takes over who does so outside the hours", async () => {
    const world = hoursWorld("2026-11-30 20:00");
    await takeOver(world);
    await world.writes("2026-11-30 20:00", "hello");
    expect(world.texts()).toEqual(["text:handoff"]);
  });

  it("is told although the message came while the clocks were changed", async () => {
    const hours = { ...OFFICE, open: { sun: ["02:30-04:00"] } };
    const world = hoursWorld("2026-03-29 01:59", { hours });
    world.clock.time = Date.parse("2026-03-29T00:59:59Z");
    await world.write("human");
    await world.run();
    world.clock.time = Date.parse("2026-03-29T01:00:00Z");
    await world.write("human");
    await world.run();
    expect(world.texts()).toEqual(["closed"]);
  });

  it("does not make the worker search for ever when no opening is known", async () => {
    const world = hoursWorld("2026-11-30 10:00", { hours: { ...OFFICE, open: {} } });
    await world.writes("2026-11-30 10:00", "human");
    await world.writes("2026-11-30 11:00", "human");
    expect(world.texts()).toEqual(["closed"]);
    expect(world.state().resumeAt).toBe(berlin("2026-11-30 22:00"));
  });
});

describe("an answer of the agent that promises a person", () => {
  const rules = { phrases: ["a colleague"] };
  const agent = { ask: async () => ({ text: "I will get a colleague." }) };

  it("is followed outside business hours by when one is there, once", async () => {
    const world = hoursWorld("2026-11-30 20:00", { rules, agent });
    await world.writes("2026-11-30 20:00", "I want a refund");
    await world.run();
    await world.writes("2026-11-30 20:05", "ok");
    expect(world.texts()).toEqual(["I will get a colleague.", "closed"]);
  });

  it("stands alone within them", async () => {
    const world = hoursWorld("2026-11-30 10:00", { rules, agent });
    await world.writes("2026-11-30 10:00", "I want a refund");
    await world.run();
    expect(world.texts()).toEqual(["I will get a colleague."]);
  });

  it("may promise it again while the bot goes on, and nobody is told a second time", async () => {
    const world = hoursWorld("2026-11-30 20:00", { rules: { ...rules, outsideHours: "keep-bot" }, agent });
    await world.writes("2026-11-30 20:00", "I want a refund");
    await world.writes("2026-11-30 20:10", "When?");
    await world.run();
    expect(world.texts()).toEqual(["I will get a colleague.", "closed", "I will get a colleague."]);
    expect(world.mails).toHaveLength(1);
  });
});

it("says with the fallback text when people are there, in one message", async () => {
  const world = hoursWorld("2026-11-30 20:00", {
    rules: { failedTurns: 1, agentAttempts: 1 },
    agent: {
      ask: async () => {
        throw new IntegrationError({ system: "chatsby", code: "500", retry: "later" });
      },
    },
  });
  await world.write("hello");
  await world.settle();
  await world.run();
  expect(world.texts()).toEqual(["sorry\n\nclosed"]);
});

describe("with keep-bot, after a handoff outside business hours", () => {
  const rules = { outsideHours: "keep-bot" as const };
  const asked = async (more: Parameters<typeof hoursWorld>[1] = {}) => {
    const world = hoursWorld("2026-11-30 20:00", { ...more, rules: { ...rules, ...more.rules } });
    await world.writes("2026-11-30 20:00", "human");
    return world;
  };

  it("the bot goes on until people are there, and is silent from that very moment", async () => {
    const world = await asked();
    await world.writes("2026-11-30 20:05", "one more question");
    await world.writes("2026-12-01 08:59", "early");
    await world.writes("2026-12-01 09:00", "late");
    expect(world.texts()).toEqual(["closed", "re: one more question", "re: early"]);
    expect(world.endings()).toEqual(["handed-off", "answered", "answered", "handed-off"]);
  });

  it("the team is told at once, and the customer waits in its list", async () => {
    const world = await asked();
    expect(world.mails.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /goes on until your business hours begin[\s\S]*until: 2026-12-01 09:00, Europe\/Berlin/,
      ),
    ]);
    expect(world.events.find(({ type }) => type === "handoff.requested")?.detail).toMatchObject({
      opensAt: berlin("2026-12-01 09:00"),
    });
    expect(await world.engine.handoffs.list()).toMatchObject([
      { reason: "asked", botUntil: berlin("2026-12-01 09:00") },
    ]);
  });

  it("a mail to the team that could leave only when they were there does not say that the bot goes on", async () => {
    const texts: string[] = [];
    const notifications = {
      isDown: true,
      async send({ text }: { text: string }) {
        if (this.isDown) throw new Error("down");
        texts.push(text);
      },
    };
    const world = await asked({ notifications });
    notifications.isDown = false;
    await world.writes("2026-12-01 09:05", "hello");
    expect(texts).toEqual([expect.stringContaining("The assistant is silent")]);
  });

  it("an answer that the agent was still thinking about when they came is not sent", async () => {
    const world = await asked({
      agent: {
        ask: async () => {
          world.clock.time = berlin("2026-12-01 09:00");
          return { text: "too late" };
        },
      },
    });
    await world.writes("2026-12-01 08:59", "quick");
    expect([world.texts(), world.endings()]).toEqual([["closed"], ["handed-off", "handed-off"]]);
  });

  it("the rest of an answer does not leave once they are there", async () => {
    const world = await asked({
      agent: { ask: async () => ({ text: "one\n\ntwo" }) },
    });
    const number = world.engine.numberNamed("support" as never);
    if (!number) throw new Error("no number");
    number.formatReply = (text) => text.split("\n\n").map((part) => ({ text: part }));
    const { send } = number.sender;
    number.sender.send = async (...message) => {
      world.clock.time = berlin("2026-12-01 09:00");
      return send(...message);
    };
    await world.writes("2026-12-01 08:59", "quick");
    expect(world.texts()).toEqual(["closed", "one"]);
  });

  it("a colleague who takes over earlier silences it at once, and the customer keeps the place in the list", async () => {
    const world = await asked();
    world.at("2026-11-30 21:00");
    expect(await takeOver(world)).toBe("already");
    await world.writes("2026-11-30 21:01", "still there?");
    expect(world.texts()).toEqual(["closed"]);
    expect(world.state()).toMatchObject({
      pausedAt: berlin("2026-11-30 21:00"),
      handoff: { reason: "asked" },
    });
  });

  it.each(["assign", "startReply"] as const)("%s of a colleague silences it at once", async (act) => {
    const world = await asked();
    world.at("2026-11-30 21:00");
    const now = world.clock.time;
    const handoff = {
      id: "h",
      reason: "operator",
      since: now,
      by: "ana",
      origin: world.conversation,
    } as const;
    const about = { id: "r", by: "ana", at: now, handoff, resumeAt: now + HOUR };
    await world.engine.controls[act](world.conversation, about);
    await world.writes("2026-11-30 21:01", "still there?");
    expect(world.texts()).toEqual(["closed"]);
  });

  it("a customer who asks again is told again, three times an hour at most", async () => {
    const world = await asked();
    for (const minute of ["05", "10", "15", "20"]) await world.writes(`2026-11-30 20:${minute}`, "human");
    await world.run();
    expect(world.texts()).toEqual(["closed", "closed", "closed"]);
    await world.writes("2026-11-30 21:30", "human");
    expect(world.texts()).toHaveLength(4);
    expect(world.mails).toHaveLength(1);
  });

  it.each([
    ["in the same second", "20:05", "20:05"],
    ["in a message that was written before the last one and comes after it", "20:04", "20:03"],
  ])("a customer who asks again %s gets a line of its own", async (_, second, third) => {
    const world = await asked();
    for (const [minute, sentAt] of [
      ["20:05", second],
      ["20:10", third],
    ]) {
      world.at(`2026-11-30 ${minute}`);
      await world.write("human", { sentAt: berlin(`2026-11-30 ${sentAt}`) });
      await world.run();
    }
    const references = world.sent.map(({ reference }) => reference);
    expect([world.texts(), new Set(references).size]).toEqual([["closed", "closed", "closed"], 3]);
  });

  it("each line about hours that change again and again has a name of its own", async () => {
    const world = await asked();
    const number = world.engine.numberNamed("support" as never);
    if (!number) throw new Error("no number");
    const monday = ["09:00-12:00", "13:00-18:00"];
    for (const opens of ["10:00", "11:00"]) {
      number.hours = { ...OFFICE, open: { mon: monday, tue: [`${opens}-12:00`] } };
      await world.run();
    }
    const references = world.sent.map(({ reference }) => reference);
    expect([world.texts(), new Set(references).size]).toEqual([["closed", "closed", "closed"], 3]);
  });

  it("a customer who wants the bot back has it, also after the opening", async () => {
    const world = await asked();
    await world.writes("2026-11-30 20:05", "bot");
    await world.writes("2026-12-01 09:30", "hello");
    expect(world.texts()).toEqual(["closed", "re: hello"]);
    expect(await world.engine.handoffs.list()).toEqual([]);
  });

  it("it falls silent for another bot all the same", async () => {
    const world = await asked();
    for (let turn = 0; turn < 30; turn++) {
      world.clock.time += 2_000;
      await world.write("Sorry, I did not understand that.");
      await world.run();
    }
    expect(world.texts().length).toBeLessThan(20);
    expect(world.state().pausedAt).toBeLessThan(berlin("2026-11-30 21:00"));
  });

  it("the time after which it takes over again begins with the opening", async () => {
    const world = await asked();
    await world.writes("2026-12-02 11:59", "hello?");
    expect(world.texts()).toEqual(["closed"]);
    await world.writes("2026-12-02 14:00", "hello?");
    expect(world.texts().at(-1)).toBe("re: hello?");
  });

  it("a handoff within the hours pauses it at once", async () => {
    const world = hoursWorld("2026-11-30 17:59", { rules });
    await world.writes("2026-11-30 17:59", "human");
    await world.writes("2026-11-30 19:00", "hello?");
    expect([world.texts(), world.asked]).toEqual([["text:handoff", "closed"], []]);
  });
});

describe("the time without an active person", () => {
  it("counts open hours only", async () => {
    const world = hoursWorld("2026-11-27 16:00");
    await world.writes("2026-11-27 16:00", "human");
    // Two hours on Friday, eight on Monday, two on Tuesday.
    expect(world.state().resumeAt).toBe(berlin("2026-12-01 11:00"));
    await world.writes("2026-12-01 10:59", "hello?");
    await world.writes("2026-12-01 11:00", "hello!");
    expect(world.texts()).toEqual(["text:handoff", "re: hello!"]);
  });

  it("is ordinary time without business hours", async () => {
    const world = engineWorld();
    await world.write("human");
    await world.run();
    expect(world.state().resumeAt).toBe(world.clock.time + 12 * HOUR);
  });
});

describe("the reminders of the team", () => {
  const set: number[] = [];
  const schedules = { set: async (_: string, at: number) => void set.push(at) };
  const remind = { remindAfterMs: HOUR / 2 };

  it("count open time, and the last comes while an open hour is left to answer", async () => {
    set.length = 0;
    const world = hoursWorld("2026-11-30 20:00", { rules: remind, schedules });
    await world.writes("2026-11-30 20:00", "human");
    expect(set).toEqual([berlin("2026-12-01 09:30")]);
    world.at("2026-12-01 09:30");
    await world.run();
    // The window closes at 19:55, and the office at 18:00.
    expect(set).toEqual([berlin("2026-12-01 09:30"), berlin("2026-12-01 17:00")]);
    world.at("2026-12-01 17:00");
    await world.run();
    expect(world.mails.map(({ subject }) => subject.split(":")[0])).toEqual([
      "A person is wanted",
      "Still waiting",
      "Answer soon",
    ]);
  });

  it("come after a weekend, not within", async () => {
    set.length = 0;
    const world = hoursWorld("2026-11-27 17:50", { rules: remind, schedules });
    await world.writes("2026-11-27 17:50", "human");
    world.clock.time += DAY_MS;
    await world.run();
    expect(set).toEqual([berlin("2026-11-30 09:20")]);
    expect(world.mails).toHaveLength(1);
  });
});
