import { describe, expect, it } from "@jest/globals";
import type { MessageEvents } from "../../../lib/application/ports/engine.ts";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import { messageId } from "../../../lib/domain/ids.ts";
import { engineWorld, SUPPORT } from "../../support/engine-world.ts";

const ofMessages = ({ events }: ReturnType<typeof engineWorld>) =>
  events.filter(({ type }) => type.startsWith("message."));
const talk = async (messageEvents: MessageEvents) => {
  const world = engineWorld({ messageEvents });
  const at = world.clock.time;
  await world.write("Do you ship?", { id: messageId("wamid.HBgLMTU1NTAxNzcwMDE") });
  await world.run();
  await world.run();
  return { ...world, at };
};

describe("each message of a conversation", () => {
  it("is published once, by our own reference, without its text", async () => {
    const world = await talk("ids");
    const { conversation, at } = world;
    const about = { conversation, number: SUPPORT };
    const [received, sent, ...others] = ofMessages(world);
    expect(others).toEqual([]);
    expect(received).toEqual({
      ...about,
      type: "message.received",
      id: expect.stringMatching(/^[\w-]+\.received$/),
      detail: { message: expect.any(String), kind: "text", at, from: "customer" },
    });
    expect(sent).toEqual({
      ...about,
      type: "message.sent",
      id: `${conversation}.sent.${sent?.detail.turn}.0`,
      detail: { turn: sent?.detail.turn, part: 0, kind: "text", at, by: "agent" },
    });
    // The answer's turn has the name of the first message that it answers.
    expect(sent?.detail.turn).toBe(received?.detail.message);
  });

  it("shows its text only where the settings say so", async () => {
    expect(ofMessages(await talk("full")).map(({ detail }) => detail.text)).toEqual([
      "Do you ship?",
      "re: Do you ship?",
    ]);
    expect(ofMessages(await talk("off"))).toEqual([]);
  });

  it("of the agent's with a file has its kind, and with the text its link", async () => {
    const media = { kind: "image", url: "https://cdn.example.com/nova.jpg" } as const;
    const sent = async (messageEvents: MessageEvents) => {
      const world = engineWorld({ messageEvents, number: { formatReply: (text) => [{ text, media }] } });
      await world.write("A lamp?");
      await world.run();
      return ofMessages(world).at(-1)?.detail;
    };
    expect(await sent("full")).toMatchObject({
      kind: "image",
      text: "re: A lamp?\nhttps://cdn.example.com/nova.jpg",
    });
    expect(JSON.stringify(await sent("ids"))).not.toContain("cdn.example.com");
  });

  it("names the member of staff who wrote it only with its text", async () => {
    for (const [messageEvents, author] of [
      ["full", "ann"],
      ["ids", undefined],
    ] as const) {
      const world = await talk(messageEvents);
      await world.engine.outbox.add(world.conversation, {
        id: "r1",
        number: SUPPORT,
        at: world.clock.time,
        by: "ann",
        content: { kind: "reply", text: "Yes, we do." },
      });
      await world.run();
      const { detail } = ofMessages(world).at(-1) ?? {};
      expect(detail).toMatchObject({ by: "person", outbound: "r1" });
      expect(detail?.author).toBe(author);
    }
  });

  it("is published once, also when it arrived while the number could send nothing", async () => {
    const world = engineWorld({ messageEvents: "ids" });
    await world.engine.conversations.suspendNumber(SUPPORT, world.clock.time + 3_600_000, "190");
    await world.write("hello?");
    const { conversation, clock } = world;
    const handoff = { id: "h1", reason: "agent" as const, since: clock.time, origin: conversation };
    await world.engine.controls.pause(conversation, handoff, clock.time + 3_600_000);
    await world.run();
    world.clock.time += 60_000;
    await world.run();
    await world.engine.conversations.resumeNumber(SUPPORT);
    await world.run();
    const received = ofMessages(world).filter(({ type }) => type === "message.received");
    expect(received.map(({ detail }) => detail.kind)).toEqual(["text"]);
  });

  it("is published once, also when it arrives while the agent that failed is left alone", async () => {
    let calls = 0;
    const world = engineWorld({
      messageEvents: "ids",
      agent: {
        ask: async ({ text }) => {
          calls += 1;
          if (calls < 2) throw new IntegrationError({ system: "agent", code: "away", retry: "later" });
          return { text: `re: ${text}` };
        },
      },
    });
    await world.write("hello?");
    expect(await world.run()).toMatchObject({ kind: "retryAfter" });
    await world.write("anybody?");
    expect(await world.run()).toMatchObject({ kind: "retryAfter" });
    await world.settle();
    expect(world.endings()).toEqual(["answered", "answered"]);
    expect(ofMessages(world).filter(({ type }) => type === "message.received")).toHaveLength(2);
  });

  it("is published also when it is a keyword, or nobody answers it", async () => {
    const world = engineWorld({ messageEvents: "ids" });
    await world.write("human");
    await world.write("hello?");
    await world.run();
    expect(ofMessages(world).map(({ type, detail }) => [type, detail.by])).toEqual([
      ["message.received", undefined],
      ["message.received", undefined],
      ["message.sent", "system"],
    ]);
  });

  it("counts up to 120 an hour of one customer; the others are left out, and answered all the same", async () => {
    const world = engineWorld({ messageEvents: "ids" });
    for (let count = 0; count < 125; count++)
      await world.write(`m${count}`, { id: messageId(`in-${count}`) });
    await world.run();
    await world.run();
    expect(ofMessages(world).filter(({ type }) => type === "message.received")).toHaveLength(120);
    expect(new Set(world.endings())).toEqual(new Set(["answered"]));
    world.clock.time += 3_600_001;
    await world.write("later", { id: messageId("later") });
    await world.run();
    expect(ofMessages(world).filter(({ type }) => type === "message.received")).toHaveLength(121);
  });
});

