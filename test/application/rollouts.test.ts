import { describe, expect, it } from "@jest/globals";
import { conversationId } from "../../lib/domain/ids.ts";
import { EVERYBODY, type Rollout } from "../../lib/domain/rollout/rollout.ts";
import { rolloutPosition } from "../../lib/domain/rollout/rollout-position.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

const NOBODY: Rollout = { ...EVERYBODY, percent: 0 };

type World = ReturnType<typeof engineWorld>;

/** Replaces the one before, as an operator does. */
function roll(world: Pick<World, "table" | "clock">, change: Partial<Rollout>) {
  const { rollouts } = world.table;
  const known = rollouts.get(SUPPORT) ?? NOBODY;
  rollouts.set(SUPPORT, { ...known, ...change, by: "arn:staff", at: world.clock.time });
}

const typingIn = (world: World) => {
  const shown: string[] = [];
  const support = world.engine.numberNamed(SUPPORT);
  if (support) support.sender.showTyping = async (message) => void shown.push(message);
  return shown;
};

describe("a customer outside the rollout", () => {
  it("gets nothing: no typing, no answer, and each message has its named end", async () => {
    const world = engineWorld();
    roll(world, { percent: 0 });
    const typing = typingIn(world);
    await world.write("hello");
    await world.write({ kind: "unsupported", type: "unknown" });
    await world.settle();
    expect([world.asked, world.sent, typing]).toEqual([[], [], []]);
    expect(world.endings()).toEqual(["ignored: outside-rollout", "ignored: outside-rollout"]);
    expect(world.mails).toEqual([]);
  });

  it("is answered from the next message on once it is let in", async () => {
    const world = engineWorld();
    roll(world, { percent: 0 });
    await world.write("hello");
    await world.settle();
    roll(world, { percent: 100 });
    await world.write("again");
    await world.settle();
    expect(world.texts()).toEqual(["re: again"]);
  });

  it("may stop the messages, and reads no confirmation, then or later", async () => {
    const world = engineWorld();
    roll(world, { percent: 0 });
    await world.write("STOP");
    await world.settle();
    expect(world.state().optedOutAt).toBeDefined();
    expect(world.endings()).toEqual(["ignored: opted-out"]);
    roll(world, { percent: 100 });
    await world.settle();
    expect(world.sent).toEqual([]);
  });

  it("who asks for a person gets one: the team is mailed, and the bot says nothing", async () => {
    const world = engineWorld();
    roll(world, { percent: 0 });
    await world.write("human");
    await world.settle();
    expect(world.state().handoff).toMatchObject({ reason: "asked" });
    expect([world.mails.length, world.sent]).toEqual([1, []]);
  });

  it("gets a person instead, of whom no bot tells", async () => {
    const world = engineWorld();
    roll(world, { percent: 0, others: "handoff" });
    await world.write("hello");
    await world.write("are you there?");
    await world.settle();
    expect(world.endings()).toEqual(["handed-off", "handed-off"]);
    expect(world.state().handoff).toMatchObject({ reason: "rollout", quiet: true });
    expect(world.mails.map(({ text }) => text).join()).toContain("the bot does not answer this customer yet");
    expect([world.asked, world.sent]).toEqual([[], []]);
    expect(await world.engine.handoffs.list()).toHaveLength(1);
  });

  it("gets a person again when the first one has been quiet for long", async () => {
    const world = engineWorld();
    roll(world, { percent: 0, others: "handoff" });
    await world.write("hello");
    await world.settle();
    world.clock.time += 13 * HOUR;
    await world.write("hello again");
    await world.settle();
    expect(world.state().pausedAt).toBeDefined();
    expect([world.mails.length, world.sent]).toEqual([2, []]);
  });

  it("is still written to by staff", async () => {
    const world = engineWorld();
    roll(world, { percent: 0 });
    await world.write("hello");
    await world.settle();
    await world.engine.outbox.add(world.conversation, {
      id: "o1",
      number: SUPPORT,
      at: world.clock.time,
      by: "ann",
      content: { kind: "reply", text: "Ann here" },
    });
    await world.settle();
    expect(world.texts()).toEqual(["Ann here"]);
  });
});

