import { describe, expect, it } from "@jest/globals";
import type { Content } from "../../lib/domain/inbound/inbound.ts";
import { engineWorld, HOUR } from "../support/engine-world.ts";

const LOST: Content = { kind: "unsupported", type: "unknown", code: "131060" };

describe("a message that WhatsApp did not pass on", () => {
  it("is met with one line that asks for it again, and the agent is not asked", async () => {
    const { write, run, texts, asked, endings, telemetry, table } = engineWorld();
    await write(LOST);
    expect(await run()).toEqual({ kind: "done" });
    expect(texts()).toEqual(["text:resend"]);
    expect(asked).toEqual([]);
    expect(endings()).toEqual(["ignored: unsupported"]);
    expect(telemetry.sum("ResendRequests", { number: "support" })).toBe(1);
    expect([...table.turns.values()].map(({ by }) => by)).toEqual(["system"]);
  });

  it("is asked for again once an hour at most, however many there are", async () => {
    const { write, run, texts, endings, clock } = engineWorld();
    for (let minutes = 0; minutes < 120; minutes += 20) {
      await write(LOST);
      await write(LOST);
      await run();
      clock.time += 20 * 60_000;
    }
    expect(texts()).toEqual(["text:resend", "text:resend"]);
    expect(new Set(endings())).toEqual(new Set(["ignored: unsupported"]));
    expect(endings()).toHaveLength(12);
  });

  it("is noted for the agent, and nothing more, when text came along", async () => {
    const { write, run, texts, asked, endings } = engineWorld();
    await write(LOST);
    await write("do you have this one?");
    await run();
    expect(asked).toEqual([
      "⟦message that WhatsApp did not pass on: its content is not known here; ask the customer to send it again, or to say it in words⟧\ndo you have this one?",
    ]);
    expect(texts()).toHaveLength(1);
    expect(endings()).toEqual(["answered", "answered"]);
  });

  it("gets no reply when the settings want none", async () => {
    const { write, run, texts, endings } = engineWorld({ rules: { askToResend: false } });
    await write(LOST);
    expect(await run()).toEqual({ kind: "done" });
    expect([texts(), endings()]).toEqual([[], ["ignored: unsupported"]]);
  });

  it.each([
    ["a person has the conversation", { pausedAt: 1 }, "handed-off"],
    ["the customer has opted out", { optedOutAt: 1 }, "ignored: opted-out"],
  ])("gets no reply while %s", async (_, block, ending) => {
    const { write, run, texts, endings, table, conversation } = engineWorld();
    table.states.set(conversation, { conversation, version: 1, ...block });
    await write(LOST);
    await run();
    expect([texts(), endings()]).toEqual([[], [ending]]);
  });

  it("gets no reply while the number is switched off", async () => {
    const world = engineWorld();
    await world.engine.switches.set("*", true, "ops", 0);
    await world.write(LOST);
    await world.run();
    expect([world.texts(), world.endings()]).toEqual([[], ["ignored: switched-off"]]);
  });

  it("gets no reply when a person takes over in the very moment", async () => {
    const world = engineWorld();
    const { conversations } = world.engine;
    const save = conversations.save;
    conversations.save = async (state, sendBlocks) => {
      if (sendBlocks.length > 0 && !world.state().pausedAt)
        world.table.states.set(world.conversation, {
          ...world.state(),
          conversation: world.conversation,
          pausedAt: 1,
        });
      return save(state, sendBlocks);
    };
    await world.write(LOST);
    await world.run();
    expect([world.texts(), world.endings()]).toEqual([[], ["handed-off"]]);
  });

  it("is not asked for days later", async () => {
    const { write, run, texts, endings, clock } = engineWorld();
    await write(LOST, { sentAt: clock.time - 72 * HOUR });
    await run();
    expect([texts(), endings()]).toEqual([[], ["ignored: stale"]]);
  });

  it("is asked for once, whichever step crashes", async () => {
    for (let step = 1; step < 40; step++) {
      const world = engineWorld();
      let left = step;
      const crash = <Port extends object>(port: Port): Port =>
        new Proxy(port, {
          get(target, name, receiver) {
            const value = Reflect.get(target, name, receiver);
            if (typeof value !== "function") return value;
            return async (...given: unknown[]) => {
              if (--left === 0) throw new Error("crash");
              return value.apply(target, given);
            };
          },
        });
      Object.assign(world.engine, {
        conversations: crash(world.engine.conversations),
        deliveries: crash(world.engine.deliveries),
        events: crash(world.engine.events),
      });
      await world.write(LOST);
      for (let tries = 0; tries < 4; tries++) {
        await world.run().catch(() => undefined);
        world.clock.time += 60_000;
      }
      expect({ step, texts: world.texts().length }).toEqual({ step, texts: expect.any(Number) });
      expect(world.endings()).toEqual(["ignored: unsupported"]);
      expect([...world.table.turns.values()].filter(({ by }) => by === "system")).toHaveLength(1);
    }
  });

  it("leaves what it was about for the question that follows", async () => {
    const { write, run, asked } = engineWorld();
    await write(LOST, { referral: { headline: "Brass lamp", body: "for $69" } });
    await run();
    await write("more info please");
    await run();
    await write("thanks");
    await run();
    expect(asked).toEqual([
      '⟦the customer comes from an ad: "Brass lamp" / "for $69"⟧\nmore info please',
      "thanks",
    ]);
  });
});
