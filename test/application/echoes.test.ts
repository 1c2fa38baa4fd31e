import { describe, expect, it } from "@jest/globals";
import { pauseOnEcho } from "../../lib/application/intake/pause-on-echo.ts";
import { conversationId, messageId } from "../../lib/domain/ids.ts";
import { rowStateOf } from "../../lib/domain/inbox/row-state.ts";
import { edgeWorld } from "../support/edge-world.ts";
import { HOUR, SUPPORT } from "../support/engine-world.ts";
import { aText } from "../support/make.ts";

const AWAY = "Hi! Thanks for contacting Lumen. We are away right now and will reply as soon as possible.";
const away = { what: "text", text: AWAY };

type World = ReturnType<typeof edgeWorld>;
const isPaused = (world: World) => world.state().pausedAt !== undefined;
const ignored = (world: World, reason: string) => world.telemetry.sum("InboundIgnored", { reason });
const types = (world: World) => world.events.map(({ type }) => type);
const said = async (world: World) =>
  (await world.engine.history.transcript([world.conversation])).map(({ from, text }) => `${from}: ${text}`);

describe("what is done in the app without writing", () => {
  it.each([
    ["revoke", {}],
    ["reaction", {}],
    ["edit", { text: "corrected" }],
    ["pin", {}],
  ])("pauses nothing, and is counted: %s", async (what, change) => {
    const world = edgeWorld();
    await world.says("hello");
    await world.echo(world.clock.time + 60_000, { what, act: true, ...change });
    expect(isPaused(world)).toBe(false);
    expect(ignored(world, "echo-no-message")).toBe(1);
    await world.says("are you there?");
    expect(world.texts()).toEqual(["re: hello", "re: are you there?"]);
    expect(types(world)).not.toContain("handoff.requested");
  });

  it("stands in the transcript when it has content", async () => {
    const world = edgeWorld();
    await world.echo(world.clock.time, { what: "revoke", act: true });
    await world.echo(world.clock.time, { what: "edit", act: true, text: "at nine" });
    await world.echo(world.clock.time, { what: "reaction", act: true });
    expect(await said(world)).toEqual(["person: [deleted a message]", "person: [edited] at nine"]);
  });

  it.each([
    "text",
    "image",
    "document",
    "voice",
    "audio",
    "location",
    "contacts",
    "sticker",
    "template",
    "video",
    "poll_creation",
  ])("a %s that a person sends does pause the bot", async (what) => {
    const world = edgeWorld();
    await world.says("hello");
    await world.echo(world.clock.time + 60_000, { what, ...(what === "text" ? { text: "I am on it" } : {}) });
    expect(isPaused(world)).toBe(true);
  });
});

describe("a person who writes in the app", () => {
  const listed = (world: World) => world.table.activity.get(world.conversation);

  it("has answered a customer who waits for one", async () => {
    const world = edgeWorld();
    await world.says("hello");
    await world.says("human please");
    await world.settle();
    expect(rowStateOf(world.state())).toBe("waiting");
    expect(listed(world)?.waitingSince).toBeDefined();
    world.clock.time += 60_000;
    await world.echo(world.clock.time, { what: "text", text: "I am on it" });
    await world.settle();
    expect(rowStateOf(world.state())).toBe("person");
    expect(world.state().lastStaffReply).toMatchObject({ by: "app", at: world.clock.time });
    expect(listed(world)).toMatchObject({ lastText: "I am on it", lastAt: world.clock.time });
    expect(listed(world)?.waitingSince).toBeUndefined();
  });

  it("has done so also when it is reported so late that no pause follows", async () => {
    const world = edgeWorld();
    await world.says("human please");
    await world.settle();
    const at = world.clock.time + 60_000;
    world.clock.time += 13 * HOUR;
    await world.echo(at, { what: "text", text: "I am on it" });
    await world.settle();
    expect(world.state().lastStaffReply).toMatchObject({ by: "app", at });
    expect(listed(world)).toMatchObject({ lastText: "I am on it" });
    expect(listed(world)?.waitingSince).toBeUndefined();
  });

  it("has done so once, however often it is delivered", async () => {
    const world = edgeWorld();
    await world.says("hello");
    world.clock.time += 60_000;
    const at = world.clock.time;
    await world.again(await world.echo(at, { what: "image" }));
    expect(world.state().lastStaffReply?.at).toBe(at);
    // One that was written before comes after it.
    await world.echo(at - 30_000, { what: "image" });
    expect(world.state().lastStaffReply?.at).toBe(at);
  });

  it("has not when the text turns out to be the app's own", async () => {
    const world = edgeWorld();
    const { sentAt = 0 } = await world.echo(world.clock.time + 11_000, away);
    expect(world.state().lastStaffReply?.by).toBe("app");
    await world.arrives("hello", { sentAt: sentAt - 1_000 });
    await world.run();
    expect(isPaused(world)).toBe(false);
    expect(world.state().lastStaffReply).toBeUndefined();
  });
});

