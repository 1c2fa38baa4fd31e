import { describe, expect, it } from "@jest/globals";
import type { Handoff } from "../../lib/domain/handoff.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

type World = ReturnType<typeof engineWorld>;
const types = ({ events }: World) => events.map(({ type }) => type).filter((type) => type.startsWith("handoff"));

const pause = (world: World, change: Partial<Handoff> = {}, hours = 12) => {
  const handoff: Handoff = {
    id: "h1",
    reason: "operator",
    since: world.clock.time,
    by: "arn:staff",
    origin: world.conversation,
    ...change,
  };
  return world.engine.controls.pause(world.conversation, handoff, world.clock.time + hours * HOUR);
};

describe("a customer who asks for a person", () => {
  it("is told once, the team is mailed what was said and how to answer, and the agent is not asked", async () => {
    const world = engineWorld();
    await world.write("My lamp flickers");
    await world.run();
    await world.write("human");
    expect(await world.run()).toEqual({ kind: "done" });
    await world.run();
    expect(world.texts()).toEqual(["re: My lamp flickers", "text:handoff"]);
    expect(world.asked).toEqual(["My lamp flickers"]);
    expect(types(world)).toEqual(["handoff.requested"]);
    expect(world.mails).toHaveLength(1);
    const [mail] = world.mails;
    expect(mail?.subject).toBe("A person is wanted: Dana Test (support)");
    for (const part of ["My lamp flickers", "+15550177001", "https://wa.me/15550177001", `wa -- reply ${world.conversation}`])
      expect(mail?.text).toContain(part);
    expect(world.endings()).toEqual(["answered", "handed-off"]);
    expect(await world.engine.handoffs.list()).toMatchObject([{ reason: "asked", origin: world.conversation }]);
  });

  it("gets no answer of the agent any more, and what is written meanwhile is kept", async () => {
    const world = engineWorld();
    await world.write("human");
    await world.run();
    await world.write("are you there?");
    await world.run();
    expect(world.asked).toEqual([]);
    expect(world.endings()).toEqual(["handed-off", "handed-off"]);
    expect((await world.engine.history.transcript(world.conversation)).map(({ text }) => text)).toContain("are you there?");
  });

  it("says that the team reads nothing of it by mail when the settings want no content", async () => {
    const world = engineWorld({ notice: { mail: true, mailContent: "ids", eventContent: "ids", link: () => undefined } });
    await world.write("human");
    await world.run();
    const told = JSON.stringify([world.mails, world.events.filter(({ type }) => type === "handoff.requested")]);
    for (const personal of ["Dana", "15550177001", "US.4100"]) expect(told).not.toContain(personal);
    expect(told).toContain(world.conversation);
  });

  it("is told also when the team cannot be reached just now, and the team is as soon as it can", async () => {
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
    await expect(world.run()).rejects.toThrow("SNS is away");
    expect(world.texts()).toEqual(["text:handoff"]);
    away = false;
    expect(await world.run()).toEqual({ kind: "done" });
    expect(mails).toHaveLength(1);
    expect(world.texts()).toEqual(["text:handoff"]);
  });
});

describe("a handoff that people begin", () => {
  it("by a pause tells the customer, but mails nobody", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await pause(world);
    await world.run();
    expect(world.texts()).toEqual(["re: hello", "text:handoff"]);
    expect(world.mails).toEqual([]);
    expect(types(world)).toEqual(["handoff.requested"]);
  });

  it("quietly says nothing", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await pause(world, { quiet: true, reason: "app", by: "app" });
    await world.run();
    expect(world.texts()).toEqual(["re: hello"]);
    expect(types(world)).toEqual(["handoff.requested"]);
  });

  it("silences an answer that is being made", async () => {
    const world = engineWorld({
      agent: {
        ask: async () => {
          await pause(world);
          return "too late";
        },
      },
    });
    await world.write("hello");
    expect(await world.run()).toEqual({ kind: "done" });
    expect(world.texts()).toEqual(["text:handoff"]);
    expect(world.endings()).toEqual(["handed-off"]);
  });
});

