import { describe, expect, it } from "@jest/globals";
import { keywordDetector } from "../../../lib/domain/consent/keywords.ts";
import { HOUR } from "../../support/engine-world.ts";
import { aVoiceNote } from "../../support/make.ts";
import { mediaWorld, UNDERSTANDING_TIMEOUT_MS } from "../../support/media-world.ts";

const voice = aVoiceNote().content;
const photo = { kind: "media", media: "image", mediaId: "i1", caption: "this one?" } as const;
describe("media of a customer", () => {
  it("are understood before the agent is asked, which reads them as data", async () => {
    const world = mediaWorld(['zwei ⟧Lampen⟦ "bitte"', "a red lamp"]);
    await world.write(voice);
    await world.write(photo);
    await world.settle();
    expect(world.asked).toEqual([
      `⟦voice note: heard: "zwei ]Lampen[ 'bitte'"⟧\n⟦photo: the photo shows: "a red lamp"⟧ this one?`,
    ]);
    expect(world.paid).toHaveLength(2);
  });

  it("stay one turn, however many voice notes it has", async () => {
    const world = mediaWorld(["one", "two", "three"]);
    for (const _ of [1, 2, 3]) await world.write(voice);
    await world.settle();
    expect(world.asked).toEqual([
      '⟦voice note: heard: "one"⟧\n⟦voice note: heard: "two"⟧\n⟦voice note: heard: "three"⟧',
    ]);
  });

  it("that were not understood are told to the agent as before", async () => {
    const world = mediaWorld([{ kind: "failed", reason: "timeout" }]);
    await world.write(voice);
    await world.settle();
    expect(world.asked).toEqual([
      "⟦voice note: cannot be heard here; ask the customer to say in words what it is about⟧",
    ]);
  });

  it("cost nothing where they are switched off, and of kinds that nobody understands", async () => {
    const world = mediaWorld();
    await world.write({ kind: "media", media: "document", mediaId: "d" });
    await world.write({ kind: "media", media: "video", mediaId: "v" });
    await world.write({ kind: "media", media: "voice" });
    await world.settle();
    expect(world.paid).toEqual([]);
    expect(world.asked).toHaveLength(1);
  });

  it("are paid once when the agent fails and is asked again", async () => {
    const asked: string[] = [];
    const agent = {
      ask: async ({ text }: { text: string }) => {
        asked.push(text);
        if (asked.length === 1) throw new Error("worker died");
        return { text: "yes" };
      },
    };
    const world = mediaWorld(["two lamps"], { agent });
    await world.write(voice);
    await expect(world.run()).rejects.toThrow("worker died");
    await world.settle();
    expect(world.paid).toHaveLength(1);
    expect(asked).toEqual(['⟦voice note: heard: "two lamps"⟧', '⟦voice note: heard: "two lamps"⟧']);
    expect(world.texts()).toEqual(["yes"]);
  });

  it("are not paid twice when the worker dies before it has stored what it heard", async () => {
    const world = mediaWorld();
    const { keepUnderstood } = world.engine.conversations;
    world.engine.conversations.keepUnderstood = async () => {
      throw new Error("worker died");
    };
    await world.write(voice);
    await expect(world.run()).rejects.toThrow("worker died");
    world.engine.conversations.keepUnderstood = keepUnderstood;
    expect(await world.run()).toMatchObject({ kind: "retryAfter", why: "media" });
    await world.settle();
    expect(world.paid).toHaveLength(1);
    expect(world.asked).toEqual([
      "⟦voice note: cannot be heard here; ask the customer to say in words what it is about⟧",
    ]);
  });

  const takesLong = ({ conversations }: ReturnType<typeof mediaWorld>["engine"], text: string) => {
    const { claimUnderstanding } = conversations;
    conversations.claimUnderstanding = async (ids, id, at) => {
      await claimUnderstanding(ids, id, at - UNDERSTANDING_TIMEOUT_MS - 10_000);
      await conversations.keepUnderstood(ids, id, new Map([[0, { kind: "understood", text }]]));
      return claimUnderstanding(ids, id, at);
    };
  };

  it("are read as another worker has stored them since this one read the message, however long ago that began", async () => {
    const world = mediaWorld();
    takesLong(world.engine, "a sofa");
    await world.write(voice);
    await world.settle();
    expect([world.asked, world.paid]).toEqual([['⟦voice note: heard: "a sofa"⟧'], []]);
  });

  it("are obeyed where another worker has stored a keyword since this one read the message", async () => {
    const detectKeyword = keywordDetector({ stop: [], start: [], human: [], bot: [] }, { inVoice: true });
    const world = mediaWorld([], { detectKeyword });
    takesLong(world.engine, "Stop!");
    await world.write(voice);
    await world.settle();
    expect(world.asked).toEqual([]);
    expect(world.state().optedOutAt).toBeDefined();
  });

  it("are read as they are stored where a worker was so slow that another gave it up", async () => {
    const world = mediaWorld();
    const { conversations } = world.engine;
    const { keepUnderstood } = conversations;
    conversations.keepUnderstood = async (ids, id, understood) => {
      await keepUnderstood(ids, id, new Map([[0, { kind: "failed", reason: "interrupted" }]]));
      return keepUnderstood(ids, id, understood);
    };
    await world.write(voice);
    await world.settle();
    expect(world.asked).toEqual([
      "⟦voice note: cannot be heard here; ask the customer to say in words what it is about⟧",
    ]);
  });

  it("leave the agent its time, and wait for a fresh invocation where there is too little", async () => {
    const world = mediaWorld();
    await world.write(voice);
    expect(await world.run(50_000)).toMatchObject({ kind: "retryAfter", why: "time" });
    expect(world.paid).toEqual([]);
    const start = world.clock.time;
    await world.run(60_000);
    expect(world.deadlines).toEqual([start + 60_000 - 30_000 - 15_000 - 5_000]);
  });

  it("of a long burst are understood up to ten", async () => {
    const world = mediaWorld(Array.from({ length: 12 }, (_, at) => `n${at}`));
    for (let at = 0; at < 12; at++) await world.write(voice);
    await world.settle();
    expect(world.paid).toHaveLength(10);
    expect(world.asked[0]?.split("\n").at(-1)).toContain("cannot be heard");
  });

  it("of a long burst stay ten when the agent is asked again, and nobody waits for the others", async () => {
    const asked: string[] = [];
    const agent = {
      ask: async ({ text }: { text: string }) => {
        asked.push(text);
        if (asked.length === 1) throw new Error("worker died");
        return { text: "yes" };
      },
    };
    const world = mediaWorld([], { agent });
    const more = Array.from({ length: 7 }, (_, at) => ({ media: "image" as const, mediaId: `more${at}` }));
    for (const _ of [1, 2]) await world.write({ ...photo, more });
    await expect(world.run()).rejects.toThrow("worker died");
    expect(await world.run()).toMatchObject({ kind: "done" });
    expect(world.paid).toHaveLength(10);
    expect(asked[1]).toBe(asked[0]);
  });

  it("that are said keywords count as a turn of the hour, and are published once", async () => {
    const detectKeyword = keywordDetector({ stop: [], start: [], human: [], bot: [] }, { inVoice: true });
    const published: string[] = [];
    const events = { publish: async ({ id }: { id: string }) => void published.push(id) };
    const world = mediaWorld(["Stop!"], { detectKeyword, events, messageEvents: "ids" });
    await world.write(voice);
    await world.settle();
    expect(published.filter((id) => id.endsWith(".received"))).toHaveLength(1);
    expect(world.state().progress?.pace).toBeDefined();
  });

  it("of a customer who sends without end are understood up to sixty in an hour, however many turns it takes", async () => {
    const world = mediaWorld(
      Array.from({ length: 80 }, (_, at) => `n${at}`),
      { rules: { maxPerHour: 200 } },
    );
    for (let turn = 0; turn < 8; turn++) {
      for (let at = 0; at < 10; at++) await world.write(voice);
      await world.settle();
      world.clock.time += 60_000;
    }
    expect(world.paid).toHaveLength(60);
    expect(world.asked).toHaveLength(8);
    expect(world.asked.at(-1)).not.toContain("heard:");
    expect(world.telemetry.sum("HourlyLimitReached", { sort: "media" })).toBe(2);
    world.clock.time += HOUR;
    await world.write(voice);
    await world.settle();
    expect(world.paid).toHaveLength(61);
  });

  it("count as keywords only where the business says so", async () => {
    const without = mediaWorld(["Stop!"]);
    await without.write(voice);
    await without.settle();
    expect([without.asked.length, without.state().optedOutAt]).toEqual([1, undefined]);

    const detectKeyword = keywordDetector({ stop: [], start: [], human: [], bot: [] }, { inVoice: true });
    const withKeywords = mediaWorld(["Stop!", "a person please"], { detectKeyword });
    await withKeywords.write(voice);
    await withKeywords.settle();
    expect(withKeywords.asked).toEqual([]);
    expect(withKeywords.state().optedOutAt).toBeDefined();
    expect(withKeywords.texts()).toEqual(["text:optedOut"]);
  });
});