describe("a text that the app sends within two seconds of the customer's message", () => {
  it.each([0, 1_000, 2_000])("is no person, %d ms after it", async (after) => {
    const world = edgeWorld();
    const { sentAt = 0 } = await world.arrives("hello");
    await world.echo(sentAt + after, away);
    expect(isPaused(world)).toBe(false);
    expect(ignored(world, "echo-automatic")).toBe(1);
    await world.run();
    expect(world.texts()).toEqual(["re: hello"]);
    expect(types(world)).not.toContain("handoff.requested");
    expect((await said(world)).filter((line) => line.endsWith(AWAY))).toEqual([`system: ${AWAY}`]);
  });

  it("does not count either when the message has been answered by then, or the customer has written again", async () => {
    const world = edgeWorld();
    const first = world.clock.time + 5_000;
    await world.says("hello", { sentAt: first });
    await world.echo(first + 1_000, away);
    expect(isPaused(world)).toBe(false);
    const burst = edgeWorld();
    const { sentAt = 0 } = await burst.arrives("hello");
    await burst.arrives("one more thing", { sentAt: sentAt + 1_500 });
    await burst.echo(sentAt + 1_000, away);
    expect(isPaused(burst)).toBe(false);
  });

  it("is a person when the bot has answered before it, as is seen at a quick bot", async () => {
    const world = edgeWorld();
    await world.says("hello");
    await world.echo(world.clock.time + 1_000, away);
    expect(isPaused(world)).toBe(true);
  });

  it("is a person two whole seconds later, unless it arrived within two seconds of the message", async () => {
    const world = edgeWorld();
    const { sentAt = 0 } = await world.arrives("hello");
    world.clock.time += 2_100;
    await world.echo(sentAt + 2_000, away);
    expect(isPaused(world)).toBe(true);
    await world.run();
    expect(isPaused(world)).toBe(true);
  });

  it("is a person when it comes later, or before, or is a picture", async () => {
    for (const [after, content] of [
      [3_000, away],
      [-1_000, away],
      [1_000, { what: "image" }],
    ] as const) {
      const world = edgeWorld();
      const { sentAt = 0 } = await world.arrives("hello");
      await world.echo(sentAt + after, content);
      expect([after, isPaused(world)]).toEqual([after, true]);
    }
  });

  it("extends no pause of a person who has the conversation", async () => {
    const world = edgeWorld();
    await world.says("hello");
    await world.echo(world.clock.time + 60_000);
    const { resumeAt } = world.state();
    const { sentAt = 0 } = await world.arrives("thanks", { sentAt: world.clock.time + 60_000 });
    await world.echo(sentAt + 1_000, away);
    expect(world.state().resumeAt).toBe(resumeAt);
    expect(isPaused(world)).toBe(true);
  });

  it("stays automatic when its webhook is delivered again after the customer has gone on", async () => {
    const world = edgeWorld();
    const { sentAt = 0 } = await world.arrives("hello");
    const echo = await world.echo(sentAt + 1_000, away);
    await world.run();
    await world.says("and another question", { sentAt: sentAt + 60_000 });
    await world.again(echo);
    expect(isPaused(world)).toBe(false);
  });
});

describe("a text whose first delivery crashed after it had paused the bot", () => {
  it("wakes the worker when it is delivered again, whatever it looks like by then: no pause goes unannounced", async () => {
    const world = edgeWorld();
    const { record } = world.ledger;
    const echo = aText({ content: { kind: "echo", ...away }, sentAt: world.clock.time + 5_000 });
    world.clock.time += 5_000;
    world.ledger.record = () => Promise.reject(new Error("died"));
    await expect(world.again(echo)).rejects.toThrow();
    world.ledger.record = record;
    expect(isPaused(world)).toBe(true);
    await world.arrives("hello", { sentAt: world.clock.time - 1_000 });
    const before = world.turnQueue.sent.length;
    await world.again(echo);
    expect(world.turnQueue.sent).toHaveLength(before + 1);
    await world.run();
    expect(isPaused(world)).toBe(false);
    expect(world.texts()).toEqual(["re: hello"]);
  });
});

