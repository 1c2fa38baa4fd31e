import { describe, expect, it } from "@jest/globals";
import { memoryConversations } from "../../lib/adapters/memory/memory-conversations.ts";
import { memoryDeliveries, memoryLedger } from "../../lib/adapters/memory/memory-ledger.ts";
import { MemoryTable } from "../../lib/adapters/memory/memory-table.ts";
import { answerConversationWith } from "../../lib/application/answer-conversation.ts";
import type { BusinessNumber, Engine } from "../../lib/application/engine.ts";
import type { Outgoing } from "../../lib/application/ports.ts";
import { numberName, turnId } from "../../lib/domain/ids.ts";
import { FakeClock, FakeTelemetry, FakeTurnQueue } from "../support/fakes.ts";
import { aConversation, anEntry, aText } from "../support/make.ts";

const HOUR = 3_600_000;

function setUp({ formatReply, ...change }: Partial<Engine> & Partial<Pick<BusinessNumber, "formatReply">> = {}) {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  const telemetry = new FakeTelemetry();
  const conversation = aConversation();
  const asked: string[] = [];
  const sent: Outgoing[] = [];
  const support: BusinessNumber = {
    name: numberName("support"),
    agentId: "agent",
    fallbackText: "sorry",
    quotes: true,
    formatReply: (text) => [{ text }],
    remedyFor: () => "never",
    ...(formatReply && { formatReply }),
    sender: {
      maxLength: 4000,
      showTyping: async () => undefined,
      send: async (message) => {
        sent.push(message);
        return { kind: "accepted", id: "out" };
      },
    },
  };
  const engine: Engine = {
    conversations: memoryConversations(table),
    deliveries: memoryDeliveries(table),
    agent: {
      ask: async ({ text }) => {
        asked.push(text);
        return `re: ${text}`;
      },
    },
    events: { publish: async () => undefined },
    clock,
    random: () => 0,
    telemetry,
    rules: { quietSeconds: 0, maxWaitSeconds: 0, staleAfterHours: 23, graceSeconds: 45, agentAttempts: 3 },
    agentTimeoutMs: 30_000,
    numberNamed: (name) => (name === "support" ? support : undefined),
    turnQueue: new FakeTurnQueue(),
    conversationFor: () => conversation,
    turnIdFor: (first) => turnId(`t-${first}`),
    sessionIdFor: () => "session",
    ...change,
  };
  const answer = answerConversationWith(engine);
  const write = (text: string, { number = "support", sentAt = clock.time } = {}) =>
    memoryLedger(table).record(
      anEntry(conversation, { number: numberName(number), message: aText({ text, sentAt }), arrivedAt: clock.time }),
    );
  const endings = () =>
    [...table.messages.values()].map(({ outcome }) =>
      outcome && "reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome?.kind,
    );
  return {
    clock,
    table,
    telemetry,
    conversation,
    asked,
    sent,
    write,
    endings,
    run: (time = 90_000) => answer(conversation, clock.time + time),
  };
}

describe("answering a conversation", () => {
  it("ends what waits for a number that is not configured any more as failed and loudly, and answers the rest", async () => {
    const { write, run, endings, asked, telemetry } = setUp();
    await write("old", { number: "renamed" });
    await write("new");
    expect(await run()).toEqual({ kind: "done" });
    expect(asked).toEqual(["new"]);
    expect(endings()).toEqual(["failed: number-not-configured", "answered"]);
    expect(telemetry.lines.find(({ code }) => code === "message.orphaned")?.level).toBe("error");
  });

  it("does not answer what arrived days late as if it were new", async () => {
    const { write, run, endings, asked, clock } = setUp();
    await write("three days old", { sentAt: clock.time - 72 * HOUR });
    expect(await run()).toEqual({ kind: "done" });
    expect(asked).toEqual([]);
    expect(endings()).toEqual(["ignored: stale"]);
  });

  it("begins no turn that it could not finish in the time that is left", async () => {
    const { write, run, asked } = setUp();
    await write("hello");
    expect(await run(44_000)).toEqual({ kind: "later", milliseconds: 0, why: "time" });
    expect(asked).toEqual([]);
  });

  it("gives the customer the fallback when the answer cannot be formatted or is beyond all measure, and does not ask again", async () => {
    for (const change of [
      {
        formatReply: () => {
          throw new RangeError("too deep");
        },
      },
      { agent: { ask: async () => "x".repeat(60_000) } },
    ]) {
      const { write, run, sent, endings } = setUp(change);
      await write("hello");
      expect(await run()).toEqual({ kind: "done" });
      expect(sent.map(({ text }) => text)).toEqual(["sorry"]);
      expect(endings()[0]).toMatch(/^failed: (unformattable|oversized)_answer$/);
    }
  });

  it("keeps quiet in a conversation that a person has taken over, and ends its messages as handed over", async () => {
    const { write, run, asked, sent, endings, table, conversation } = setUp();
    table.states.set(conversation, { conversation, version: 1, pausedAt: 1 });
    await write("hello");
    expect(await run()).toEqual({ kind: "done" });
    expect([asked, sent]).toEqual([[], []]);
    expect(endings()).toEqual(["handed-off"]);
  });

  it("holds an answer that would leave after the window has closed, and sends nothing", async () => {
    const { write, run, sent, clock, table, conversation } = setUp();
    await write("first");
    await run();
    const state = table.states.get(conversation);
    if (!state?.turn) throw new Error("no turn was kept");
    const waiting = state.turn.parts.map((part) => ({ ...part, state: "pending" as const }));
    table.states.set(conversation, { ...state, turn: { ...state.turn, parts: waiting } });
    sent.length = 0;
    clock.time += 24 * HOUR - 4 * 60_000;
    await run();
    expect(sent).toEqual([]);
    expect(table.states.get(conversation)?.turn?.ending).toEqual({ kind: "held", reason: "window" });
  });

  it("sends an older answer as long as a newer message keeps the window open", async () => {
    const { write, run, sent, clock, table, conversation } = setUp();
    await write("first");
    await run();
    const state = table.states.get(conversation);
    if (!state?.turn) throw new Error("no turn was kept");
    const waiting = state.turn.parts.map((part) => ({ ...part, state: "pending" as const }));
    table.states.set(conversation, { ...state, turn: { ...state.turn, parts: waiting } });
    clock.time += 25 * HOUR;
    await write("second");
    await run();
    expect(sent.map(({ text }) => text)).toEqual(["re: first", "re: first", "re: second"]);
  });
});
