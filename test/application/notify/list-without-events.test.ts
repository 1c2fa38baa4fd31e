import { describe, expect, it } from "@jest/globals";
import { engineWorld } from "../../support/engine-world.ts";

/** Three handoffs begin and end while no event can be published, and perhaps none is taken from the list. */
async function threeHandoffs({ list = true } = {}) {
  const works = { events: false, list };
  const published: string[] = [];
  const world = engineWorld({
    events: {
      publish: async ({ type, detail }) => {
        if (!works.events) throw new Error("away");
        if (type.startsWith("handoff")) published.push(`${type} ${detail.handoff}`);
      },
    },
  });
  const { remove } = world.engine.handoffs;
  world.engine.handoffs.remove = async (...asked) => {
    if (!works.list) throw new Error("away");
    return remove(...asked);
  };
  for (const text of ["human", "bot", "human", "bot", "human", "bot"]) {
    world.clock.time += 1_000;
    await world.write(text);
    await world.run();
  }
  const retry = async () => {
    for (let times = 0; times < 4; times++) {
      world.clock.time += 60_000;
      await world.run();
    }
  };
  return { world, works, published, retry, listed: () => world.table.handoffs.size };
}

describe("while the event bus is away", () => {
  it("no handoff that has ended stays on the list", async () => {
    const { listed, published } = await threeHandoffs();
    expect([listed(), published]).toEqual([0, []]);
  });

  it.each([true, false])(
    "all is published afterwards, in order and once (the list was there: %s)",
    async (list) => {
      const { world, works, listed, published, retry } = await threeHandoffs({ list });
      Object.assign(works, { events: true, list: true });
      await retry();
      const { endedHandoffs = [] } = world.state();
      expect(published).toEqual(
        endedHandoffs.flatMap(({ id }) => [`handoff.requested ${id}`, `handoff.ended ${id}`]),
      );
      expect([published.length, listed(), world.state().progress?.sideTasks]).toEqual([6, 0, undefined]);
    },
  );
});
