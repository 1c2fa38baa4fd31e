import { expect, it } from "@jest/globals";
import { engineWorld } from "../support/engine-world.ts";

it("only one customer waits for the time-out of a system that stays silent", async () => {
  let tried = 0;
  const unresponsiveUntil = new Map<string, number>();
  const world = engineWorld({
    unresponsiveUntil,
    notifications: {
      send: async () => {
        tried++;
        world.clock.time += 2_000;
        throw new Error("time-out");
      },
    },
  });
  await world.write("human");
  expect(await world.run()).toEqual({ kind: "done" });
  const other = engineWorld({
    unresponsiveUntil,
    notifications: {
      send: async () => {
        tried++;
      },
    },
  });
  other.clock.time = world.clock.time;
  await other.write("human");
  expect(await other.run()).toEqual({ kind: "done" });
  expect(tried).toBe(1);
  expect(other.texts()).toEqual(["text:handoff"]);
  // A little later it is called again, for both.
  other.clock.time += 20_000;
  await other.run();
  expect(tried).toBe(2);
  expect(other.state().progress?.teamNotifiedOf).toBeDefined();
});
