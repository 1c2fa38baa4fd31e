import { describe, expect, it } from "@jest/globals";
import { handoffEvents, takeOver } from "../support/engine-handoffs.ts";
import { engineWorld, HOUR } from "../support/engine-world.ts";

describe("a customer who asks for a person", () => {
  it("is notified once, the team is mailed the messages and how to answer, and the agent is not asked", async () => {
    const world = engineWorld();
    await world.write("My lamp flickers");
    await world.run();
    await world.write("human");
    expect(await world.run()).toEqual({ kind: "done" });
    await world.run();
    expect(world.texts()).toEqual(["re: My lamp flickers", "text:handoff"]);
    expect(world.asked).toEqual(["My lamp flickers"]);
    expect(handoffEvents(world)).toEqual(["handoff.requested"]);
    expect(world.mails).toHaveLength(1);
    const [mail] = world.mails;
    expect(mail?.subject).toBe("A person is wanted: Dana Test (support)");
    for (const part of [
      "My lamp flickers",
      "+15550177001",
      "https://wa.me/15550177001",
      `wa -- reply ${world.conversation} "…" --stage prod`,
    ])
      expect(mail?.text).toContain(part);
    expect(world.endings()).toEqual(["answered", "handed-off"]);
    expect(await world.engine.handoffs.list()).toMatchObject([
      { reason: "asked", origin: world.conversation },
    ]);
  });

  it("gets no answer of the agent any more, and what is written meanwhile is stored", async () => {
    const world = engineWorld();
    await world.write("human");
    await world.run();
    await world.write("are you there?");
    await world.run();
    expect(world.asked).toEqual([]);
    expect(world.endings()).toEqual(["handed-off", "handed-off"]);
    expect((await world.engine.history.transcript([world.conversation])).map(({ text }) => text)).toContain(
      "are you there?",
    );
  });

  it("shows the team nothing of it by mail when the settings want no content", async () => {
    const world = engineWorld({
      handoffNotice: { mail: true, mailContent: "ids", eventContent: "ids", link: () => undefined },
    });
    await world.write("human");
    await world.run();
    const told = JSON.stringify([
      world.mails,
      world.events.filter(({ type }) => type === "handoff.requested"),
    ]);
    for (const personal of ["Dana", "15550177001", "US.4100"]) expect(told).not.toContain(personal);
    expect(told).toContain(world.conversation);
  });

  it("is notified also when the team cannot be reached just now, and the team is as soon as it can", async () => {
    let away = true;
    const mails: string[] = [];
    const world = engineWorld({
      notifications: {
        send: async ({ subject }) => {
          if (away) throw new Error("SNS is away");
          mails.push(subject);
        },
      },
    });
    await world.write("human");
    expect(await world.run()).toEqual({ kind: "done" });
    world.clock.time += 5_000;
    expect(world.texts()).toEqual(["text:handoff"]);
    away = false;
    expect(await world.run()).toEqual({ kind: "done" });
    expect(mails).toHaveLength(1);
    expect(world.texts()).toEqual(["text:handoff"]);
  });
});

describe("a handoff that people begin", () => {
  it("by a pause notifies the customer, but mails nobody", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await takeOver(world);
    await world.run();
    expect(world.texts()).toEqual(["re: hello", "text:handoff"]);
    expect(world.mails).toEqual([]);
    expect(handoffEvents(world)).toEqual(["handoff.requested"]);
  });

  it("quietly notifies nobody", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await takeOver(world, { quiet: true, reason: "app", by: "app" });
    await world.run();
    expect(world.texts()).toEqual(["re: hello"]);
    expect(handoffEvents(world)).toEqual(["handoff.requested"]);
  });

  it("blocks an answer that is being made", async () => {
    const world = engineWorld({
      agent: {
        ask: async () => {
          await takeOver(world);
          return { text: "too late" };
        },
      },
    });
    await world.write("hello");
    expect(await world.run()).toEqual({ kind: "done" });
    expect(world.texts()).toEqual(["text:handoff"]);
    expect(world.endings()).toEqual(["handed-off"]);
  });
});

describe("the agent brings a handoff about", () => {
  it("by a phrase in its answer, which is sent, and is the customer's only notification", async () => {
    const world = engineWorld({
      rules: { phrases: ["a colleague will help"] },
      agent: { ask: async () => ({ text: "I found nothing. A colleague will HELP you." }) },
    });
    await world.write("where is my order?");
    await world.run();
    expect(world.texts()).toEqual(["I found nothing. A colleague will HELP you."]);
    expect(world.state().handoff?.reason).toBe("phrase");
    expect(world.mails).toHaveLength(1);
    expect(world.endings()).toEqual(["answered"]);
  });

  it.each(["I can\u2019t help with that.", "I CAN'T help with that."])(
    "by a phrase, whichever apostrophe it is written with: %s",
    async (answer) => {
      for (const phrase of ["i can't help", "i can\u2019t help"]) {
        const world = engineWorld({
          rules: { phrases: [phrase] },
          agent: { ask: async () => ({ text: answer }) },
        });
        await world.write("where is my order?");
        await world.run();
        expect(world.state().handoff?.reason).toBe("phrase");
      }
    },
  );

  it("also when the pause could not be stored at first: its message is not ended before that", async () => {
    const world = engineWorld({
      rules: { phrases: ["a colleague"] },
      agent: { ask: async () => ({ text: "A colleague will help." }) },
    });
    const { pause } = world.engine.controls;
    world.engine.controls.pause = () => Promise.reject(new Error("throttled"));
    await world.write("help");
    await expect(world.run()).rejects.toThrow("throttled");
    world.engine.controls.pause = pause;
    await world.run();
    expect([world.state().handoff?.reason, world.mails.length]).toEqual(["phrase", 1]);
  });

  it("by failing twice in a row, and not by failing once", async () => {
    let failing = true;
    const agent = {
      ask: async () => {
        if (failing) throw new Error("unexpected");
        return { text: "fine" };
      },
    };
    const { IntegrationError } = await import("../../lib/application/ports/integration-error.ts");
    agent.ask = async () => {
      if (failing) throw new IntegrationError({ system: "chatsby", code: "http_404", retry: "never" });
      return { text: "fine" };
    };
    const world = engineWorld({ agent });
    await world.write("one");
    await world.run();
    failing = false;
    await world.write("two");
    await world.run();
    failing = true;
    await world.write("three");
    await world.run();
    expect(world.state().pausedAt).toBeUndefined();
    await world.write("four");
    await world.run();
    expect(world.texts()).toEqual(["sorry", "fine", "sorry", "sorry\n\ntext:handoff"]);
    expect(world.state().handoff?.reason).toBe("agent-failed");
    expect(world.mails).toHaveLength(1);
  });
});

describe("a stale message", () => {
  it("is put before a person when the settings say so", async () => {
    const world = engineWorld({ rules: { stale: "handoff" } });
    await world.write("three days old", { sentAt: world.clock.time - 72 * HOUR });
    await world.run();
    expect(world.endings()).toEqual(["handed-off"]);
    expect(world.asked).toEqual([]);
    expect(world.sent).toEqual([]);
    expect(world.mails[0]?.text).toContain("too late");
  });
});
