import { describe, expect, it } from "@jest/globals";
import { ConcurrentWriteError } from "../../../lib/application/ports/engine.ts";
import { aVoiceNote } from "../../support/make.ts";
import { mediaWorld, UNDERSTANDING_TIMEOUT_MS } from "../../support/media-world.ts";

const voice = aVoiceNote().content;
const album = {
  kind: "media",
  media: "image",
  mediaId: "i0",
  more: [1, 2, 3].map((at) => ({ media: "image" as const, mediaId: `i${at}` })),
} as const;

type World = ReturnType<typeof mediaWorld>;

const countedIn = (world: World) => world.state().progress?.lastHour?.media?.length ?? 0;
const turnsIn = (world: World) => world.state().progress?.pace?.slots.reduce((sum, slot) => sum + slot, 0);

/** The first save that `is` the one is refused, as if another worker had written the conversation. */
function refuseSave({ engine: { conversations } }: World, is: () => boolean) {
  const { save } = conversations;
  let isOver = false;
  conversations.save = async (state, sendBlocks) => {
    if (isOver || !is() || !state.progress?.lastHour?.media) return save(state, sendBlocks);
    isOver = true;
    return "conflict";
  };
}

function diesOnce({ engine: { conversations } }: World) {
  const { keepUnderstood } = conversations;
  conversations.keepUnderstood = async () => {
    conversations.keepUnderstood = keepUnderstood;
    throw new Error("worker died");
  };
}

describe("files of a customer count for the hour", () => {
  it("though the worker dies before it has stored what it heard, and once however often it is tried", async () => {
    const world = mediaWorld();
    diesOnce(world);
    await world.write(album);
    await expect(world.run()).rejects.toThrow("worker died");
    expect([world.paid.length, countedIn(world)]).toEqual([4, 4]);
    expect(await world.run()).toMatchObject({ kind: "retryAfter", why: "media" });
    world.clock.time += UNDERSTANDING_TIMEOUT_MS + 10_000;
    await world.settle();
    expect([world.paid.length, countedIn(world), world.asked.length]).toEqual([4, 4, 1]);
  });

  it("though another worker writes the conversation while they are understood", async () => {
    const world = mediaWorld();
    refuseSave(world, () => world.paid.length > 0);
    await world.write(album);
    await expect(world.run()).rejects.toThrow(ConcurrentWriteError);
    expect([world.paid.length, countedIn(world)]).toEqual([4, 4]);
    await world.settle();
    expect([world.paid.length, countedIn(world), world.asked.length]).toEqual([4, 4, 1]);
  });

  it("before anything is paid: where another worker was faster nothing is, and nothing is lost", async () => {
    const world = mediaWorld(["one", "two", "three", "four"]);
    refuseSave(world, () => world.paid.length === 0);
    await world.write(album);
    await expect(world.run()).rejects.toThrow(ConcurrentWriteError);
    expect(world.paid).toEqual([]);
    await world.settle();
    expect([world.paid.length, countedIn(world)]).toEqual([4, 4]);
    expect(world.asked[0]).toContain("four");
  });

  it("not for a worker that another was faster to claim them", async () => {
    const world = mediaWorld();
    const { conversations } = world.engine;
    const { claimUnderstanding } = conversations;
    conversations.claimUnderstanding = async (ids, id, at) => {
      await claimUnderstanding(ids, id, at);
      return claimUnderstanding(ids, id, at);
    };
    await world.write(album);
    expect(await world.run()).toMatchObject({ kind: "retryAfter", why: "media" });
    expect([world.paid.length, countedIn(world)]).toEqual([0, 0]);
  });

  it("and those whose worker died are waited for and told, though the hour has none left", async () => {
    const world = mediaWorld([], { rules: { maxPerHour: 200 } });
    for (let turn = 0; turn < 6; turn++) {
      for (let at = 0; at < 10; at++) await world.write(voice);
      if (turn === 5) diesOnce(world);
      if (turn === 5) await expect(world.run()).rejects.toThrow("worker died");
      else await world.settle();
    }
    expect([world.paid.length, countedIn(world)]).toEqual([60, 60]);
    expect(await world.run()).toMatchObject({ kind: "retryAfter", why: "media" });
    await world.settle();
    expect([world.paid.length, world.asked.length]).toEqual([60, 6]);
    expect(world.telemetry.sum("HourlyLimitReached", { sort: "media" })).toBe(0);
  });

  it("and the turn counts once, however often its worker looks again", async () => {
    const world = mediaWorld();
    diesOnce(world);
    await world.write(album);
    await expect(world.run()).rejects.toThrow("worker died");
    for (const _ of [1, 2, 3]) {
      expect(await world.run()).toMatchObject({ kind: "retryAfter", why: "media" });
      world.clock.time += 3_000;
    }
    await world.settle();
    expect([turnsIn(world), world.asked.length]).toEqual([1, 1]);
    await world.write(voice);
    await world.settle();
    expect([turnsIn(world), world.asked.length]).toEqual([2, 2]);
  });

  it("and the turn counts again once the agent was asked, as the agent's work does", async () => {
    let asked = 0;
    const agent = {
      ask: async () => {
        if (++asked === 1) throw new Error("worker died");
        return { text: "yes" };
      },
    };
    const world = mediaWorld([], { agent });
    await world.write(album);
    await expect(world.run()).rejects.toThrow("worker died");
    await world.settle();
    expect([turnsIn(world), asked, world.paid.length]).toEqual([2, 2, 4]);
  });
});
