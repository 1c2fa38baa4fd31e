import { describe, expect, it } from "@jest/globals";
import { engineWorld, HOUR } from "../../support/engine-world.ts";

describe("answering a conversation", () => {
  it("ends what waits for a number that is not configured any more as failed and loudly, and answers the rest", async () => {
    const { write, run, endings, asked, telemetry } = engineWorld();
    await write("old", { number: "renamed" });
    await write("new");
    expect(await run()).toEqual({ kind: "done" });
    expect(asked).toEqual(["new"]);
    expect(endings()).toEqual(["failed: number-not-configured", "answered"]);
    expect(telemetry.lines.find(({ code }) => code === "message.orphaned")?.level).toBe("error");
  });

  it("does not answer what arrived days late as if it were new", async () => {
    const { write, run, endings, asked, clock } = engineWorld();
    await write("three days old", { sentAt: clock.time - 72 * HOUR });
    expect(await run()).toEqual({ kind: "done" });
    expect(asked).toEqual([]);
    expect(endings()).toEqual(["ignored: stale"]);
  });

  it("answers what is in time with one question although something stale waits beside it", async () => {
    const { write, run, endings, asked, clock } = engineWorld();
    await write("three days old", { sentAt: clock.time - 72 * HOUR });
    await write("hello");
    expect(await run()).toEqual({ kind: "done" });
    expect(asked).toEqual(["hello"]);
    expect(endings()).toEqual(["ignored: stale", "answered"]);
  });

  it("judges staleness by the time at which it read the messages, however long an outside system takes to fail meanwhile", async () => {
    const { write, run, asked, clock, engine } = engineWorld();
    engine.directory.note = async () => {
      clock.time += 10_000;
      throw new Error("away");
    };
    await write("almost too old", { sentAt: clock.time - 23 * HOUR + 5_000 });
    await run();
    expect(asked).toEqual(["almost too old"]);
  });

  it("gives the command back to the queue when another writer makes it begin again without end", async () => {
    const { write, run, asked, engine } = engineWorld();
    const { conversations, controls } = engine;
    const { load } = conversations;
    conversations.load = async (...given) => {
      const loaded = await load(...given);
      return { ...loaded, state: { ...loaded.state, pausedAt: 1, resumeAt: 1 } };
    };
    let passes = 0;
    controls.resume = async () => {
      passes++;
      return undefined;
    };
    await write("hello");
    await expect(run()).rejects.toThrow("began again");
    expect(passes).toBe(25);
    expect(asked).toEqual([]);
  });

  it("begins no turn that it could not finish in the time that is left", async () => {
    const { write, run, asked } = engineWorld();
    await write("hello");
    expect(await run(44_000)).toEqual({ kind: "retryAfter", delayMs: 0, why: "time" });
    expect(asked).toEqual([]);
  });

  it("gives the customer the fallback when the answer cannot be formatted or is beyond all measure, and does not ask again", async () => {
    for (const change of [
      {
        number: {
          formatReply: () => {
            throw new RangeError("too deep");
          },
        },
      },
      { agent: { ask: async () => ({ text: "x".repeat(60_000) }) } },
    ]) {
      const { write, run, sent, endings } = engineWorld(change);
      await write("hello");
      expect(await run()).toEqual({ kind: "done" });
      expect(sent.map(({ text }) => text)).toEqual(["sorry"]);
      expect(endings()[0]).toMatch(/^failed: (unformattable|oversized)_answer$/);
    }
  });

  it("keeps quiet in a conversation that a person has taken over, and ends its messages as handed over", async () => {
    const { write, run, asked, sent, endings, table, conversation } = engineWorld();
    table.states.set(conversation, { conversation, version: 1, pausedAt: 1 });
    await write("hello");
    expect(await run()).toEqual({ kind: "done" });
    expect([asked, sent]).toEqual([[], []]);
    expect(endings()).toEqual(["handed-off"]);
  });

  it("holds an answer that would leave after the window has closed, and sends nothing", async () => {
    const { write, run, sent, clock, table, conversation } = engineWorld();
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
    expect(table.states.get(conversation)?.turn?.ending).toEqual({ kind: "deferred", reason: "window" });
  });

  it("sends an older answer as long as a newer message keeps the window open", async () => {
    const { write, run, sent, clock, table, conversation } = engineWorld();
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

  it("sends no further part once the window has closed, and holds it", async () => {
    const sent: string[] = [];
    const world = engineWorld({
      number: {
        formatReply: () => [{ text: "one" }, { text: "two" }],
        sender: {
          maxLength: 4_000,
          showTyping: async () => undefined,
          send: async ({ text }) => {
            sent.push(text);
            world.clock.time += 24 * HOUR;
            return { kind: "accepted", id: `out-${text}` };
          },
        },
      },
    });
    await world.write("hello");
    await world.run(48 * HOUR);
    expect(sent).toEqual(["one"]);
    expect(world.endings()).toEqual(["deferred: window"]);
  });
});
