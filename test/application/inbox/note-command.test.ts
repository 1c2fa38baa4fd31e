import { describe, expect, it } from "@jest/globals";
import { noteActivity } from "../../../lib/application/inbox/note-activity.ts";
import type { Activity } from "../../../lib/application/ports/activity.ts";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import { answerConversation } from "../../../lib/application/turn/answer-conversation.ts";
import { aHandoff } from "../../contracts/store.ts";
import { aNumberWith, DANA, DANA_LATER, idOf } from "../../support/customer-world.ts";
import { engineWorld, SUPPORT } from "../../support/engine-world.ts";
import { aVoiceNote } from "../../support/make.ts";
import { memoryActivity } from "../../support/memory/memory-activity.ts";

/** What a command reads and writes for the inbox. */
function watched(world: ReturnType<typeof engineWorld>) {
  const calls: string[] = [];
  const real = memoryActivity(world.table);
  const activity: Activity = {
    ...real,
    async save(...given) {
      calls.push("save");
      return real.save(...given);
    },
    async remove(...given) {
      calls.push("remove");
      return real.remove(...given);
    },
  };
  world.engine.activity = activity;
  return { calls, entry: () => world.table.activity.get(world.conversation) };
}

describe("a command's end notes for the inbox", () => {
  it("the last message, once a turn, and nothing when nothing has happened", async () => {
    const world = engineWorld();
    const { calls, entry } = watched(world);
    await world.write("Do you ship to Canada?");
    await world.settle();
    expect(entry()).toMatchObject({
      number: SUPPORT,
      name: "Dana Test",
      lastText: "re: Do you ship to Canada?",
      lastAt: world.clock.time,
      heardAt: world.clock.time,
    });
    expect(calls).toEqual(["save"]);
    await world.settle();
    expect(calls).toEqual(["save"]);
    world.clock.time += 60_000;
    await world.write("And to Mexico?");
    await world.settle();
    expect(calls).toEqual(["save", "save"]);
    expect(entry()).toMatchObject({ lastText: "re: And to Mexico?", revision: 2 });
  });

  it("what was understood of a voice note, when a person has taken over meanwhile", async () => {
    const understanding = {
      modes: new Set(["transcribe"] as const),
      timeoutMs: 20_000,
      understand: async () => {
        const handoff = aHandoff(world.conversation, { since: world.clock.time, quiet: true });
        await world.engine.controls.pause(world.conversation, handoff, world.clock.time + 9_000_000);
        await noteActivity({ ...world.engine, activity: memoryActivity(world.table) }, world.conversation);
        return { kind: "understood", text: "two lamps" } as const;
      },
    };
    const world = engineWorld({ understanding });
    const { entry } = watched(world);
    await world.write(aVoiceNote().content);
    await world.run();
    expect(entry()).toMatchObject({ lastText: '[voice note: heard: "two lamps"]' });
  });

  it("who waits for a person, until somebody has the conversation", async () => {
    const world = engineWorld();
    const { entry } = watched(world);
    await world.write("Hello");
    await world.settle();
    const handoff = aHandoff(world.conversation, { since: world.clock.time + 5 });
    await world.engine.controls.pause(world.conversation, handoff, world.clock.time + 9_000_000);
    await world.write("Is anybody there?");
    await world.settle();
    expect(entry()).toMatchObject({ waitingSince: handoff.since });
    const { clock, conversation, engine } = world;
    const take = { by: "ann", at: clock.time, handoff, resumeAt: clock.time + 9_000_000 };
    await engine.controls.assign(conversation, take);
    await noteActivity({ ...engine, activity: memoryActivity(world.table) }, conversation, {
      at: clock.time,
    });
    expect(entry()).toMatchObject({ assignedTo: "ann", assignedAt: clock.time });
    expect(entry()?.waitingSince).toBeUndefined();
  });

  it("a customer's message that gets no answer", async () => {
    const world = engineWorld();
    const { entry } = watched(world);
    await world.write("Hello");
    await world.settle();
    const handoff = aHandoff(world.conversation, { reason: "operator", quiet: true });
    await world.engine.controls.pause(world.conversation, handoff, world.clock.time + 9_000_000);
    world.clock.time += 1_000;
    await world.write({ kind: "location", latitude: 1, longitude: 2 });
    await world.settle();
    expect(entry()).toMatchObject({ lastText: "[location] 1, 2", heardAt: world.clock.time });
  });

  it("while the agent is away: the customer's message", async () => {
    const world = engineWorld({
      agent: {
        ask: async () => {
          throw new IntegrationError({ system: "chatsby", code: "http_503", retry: "later" });
        },
      },
    });
    const { entry } = watched(world);
    await world.write("Hello?");
    expect(await world.run()).toMatchObject({ kind: "retryAfter", why: "agent" });
    expect(entry()).toMatchObject({ lastText: "Hello?" });
  });

  it("what staff sent just before the agent, who is away, was asked", async () => {
    const agent = {
      ask: async () => {
        throw new IntegrationError({ system: "chatsby", code: "http_503", retry: "later" });
      },
    };
    const world = engineWorld({ agent });
    const { entry } = watched(world);
    await world.write("Hello?");
    await world.engine.outbox.add(world.conversation, {
      id: "o1",
      number: SUPPORT,
      at: world.clock.time,
      by: "ann",
      content: { kind: "template", template: { name: "news", language: "en", preview: "Our news" } },
    });
    world.clock.time += 1_000;
    expect(await world.run()).toMatchObject({ kind: "retryAfter", why: "agent" });
    expect(entry()).toMatchObject({ lastText: "Our news", textAt: world.clock.time });
  });

  it("also after a crash, without what the command had in hand", async () => {
    const world = engineWorld();
    const handoff = aHandoff(world.conversation, { reason: "operator", quiet: true });
    await world.write("Hello");
    await world.settle();
    await world.engine.controls.pause(world.conversation, handoff, world.clock.time + 9_000_000);
    const before = world.table.activity.get(world.conversation);
    const { activity } = world.engine;
    delete world.engine.activity;
    world.clock.time += 1_000;
    await world.write("The lamp is broken");
    await world.settle();
    expect(world.table.activity.get(world.conversation)).toEqual(before);
    if (activity) world.engine.activity = activity;
    await world.run();
    expect(world.table.activity.get(world.conversation)).toMatchObject({
      lastText: "The lamp is broken",
      textAt: world.clock.time,
      heardAt: world.clock.time,
    });
  });

  it("of one conversation where two were merged", async () => {
    const world = aNumberWith();
    await world.says(DANA, "Hello");
    expect(world.table.activity.has(idOf(DANA))).toBe(true);
    await world.says(DANA_LATER, "Me again");
    expect(world.table.activity.size).toBe(2);
    world.clock.time += 1_000;
    await world.notes(DANA, DANA_LATER);
    await world.work(DANA);
    await world.rest();
    expect([...world.table.activity.keys()]).toEqual([
      world.engine.conversations &&
        [...world.table.states.values()].find(({ movedTo }) => !movedTo)?.conversation,
    ]);
    expect([...world.table.activity.values()][0]).toMatchObject({ lastText: "re: Me again", merged: 1 });
  });

  it("nothing of a conversation that was erased meanwhile, also one that was never noted", async () => {
    const world = engineWorld();
    const { calls } = watched(world);
    await world.write("Hello");
    await world.settle();
    const { activity } = world.engine;
    if (!activity) throw new Error("the engine has one");
    const { engine, conversation, table } = world;
    const eraseAt = (call: "find" | "states"): Activity => ({
      ...activity,
      [call]: async (given: never) => {
        const result = await activity[call](given);
        await engine.history.erase(conversation);
        return result;
      },
    });
    await noteActivity({ ...engine, activity: eraseAt("find") }, conversation, { at: 1, text: "Hello" });
    expect(table.activity.size).toBe(0);
    await world.write("Hello again");
    table.activity.clear();
    await engine.conversations.save({ ...table.state(conversation), customer: { phone: "1" } }, []);
    await noteActivity({ ...engine, activity: eraseAt("states") }, conversation, { at: 1, text: "Hello" });
    expect(table.activity.size).toBe(0);
    expect(calls.at(-1)).toBe("remove");
  });
});