describe("an event bus that is away", () => {
  it("delays no answer, and gets what it missed later: the same id, without the text", async () => {
    let away = true;
    const kept: unknown[] = [];
    const world = engineWorld({
      messageEvents: "full",
      events: {
        publish: async (event) => {
          if (away) throw new Error("away");
          if (event.type.startsWith("message.")) kept.push([event.type, event.detail.text]);
        },
      },
    });
    await world.write("Do you ship?");
    expect(await world.run()).toEqual({ kind: "done" });
    expect(world.texts()).toEqual(["re: Do you ship?"]);
    const { stored } = world.state().progress?.sideTasks ?? {};
    expect(Object.keys(stored ?? {})).toHaveLength(3);
    expect(JSON.stringify(stored)).not.toContain("Do you ship?");
    away = false;
    world.clock.time += 10_000;
    await world.run();
    await world.run();
    expect(kept).toEqual([
      ["message.received", undefined],
      ["message.sent", undefined],
    ]);
  });
});

it("an event bus that is away for long keeps at most a hundred events waiting in a conversation", async () => {
  const world = engineWorld({
    messageEvents: "ids",
    events: {
      publish: async () => {
        throw new Error("away");
      },
    },
  });
  for (let count = 0; count < 110; count++) await world.write(`m${count}`, { id: messageId(`in-${count}`) });
  await world.run();
  await world.run();
  expect(Object.keys(world.state().progress?.sideTasks?.stored ?? {}).length).toBeLessThanOrEqual(101);
  expect(new Set(world.endings())).toEqual(new Set(["answered"]));
  expect(world.telemetry.lines.map(({ code }) => code)).toContain("side-task.given-up");
});

it("a crash after the publication repeats it under the same id", async () => {
  const world = engineWorld({ messageEvents: "ids" });
  const { save } = world.engine.conversations;
  let crash = true;
  world.engine.conversations.save = async (state, blocks) => {
    if (state.progress?.received && crash) {
      crash = false;
      throw new Error("crash");
    }
    return save(state, blocks);
  };
  await world.write("Do you ship?");
  await expect(world.run()).rejects.toThrow("crash");
  await world.run();
  const ids = ofMessages(world)
    .filter(({ type }) => type === "message.received")
    .map(({ id }) => id);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});
