import { describe, expect, it } from "@jest/globals";
import { takeOver } from "../../support/engine-handoffs.ts";
import { engineWorld } from "../../support/engine-world.ts";

const MINUTE = 60_000;

/** The bus is away once the first has begun. `seen`: those that a worker comes to before they end. */
async function threeHandoffs(seen: readonly string[]) {
  const published: string[] = [];
  const bus = { away: false };
  const publish = async ({ type, id }: { type: string; id: string }) => {
    if (bus.away) throw new Error("it is away");
    if (type.startsWith("handoff.")) published.push(id.replace(/^.*\.(handoff)/, "$1"));
  };
  const world = engineWorld({ events: { publish } });
  const { conversation, clock, engine } = world;
  for (const id of ["h1", "h2", "h3"]) {
    await takeOver(world, { id, reason: "asked" });
    if (seen.includes(id)) await world.run();
    bus.away = true;
    clock.time += MINUTE;
    if (id !== "h3") await engine.controls.resume(conversation, { at: clock.time, how: "resume" });
    if (seen.includes(`the end of ${id}`)) await world.run();
  }
  return { world, bus, published };
}

const IN_ORDER = ["handoff.h1", "handoff-ended.h1", "handoff.h2", "handoff-ended.h2", "handoff.h3"];

async function comeBack({ world, bus }: Awaited<ReturnType<typeof threeHandoffs>>) {
  bus.away = false;
  for (let tries = 0; tries < 4; tries++) {
    world.clock.time += 2 * MINUTE;
    await world.run();
  }
}

describe("while the event bus is away, handoffs begin and end", () => {
  it.each([
    [["h1", "h2", "h3"]],
    [["h1", "h3"]],
    [["h1", "the end of h1", "h2", "the end of h2", "h3"]],
    [["h2", "h3"]],
    [["h3"]],
  ])(
    "and the business gets every event in order as soon as the bus is back: a worker saw %j",
    async (seen) => {
      const run = await threeHandoffs(seen);
      await comeBack(run);
      expect(run.published).toEqual(IN_ORDER);
      const { progress } = run.world.state();
      expect([progress?.teamNotifiedOf, progress?.sideTasks]).toEqual(["h3", undefined]);
    },
  );

  it("and so it is when later ones failed first, as where two conversations become one", async () => {
    const run = await threeHandoffs(["h1", "the end of h1", "h2", "the end of h2", "h3"]);
    const { world, published } = run;
    const { progress } = world.state();
    const failed = Object.entries(progress?.sideTasks?.failingSince ?? {});
    const times = failed.map(([, since]) => since).reverse();
    const failingSince = Object.fromEntries(failed.map(([id], at) => [id, times[at] ?? 0]));
    expect(failed.map(([id]) => id)).toEqual(["end h1", "h2", "h3"].map((key) => `handoff-event ${key}`));
    world.table.states.set(world.conversation, {
      ...world.state(),
      progress: { ...progress, sideTasks: { retryAt: 0, failingSince } },
    });
    await comeBack(run);
    expect(published).toEqual(IN_ORDER);
    expect(world.state().progress?.sideTasks).toBeUndefined();
  });
});
