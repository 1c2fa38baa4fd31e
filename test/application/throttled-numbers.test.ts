import { describe, expect, it } from "@jest/globals";
import type { SendOutcome } from "../../lib/application/ports/sender.ts";
import { answerConversation } from "../../lib/application/turn/answer-conversation.ts";
import { conversationId, messageId } from "../../lib/domain/ids.ts";
import { aNumber, engineWorld, HOUR, memoryEngine, SUPPORT } from "../support/engine-world.ts";
import { FakeClock } from "../support/fakes.ts";
import { anEntry, aText } from "../support/make.ts";
import { memoryLedger } from "../support/memory/memory-ledger.ts";
import { MemoryTable } from "../support/memory/memory-table.ts";

/** Virtual time. */
class Agenda {
  now: number;
  readonly #due: { at: number; run(): void }[] = [];

  constructor(start: number) {
    this.now = start;
  }

  at(time: number, run: () => void) {
    let [low, high] = [0, this.#due.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#due[middle]?.at ?? 0) > time) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, { at: time, run });
  }

  async run() {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#due.pop();
      if (!next) return;
      this.now = Math.max(this.now, next.at);
      next.run();
    }
  }
}

/**
 * So many customers write within a second. The provider takes `limit` messages a second and refuses the
 * others; the agent takes 1 to 5 s.
 * Returns the seconds until all are answered, as a multiple of the possible minimum.
 */
async function rush(customers: number, limit: number, messagesPerSecond = limit) {
  const start = new FakeClock().time;
  const agenda = new Agenda(start);
  const clock = { now: () => agenda.now };
  const table = new MemoryTable(clock);
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const takenIn = new Map<number, number>();
  let [answered, refused] = [0, 0];
  const send = async (): Promise<SendOutcome> => {
    const second = Math.floor(agenda.now / 1000);
    const already = takenIn.get(second) ?? 0;
    if (already >= limit) {
      refused++;
      return { kind: "refused", code: "130429", failureAction: "slow" };
    }
    takenIn.set(second, already + 1);
    answered++;
    return { kind: "accepted", id: `out-${answered}` };
  };
  const support = aNumber({
    messagesPerSecond,
    sender: { maxLength: 4000, showTyping: async () => undefined, send },
  });
  const engine = memoryEngine(table, {
    clock,
    random,
    agent: {
      ask: ({ text }) =>
        new Promise((resolve) => agenda.at(agenda.now + 1_000 + random() * 4_000, () => resolve({ text }))),
    },
    conversationFor: (_, { phone }) => conversationId(phone ?? ""),
    // With one for all, the first contact of each would look at all who came before.
    sessionIdFor: (conversation) => `session-${conversation}`,
    numberNamed: () => support,
  });
  for (let index = 0; index < customers; index++) {
    const conversation = conversationId(`c${index}`);
    const message = aText({ id: messageId(`m${index}`), customer: { phone: `c${index}` }, sentAt: start });
    await memoryLedger(table).record(anEntry(conversation, { number: SUPPORT, message, arrivedAt: start }));
    const look = async () => {
      const result = await answerConversation(engine, {
        conversation,
        number: SUPPORT,
        deadline: agenda.now + 120_000,
      });
      // The queue knows whole seconds only.
      if (result.kind === "retryAfter") agenda.at(agenda.now + Math.ceil(result.delayMs / 1000) * 1000, look);
    };
    agenda.at(start + random() * 1000, look);
  }
  await agenda.run();
  const seconds = Math.max(...takenIn.keys()) + 1 - Math.floor(start / 1000);
  return { answered, refused, seconds, ratio: seconds / (customers / limit) };
}

describe("a number over its throughput", () => {
  it("answers 4,000 waiting customers in at most 1.5 times the least time that is possible", async () => {
    const { answered, ratio } = await rush(4_000, 80);
    expect(answered).toBe(4_000);
    expect(ratio).toBeLessThanOrEqual(1.5);
  });

  it("does so also when it takes less than the settings say", async () => {
    const { answered, ratio } = await rush(600, 20, 80);
    expect(answered).toBe(600);
    expect(ratio).toBeLessThanOrEqual(1.8);
  });

  it("gives no reply up because the number was busy for half an hour", async () => {
    const world = engineWorld();
    for (let tries = 0; tries < 20; tries++)
      world.outcomes.push({ kind: "refused", code: "130429", failureAction: "slow" });
    await world.write("hello");
    await world.settle();
    expect(world.endings()).toEqual(["answered"]);
  });
});

describe("a window that is open by our own clock", () => {
  it.each([1, 2])("is tried again when the provider says %d times that it is closed", async (times) => {
    const world = engineWorld();
    for (let tries = 0; tries < times; tries++)
      world.outcomes.push({ kind: "refused", code: "131047", failureAction: "template" });
    await world.write("hello");
    await world.settle();
    expect(world.endings()).toEqual(["answered"]);
    expect(world.texts()).toEqual(["re: hello"]);
  });

  it("is believed closed the third time, and the reply is deferred", async () => {
    const world = engineWorld();
    world.refuseWindow();
    await world.write("hello");
    await world.settle();
    expect(world.endings()).toEqual(["deferred: window"]);
    expect(world.texts()).toEqual([]);
  });
});

