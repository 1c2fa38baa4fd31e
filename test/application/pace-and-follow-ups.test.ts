import { describe, expect, it } from "@jest/globals";
import type { TurnCommand } from "../../lib/application/ports/ports.ts";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

describe("a customer who asks without end", () => {
  it("gets one polite line an hour, then nothing, and answers again later", async () => {
    const world = engineWorld({ rules: { maxPerHour: 2 } });
    for (const text of ["a", "b", "c", "d"]) {
      await world.write(text);
      await world.run();
      world.clock.time += 10_000;
    }
    expect(world.texts()).toEqual(["re: a", "re: b", "text:tooMany"]);
    expect(world.endings()).toEqual(["answered", "answered", "ignored: too-many", "ignored: too-many"]);
    expect(world.telemetry.sum("TurnsLimited")).toBe(2);
    world.clock.time += 2 * HOUR;
    await world.write("e");
    await world.run();
    expect(world.texts().at(-1)).toBe("re: e");
  });

  it("with the same text over and over is taken for a bot: it reads once that a person will look, and then nothing", async () => {
    const world = engineWorld();
    for (let count = 0; count < 9; count++) {
      world.clock.time += 30_000;
      await world.write("I am a robot. How can I help?");
      await world.run();
    }
    expect(world.texts().slice(4)).toEqual(["text:handoff"]);
    expect(world.state().handoff?.reason).toBe("loop");
    expect(world.mails).toHaveLength(1);
    expect(world.telemetry.lines.filter(({ code }) => code === "loop.detected")).toHaveLength(1);
    expect(world.endings().at(-1)).toBe("handed-off");
  });

  it("starts again from zero after a hand-back", async () => {
    const world = engineWorld();
    const again = async () => {
      world.clock.time += 30_000;
      await world.write("I am a robot. How can I help?");
      await world.run();
    };
    for (let count = 0; count < 6; count++) await again();
    expect(world.state().handoff?.reason).toBe("loop");
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await again();
    expect(world.state().handoff).toBeUndefined();
    expect(world.texts().at(-1)).toContain("I am a robot");
  });

  it("faster than anybody types, again and again, is a bot too", async () => {
    const world = engineWorld();
    for (let count = 0; count < 20; count++) {
      world.clock.time += 1_000;
      await world.write(`message ${count}`);
      await world.run();
    }
    expect(world.state().handoff?.reason).toBe("loop");
    expect(world.sent.length).toBeLessThan(15);
  });

  it("with voice notes, or the same greeting every day, does not count", async () => {
    const world = engineWorld();
    for (let count = 0; count < 6; count++) {
      world.clock.time += 30_000;
      await world.write({ kind: "media", media: "voice" });
      await world.run();
    }
    for (let day = 0; day < 6; day++) {
      world.clock.time += 23 * HOUR;
      await world.write("hola");
      await world.run();
    }
    expect(world.sent).toHaveLength(12);
  });

  it("in a hurry does not count: a few quick messages and some thought", async () => {
    const world = engineWorld();
    for (let count = 0; count < 30; count++) {
      world.clock.time += count % 5 === 4 ? 20_000 : 2_000;
      await world.write(`message ${count}`);
      await world.run();
    }
    expect(world.sent).toHaveLength(30);
  });
});

describe("a follow-up", () => {
  const planned: { at: number; command: TurnCommand }[] = [];
  const withFollowUps = () => {
    planned.length = 0;
    const world = engineWorld({
      schedules: { set: async (_, at, command) => void planned.push({ at, command }) },
      rules: {
        followUps: [
          { afterHours: 2, text: "Did that help?" },
          { afterHours: 48, template: () => ({ name: "rate_us", preview: "Rate us" }) },
        ],
      },
    });
    const fire = async () => {
      const next = planned.shift();
      if (next?.command.kind !== "follow-up") throw new Error("nothing is planned");
      world.clock.time = next.at;
      return runCommand(world.engine, next.command, next.at + 90_000);
    };
    return { ...world, fire };
  };

  it("comes after the quiet time, and the next one, a template, two days later", async () => {
    const { write, run, fire, texts, clock } = withFollowUps();
    await write("hello");
    await run();
    const start = clock.time;
    await fire();
    await fire();
    expect(texts()).toEqual(["re: hello", "Did that help?", "Rate us"]);
    expect(clock.time - start).toBe(48 * HOUR);
    expect(planned).toEqual([]);
  });

  it("lapses when the customer has written since", async () => {
    const { write, run, fire, texts } = withFollowUps();
    await write("hello");
    await run();
    await write("and?");
    await run();
    expect(planned).toHaveLength(2);
    await fire();
    expect(texts()).toEqual(["re: hello", "re: and?"]);
  });

  it("lapses when the customer has written and waits for the answer", async () => {
    const { write, run, fire, texts } = withFollowUps();
    await write("hello");
    await run();
    await write("and?");
    await fire();
    expect(texts()).toEqual(["re: hello", "re: and?"]);
  });

  it("lapses also when what the customer wrote since went to a person", async () => {
    const { write, run, fire, texts, engine, conversation, clock } = withFollowUps();
    await write("hello");
    await run();
    clock.time += 1000;
    await engine.controls.pause(
      conversation,
      { id: "h", reason: "operator", since: clock.time, quiet: true, origin: conversation },
      clock.time + HOUR,
    );
    await write("No, I am angry");
    await run();
    await engine.controls.resume(conversation, { at: clock.time, how: "resume" });
    await fire();
    expect(texts()).toEqual(["re: hello"]);
  });

  it("waits while the number can send nothing", async () => {
    const { write, run, fire, texts, engine } = withFollowUps();
    await write("hello");
    await run();
    const [due] = planned;
    if (!due) throw new Error("nothing is planned");
    await engine.conversations.suspendNumber(SUPPORT, due.at + 60_000, "190");
    expect(await fire()).toMatchObject({ kind: "retryAfter", why: "stopped" });
    planned.push({ ...due, at: due.at + 61_000 });
    await fire();
    expect(texts()).toEqual(["re: hello", "Did that help?"]);
  });

  it("plans the next one also when the worker crashes right after it was sent", async () => {
    const { write, run, fire, texts, engine } = withFollowUps();
    await write("hello");
    await run();
    const [due] = planned;
    if (!due) throw new Error("nothing is planned");
    const { archive } = engine.conversations;
    engine.conversations.archive = () => Promise.reject(new Error("died"));
    await expect(fire()).rejects.toThrow("died");
    engine.conversations.archive = archive;
    planned.unshift(due);
    await fire();
    await fire();
    expect(texts()).toEqual(["re: hello", "Did that help?", "Rate us"]);
  });

  it("is sent once when it is fired twice", async () => {
    const { write, run, fire, texts } = withFollowUps();
    await write("hello");
    await run();
    planned.push({ ...planned[0] } as (typeof planned)[number]);
    await fire();
    await fire();
    expect(texts().filter((text) => text === "Did that help?")).toHaveLength(1);
  });

  it("is not sent while a person has the conversation, nor to a customer who wants nothing that the business begins", async () => {
    const { write, run, fire, texts, engine, conversation } = withFollowUps();
    await write("hello");
    await run();
    await engine.controls.changeConsent(conversation, {
      id: "w",
      action: "stop",
      scope: "templates",
      source: "preference",
      at: 1,
    });
    await fire();
    expect(texts()).toEqual(["re: hello"]);
  });
});