describe("an automatic text that arrives before the customer's message", () => {
  it("pauses the bot only until that message is looked at; nobody is notified of a handoff", async () => {
    const world = edgeWorld();
    const echo = await world.echo(world.clock.time + 11_000, away);
    expect(isPaused(world)).toBe(true);
    await world.arrives("hello", { sentAt: (echo.sentAt ?? 0) - 1_000 });
    await world.run();
    expect(isPaused(world)).toBe(false);
    expect(world.texts()).toEqual(["re: hello"]);
    expect(types(world)).not.toContain("handoff.requested");
    expect(types(world)).not.toContain("handoff.ended");
    expect(world.asked).toEqual(["hello"]);
    expect(await said(world)).toContain(`system: ${AWAY}`);
    await world.says("and now?");
    expect(world.asked.at(-1)).toBe("and now?");
  });

  it("has its end published when its beginning was", async () => {
    const world = edgeWorld();
    const echo = await world.echo(world.clock.time + 11_000, away);
    await world.run();
    expect(types(world)).toEqual(["handoff.requested"]);
    await world.arrives("hello", { sentAt: (echo.sentAt ?? 0) - 1_000 });
    await world.run();
    expect(world.events.find(({ type }) => type === "handoff.ended")?.detail.how).toBe("automatic");
    expect(world.texts()).toEqual(["re: hello"]);
  });

  it("has its end published also when the worker crashed right after publishing its beginning", async () => {
    const world = edgeWorld();
    const echo = await world.echo(world.clock.time + 11_000, away);
    const { save } = world.engine.conversations;
    world.engine.conversations.save = (...written) =>
      types(world).includes("handoff.requested") ? Promise.reject(new Error("died")) : save(...written);
    await expect(world.run()).rejects.toThrow("died");
    world.engine.conversations.save = save;
    await world.arrives("hello", { sentAt: (echo.sentAt ?? 0) - 1_000 });
    await world.run();
    expect(types(world).filter((type) => type === "handoff.ended")).toHaveLength(1);
    expect(world.texts()).toEqual(["re: hello"]);
  });

  it("has its end published also when the bus took its beginning without a response", async () => {
    const world = edgeWorld();
    const echo = await world.echo(world.clock.time + 11_000, away);
    const { publish } = world.engine.events;
    world.engine.events.publish = async (event) => {
      await publish(event);
      throw new Error("timed out");
    };
    await world.run();
    world.engine.events.publish = publish;
    await world.arrives("hello", { sentAt: (echo.sentAt ?? 0) - 1_000 });
    await world.run();
    world.clock.time += HOUR;
    await world.run();
    expect(types(world).filter((type) => type === "handoff.ended")).toHaveLength(1);
    expect(world.state().progress?.lastHour?.["handoff-event"]).toHaveLength(1);
  });

  it("also while the agent is answering an earlier message: both are answered", async () => {
    const asked: string[] = [];
    const world: World = edgeWorld([], {
      messageEvents: "ids",
      agent: {
        ask: async ({ text }) => {
          asked.push(text);
          if (asked.length === 1) {
            const at = world.clock.time + 20_000;
            await world.echo(at, away);
            await world.arrives("second", { sentAt: at - 1_000 });
          }
          return { text: `re: ${text}` };
        },
      },
    });
    await world.says("first");
    expect(world.endings().filter((ending) => ending !== "ignored: echo")).toEqual(["answered", "answered"]);
    expect(asked.at(-1)).toContain("first");
    expect(asked.at(-1)).toContain("second");
    // Each is published once, though the agent was asked twice.
    expect(types(world).filter((type) => type === "message.received")).toHaveLength(2);
  });

  it("is a person's when the customer's message is of the same second, or later: it is the answer", async () => {
    for (const after of [0, 1_000]) {
      const world = edgeWorld();
      const echo = await world.echo(world.clock.time + 11_000, away);
      await world.arrives("thanks", { sentAt: (echo.sentAt ?? 0) + after });
      await world.run();
      expect([after, isPaused(world)]).toEqual([after, true]);
      expect((await said(world))[0]).toBe(`person: ${AWAY}`);
    }
  });

  it("does not end what a person did after it", async () => {
    const world = edgeWorld();
    const echo = await world.echo(world.clock.time + 11_000, away);
    await world.echo(world.clock.time + 20_000, { text: "Hello, this is Sam" });
    await world.arrives("hello", { sentAt: (echo.sentAt ?? 0) - 1_000 });
    await world.run();
    expect(isPaused(world)).toBe(true);
    expect(world.texts()).toEqual([]);
  });
});

describe("the same text to many customers", () => {
  const others = ["US.2", "US.3", "US.4"].map(conversationId);

  function noticing(world: World) {
    const notice = pauseOnEcho.bind(undefined, {
      ...world.engine,
      ...world.edge,
      ledger: world.ledger,
      rules: { resumeAfterMs: 12 * HOUR },
    });
    return (conversation: (typeof others)[number], text: string) =>
      notice(
        conversation,
        {
          id: messageId(`wamid.to-${conversation}`),
          number: SUPPORT,
          text,
          isText: true,
          sentAt: world.clock.time,
        },
        world.clock.time,
      );
  }

  it("is no person from the third on, and the first two are the agent's again with their next message", async () => {
    const world = edgeWorld();
    await world.says("hello");
    await world.echo(world.clock.time + 600_000, away);
    expect(isPaused(world)).toBe(true);
    const notice = noticing(world);
    expect([
      await notice(others[0] ?? world.conversation, AWAY),
      await notice(others[1] ?? world.conversation, AWAY),
    ]).toEqual(["person", "automatic"]);
    await world.says("are you there?");
    expect(world.texts().at(-1)).toBe("re: are you there?");
    expect(isPaused(world)).toBe(false);
  });

  it("is a person while it is short, as people write the same short words to many", async () => {
    const notice = noticing(edgeWorld());
    for (const other of others) expect(await notice(other, "One moment please")).toBe("person");
  });

  it("is forgotten after two days", async () => {
    const world = edgeWorld();
    const notice = noticing(world);
    const results: string[] = [];
    for (const other of others) {
      results.push(await notice(other, AWAY));
      world.clock.time += 50 * HOUR;
    }
    expect(results).toEqual(["person", "person", "person"]);
  });
});