describe("a number that a person must fix", () => {
  const stopped = async (code: string, failureAction: "stop" | "spam", credentials: { hash: string }) => {
    let doubts = 0;
    const world = engineWorld({
      number: { credentials: async () => credentials.hash },
      invalidateSecrets: () => {
        doubts++;
      },
    });
    world.outcomes.push({ kind: "refused", code, failureAction });
    await world.write("hello");
    const wake = await world.run();
    return { world, wake, doubts: () => doubts };
  };

  it("sends again as soon as other credentials are there, however long it was suspended", async () => {
    const credentials = { hash: "old" };
    const { world, wake, doubts } = await stopped("190", "stop", credentials);
    expect(wake).toMatchObject({ kind: "retryAfter", why: "stopped", delayMs: 30_000 });
    expect(doubts()).toBe(1);
    await world.engine.conversations.suspendNumber(SUPPORT, world.clock.time + HOUR, "190", "old");
    world.clock.time += 30_000;
    expect(await world.run()).toMatchObject({ kind: "retryAfter", why: "stopped" });
    credentials.hash = "new";
    world.clock.time += 30_000;
    expect(await world.run()).toEqual({ kind: "done" });
    expect(world.texts()).toEqual(["re: hello"]);
  });

  it("looks for a release ever more rarely, at most after five minutes", async () => {
    const { world } = await stopped("131042", "stop", { hash: "same" });
    await world.engine.conversations.suspendNumber(SUPPORT, world.clock.time + 10 * HOUR, "131042", "same");
    const waits = [];
    for (let looks = 0; looks < 40; looks++) {
      const wake = await world.run();
      if (wake.kind === "done") throw new Error("it is held");
      waits.push(wake.delayMs);
      world.clock.time += wake.delayMs;
    }
    expect(waits[0]).toBe(30_000);
    expect(waits.at(-1)).toBe(300_000);
    await world.engine.conversations.resumeNumber(SUPPORT);
    expect(await world.run()).toEqual({ kind: "done" });
  });

  it("waits long after a spam limit, notifies a person, and is no burst", async () => {
    const { world } = await stopped("131048", "spam", { hash: "same" });
    expect((await world.engine.conversations.load(world.conversation, SUPPORT)).suspension?.until).toBe(
      world.clock.time + 30 * 60_000,
    );
    expect(world.telemetry.lines.find(({ code }) => code === "send.refused")).toMatchObject({
      level: "error",
      facts: { failureAction: "stop" },
    });
    expect(world.telemetry.sum("SendRefused", { class: "blocked" })).toBe(1);
    await world.settle();
    expect(world.texts()).toEqual(["re: hello"]);
  });
});

describe("what people wanted to send", () => {
  const template = { kind: "template" as const, template: { name: "news", preview: "news" } };
  const queued = async (content: typeof template | { kind: "reply"; text: string }) => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await world.engine.outbox.add(world.conversation, {
      id: "o",
      number: SUPPORT,
      at: world.clock.time,
      by: "sam",
      content,
    });
    return world;
  };

  it.each([template, { kind: "reply" as const, text: "sorry" }])(
    "does not leave hours later, out of place: $kind",
    async (content) => {
      const world = await queued(content);
      world.outcomes.push({ kind: "refused", code: "190", failureAction: "stop" });
      await world.run();
      await world.engine.conversations.suspendNumber(SUPPORT, world.clock.time + 5 * HOUR, "190");
      await world.settle();
      expect(world.texts()).toEqual(["re: hello"]);
      expect(await world.engine.outbox.find(world.conversation, "o")).toMatchObject({
        state: "failed",
        code: "expired",
      });
      expect(world.events.filter(({ type }) => type === "reply.failed").map(({ detail }) => detail)).toEqual([
        { reason: "expired", outbound: "o" },
      ]);
    },
  );

  it("does not leave either when its number was suspended before it was begun", async () => {
    const world = await queued(template);
    await world.engine.conversations.suspendNumber(SUPPORT, world.clock.time + 5 * HOUR, "131048");
    await world.settle();
    expect(await world.engine.outbox.find(world.conversation, "o")).toMatchObject({
      state: "failed",
      code: "expired",
    });
    expect(world.events.filter(({ type }) => type === "reply.failed")).toHaveLength(1);
  });

  it("leaves when the number is fixed within an hour", async () => {
    const world = await queued(template);
    world.outcomes.push({ kind: "refused", code: "190", failureAction: "stop" });
    await world.settle();
    expect(world.texts()).toEqual(["re: hello", "news"]);
  });
});