describe("a rollout that is narrowed", () => {
  it.each([
    ["silent" as const, "ignored: outside-rollout", false],
    ["handoff" as const, "handed-off", true],
  ])("while the agent thinks lets no part leave (others: %s)", async (others, ending, isPaused) => {
    const world: World = engineWorld({
      agent: {
        ask: async () => {
          roll(world, { percent: 0, others });
          return { text: "too late" };
        },
      },
    });
    await world.write("hello");
    await world.settle();
    expect([world.sent, world.endings()]).toEqual([[], [ending]]);
    expect(world.state().pausedAt !== undefined).toBe(isPaused);
  });

  it("stops the parts that have not left", async () => {
    const world: World = engineWorld({ number: { formatReply: () => [{ text: "one" }, { text: "two" }] } });
    const support = world.engine.numberNamed(SUPPORT);
    if (!support) throw new Error("the number is missing");
    const { send } = support.sender;
    support.sender.send = async (message, deadline) => {
      roll(world, { percent: 0 });
      return send(message, deadline);
    };
    await world.write("hello");
    await world.settle();
    expect([world.texts(), world.endings()]).toEqual([["one"], ["ignored: outside-rollout"]]);
  });

  it("lets no fallback line leave when the agent fails", async () => {
    const world: World = engineWorld({
      rules: { agentAttempts: 1 },
      agent: {
        ask: async () => {
          roll(world, { percent: 0 });
          return { text: "" };
        },
      },
    });
    await world.write("hello");
    await world.settle();
    expect([world.sent, world.endings()]).toEqual([[], ["ignored: outside-rollout"]]);
  });
});

describe("who is in a rollout", () => {
  const USER = "US.41002003004005006007";

  it.each([
    ["the user id", { userId: USER }, (world: World) => world.conversation],
    ["the phone", { userId: USER, phone: "15550177001" }, () => conversationId("by-phone-15550177001")],
    [
      "the phone as people dial it, where WhatsApp stores another digit",
      { userId: USER, phone: "5511987654321" },
      () => conversationId("by-phone-551187654321"),
    ],
  ])("is whoever is listed by %s", async (_, customer, listed) => {
    const world = engineWorld();
    roll(world, { percent: 0, contacts: [listed(world)] });
    await world.write("hello", { customer });
    await world.settle();
    expect(world.texts()).toEqual(["re: hello"]);
  });

  it("is by phone still who has had that phone and goes on by the user id alone", async () => {
    const world = engineWorld();
    roll(world, { percent: 0, contacts: [conversationId("by-phone-15550177001")] });
    await world.write("one", { customer: { userId: USER, phone: "15550177001" } });
    await world.settle();
    await world.write("two", { customer: { userId: USER } });
    await world.settle();
    expect(world.texts()).toEqual(["re: one", "re: two"]);
  });

  it("is decided by a percentage in the same way at every message", async () => {
    const position = rolloutPosition("hash-of-session");
    const sides = [Math.floor(position), Math.ceil(position), 100].map(async (percent) => {
      const world = engineWorld();
      roll(world, { percent });
      for (const text of ["one", "two"]) {
        await world.write(text);
        await world.settle();
      }
      return world.texts().length;
    });
    expect(await Promise.all(sides)).toEqual([0, 2, 2]);
  });

  it("follows the settings until an operator says otherwise", async () => {
    const rollout = { contacts: ["+15550177001"], others: "silent" as const, drafts: false };
    const world = engineWorld({ number: { rollout } });
    await world.write("hello", { customer: { userId: USER, phone: "15550177002" } });
    await world.settle();
    expect(world.endings()).toEqual(["ignored: outside-rollout"]);
    roll(world, { percent: 100 });
    await world.write("again", { customer: { userId: USER, phone: "15550177002" } });
    await world.settle();
    expect(world.texts()).toEqual(["re: again"]);
  });
});
