import { engineWorld } from "./engine-world.ts";

const TIMEOUT_MS = 5_000;

/** A mail system that refuses, does not answer in time, or takes what it gets. */
export function mailWorld(change: Parameters<typeof engineWorld>[0] = {}) {
  const system: { does: "refuse" | "time out" | "send" } = { does: "refuse" };
  const mails: string[] = [];
  const world = engineWorld({
    notifications: {
      send: async ({ subject }) => {
        if (system.does === "time out") world.clock.time += TIMEOUT_MS;
        if (system.does !== "send") throw new Error("it is away");
        mails.push(subject);
      },
    },
    ...change,
  });
  const say = async (text: string) => {
    world.clock.time += 1_000;
    await world.write(text);
    await world.run();
  };
  /** How many of so many further handoffs the team is mailed of. */
  const mailedOf = async (handoffs: number) => {
    const before = mails.length;
    for (let count = 0; count < handoffs; count++) {
      await say("human");
      await say("bot");
    }
    return mails.length - before;
  };
  const retry = async () => {
    // The pause of a system that did not answer is over, too.
    world.clock.time += 150_000;
    await world.run();
  };
  const counted = () => world.state().progress?.lastHour?.mail?.length ?? 0;
  return { world, system, mails, say, mailedOf, retry, counted };
}