describe("a handoff ends", () => {
  it("by resume: the list, the event, and the agent reads what people wrote before the next question", async () => {
    const world = engineWorld();
    await world.write("human");
    await world.run();
    world.clock.time += 60_000;
    const outbound = { number: world.engine.numberNamed, id: "r1" };
    await world.engine.outbox.add(world.conversation, {
      id: outbound.id,
      number: (await world.engine.controls.read(world.conversation)).number ?? never(),
      at: world.clock.time,
      by: "arn:staff",
      content: { kind: "reply", text: "We send a new lamp." },
    });
    await world.run();
    world.clock.time += 60_000;
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume", by: "arn:staff" });
    await world.run();
    expect(types(world)).toEqual(["handoff.requested", "handoff.ended"]);
    expect(await world.engine.handoffs.list()).toEqual([]);
    await world.write("thanks, when?");
    await world.run();
    expect(world.asked).toHaveLength(1);
    expect(world.asked[0]).toMatch(/^\[A colleague took over this chat .* and wrote: "We send a new lamp\."\]\nthanks, when\?$/);
    await world.write("hello?");
    await world.run();
    expect(world.asked[1]).toBe("hello?");
  });

  it("and the agent reads the last ten things that people wrote, and how many there were", async () => {
    const world = engineWorld();
    await world.write("human");
    await world.run();
    for (let count = 1; count <= 12; count++) {
      world.clock.time += 60_000;
      await world.engine.outbox.add(world.conversation, {
        id: `r${count}`,
        number: SUPPORT,
        at: world.clock.time,
        by: "arn:staff",
        content: { kind: "reply", text: `part ${count}.` },
      });
      await world.run();
    }
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume", by: "arn:staff" });
    await world.write("thanks, when?");
    await world.run();
    expect(world.asked[0]).toContain('and wrote: (the last 10 of 12 messages) "part 3." / "part 4." /');
    expect(world.asked[0]).toContain('"part 12."]');
  });

  it("by the customer's word, which is no question", async () => {
    const world = engineWorld();
    await world.write("human");
    await world.run();
    await world.write("bot");
    await world.run();
    expect(world.state().pausedAt).toBeUndefined();
    expect(world.endings()).toEqual(["handed-off", "ignored: returned"]);
    expect(world.asked).toEqual([]);
    expect(world.events.at(-1)).toMatchObject({ type: "handoff.ended", detail: { how: "customer" } });
  });

  it("by itself after the quiet time, with the customer's next message, which the agent answers", async () => {
    const world = engineWorld();
    await world.write("human");
    await world.run();
    world.clock.time += 13 * HOUR;
    await world.write("anybody?");
    await world.run();
    expect(world.asked).toHaveLength(1);
    expect(world.events.find(({ type }) => type === "handoff.ended")?.detail.how).toBe("quiet-time");
  });

  it("also several times before the worker comes by: each is told of, in order", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    for (const id of ["h1", "h2"]) {
      await pause(world, { id });
      world.clock.time += 10;
      await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    }
    await world.run();
    expect(world.events.flatMap(({ type, detail }) => (type.startsWith("handoff") ? [`${type} ${detail.handoff}`] : []))).toEqual([
      "handoff.requested h1",
      "handoff.ended h1",
      "handoff.requested h2",
      "handoff.ended h2",
    ]);
    expect(world.texts()).toEqual(["re: hello"]);
  });

  it("and the word for the bot is a question like any other while nobody has the conversation", async () => {
    const world = engineWorld();
    await world.write("bot");
    await world.run();
    expect(world.asked).toEqual(["bot"]);
  });
});

describe("the agent brings a handoff about", () => {
  it("by a phrase in its answer, which is sent, and is all that the customer is told", async () => {
    const world = engineWorld({
      rules: { phrases: ["a colleague will help"] },
      agent: { ask: async () => "I found nothing. A colleague will HELP you." },
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
        const world = engineWorld({ rules: { phrases: [phrase] }, agent: { ask: async () => answer } });
        await world.write("where is my order?");
        await world.run();
        expect(world.state().handoff?.reason).toBe("phrase");
      }
    },
  );

  it("by failing twice in a row, and not by failing once", async () => {
    let failing = true;
    const agent = {
      ask: async () => {
        if (failing) throw new Error("unexpected");
        return "fine";
      },
    };
    const { IntegrationError } = await import("../../lib/application/integration-error.ts");
    agent.ask = async () => {
      if (failing) throw new IntegrationError({ system: "chatsby", code: "http_404", retry: "never" });
      return "fine";
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

describe("when words and people cross", () => {
  it("an older word for the bot does not take back a person who was asked for after it", async () => {
    const world = engineWorld();
    await world.write("bot", { sentAt: world.clock.time - 2000 });
    await pause(world, { reason: "asked", since: world.clock.time - 1000 });
    await world.write("human", { sentAt: world.clock.time - 1000 });
    await world.run();
    expect(world.state().pausedAt).toBeDefined();
    expect(world.mails).toHaveLength(1);
    expect(world.texts()).toEqual(["text:handoff"]);
  });

  it("who asks for a person while one speaks unannounced is put before the team, once", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await pause(world, { quiet: true, reason: "app", by: "app" });
    await world.run();
    expect(world.mails).toEqual([]);
    await world.write("human");
    await world.run();
    await world.run();
    expect(world.mails).toHaveLength(1);
  });

  it.each(["handoff", "ignore"] as const)(
    "a word for a person that comes a day late is put before the team, also when stale is %j",
    async (stale) => {
      const world = engineWorld({ rules: { stale } });
      await world.write("human", { sentAt: world.clock.time - 30 * HOUR });
      await world.run();
      expect(world.mails).toHaveLength(1);
      expect(world.endings()).toEqual(["handed-off"]);
    },
  );

  it("people are told while the number can send nothing, and the customer as soon as it can", async () => {
    const world = engineWorld();
    await world.engine.conversations.hold(SUPPORT, world.clock.time + 60_000, "190");
    await world.write("human");
    expect(await world.run()).toMatchObject({ kind: "later", why: "stopped" });
    await world.run();
    expect([world.mails.length, world.sent.length]).toEqual([1, 0]);
    world.clock.time += 90_000;
    await world.run();
    expect(world.texts()).toEqual(["text:handoff"]);
    expect(world.mails).toHaveLength(1);
  });

  it("a handoff by phrase is announced also when its turn's last steps failed at first", async () => {
    const world = engineWorld({ rules: { phrases: ["a colleague"] }, agent: { ask: async () => "A colleague will help." } });
    const { publish } = world.engine.events;
    let failing = true;
    world.engine.events.publish = async (event) => {
      if (failing && event.type === "conversation.started") throw new Error("the bus is away");
      return publish(event);
    };
    await world.write("help");
    await expect(world.run()).rejects.toThrow("the bus is away");
    failing = false;
    expect(await world.run()).toEqual({ kind: "done" });
    expect(world.mails).toHaveLength(1);
    expect(world.texts()).toEqual(["A colleague will help."]);
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

function never(): never {
  throw new Error("the state has no number");
}