describe("an index that cannot be written", () => {
  it("costs no customer the answer, is counted, and is written once it can be", async () => {
    const world = engineWorld();
    const { entry } = watched(world);
    const { activity } = world.engine;
    if (!activity) throw new Error("the engine has one");
    world.engine.activity = {
      ...activity,
      save: async () => {
        throw new Error("throttled");
      },
    };
    await world.write("Hello");
    expect(await world.run()).toEqual({ kind: "done" });
    expect(world.texts()).toEqual(["re: Hello"]);
    expect(world.telemetry.sum("SideTasksFailed", { task: "activity" })).toBe(1);
    const wakeUps = () => world.turnQueue.sent.flatMap((each) => (each.kind === "wake" ? [each] : []));
    const [wakeUp] = wakeUps();
    expect(wakeUp?.notBefore).toBeGreaterThan(world.clock.time);
    // The next question is answered at once, and brings no second wake-up.
    await world.write("Still there?");
    expect(await world.run()).toEqual({ kind: "done" });
    expect(world.texts()).toEqual(["re: Hello", "re: Still there?"]);
    expect(wakeUps()).toHaveLength(1);
    world.engine.activity = activity;
    world.clock.time = wakeUp?.notBefore ?? 0;
    await world.run();
    expect(entry()).toMatchObject({ lastText: "re: Still there?" });
    expect(world.state().progress?.sideTasks).toBeUndefined();
  });

  it("is not waited for by every conversation while it does not respond", async () => {
    const world = engineWorld();
    const { activity } = world.engine;
    if (!activity) throw new Error("the engine has one");
    let tries = 0;
    world.engine.activity = {
      ...activity,
      find: async () => {
        tries++;
        world.clock.time += 7_000;
        throw new Error("timed out");
      },
    };
    await world.write("Hello");
    await world.run();
    const before = tries;
    await world.write("And now?");
    await world.run();
    expect(tries).toBe(before);
    expect(world.texts()).toHaveLength(2);
  });

  it("lets a customer's command come again when nothing can be queued for it", async () => {
    const world = engineWorld();
    const { activity } = world.engine;
    if (!activity) throw new Error("the engine has one");
    const engine = {
      ...world.engine,
      activity: {
        ...activity,
        save: async () => {
          throw new Error("throttled");
        },
      },
      turnQueue: {
        send: async () => {
          throw new Error("away");
        },
      },
    };
    await world.write("Hello");
    const command = {
      conversation: world.conversation,
      number: SUPPORT,
      deadline: world.clock.time + 90_000,
    };
    await expect(answerConversation(engine, command)).rejects.toThrow("away");
    expect(world.texts()).toEqual(["re: Hello"]);
    await answerConversation(world.engine, command);
    expect(world.table.activity.get(world.conversation)).toMatchObject({ lastText: "re: Hello" });
    expect(world.texts()).toEqual(["re: Hello"]);
  });
});
