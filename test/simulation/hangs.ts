import { AdaptiveTimeout, TIMEOUT_RULE } from "../../lib/application/turn/adaptive-timeout.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { type Sabotage, START, type World } from "./world.ts";

export const AGENT_TIMEOUT_MS = 30_000;

/** Of an agent that comes back slowly: longer than the short time, in milliseconds. */
const SLOW_MS = { from: 9_000, to: 25_000 };
/** Until a question is a probe, and time to queue it. */
const FOUND_WITHIN = TIMEOUT_RULE.probeEvery * AGENT_TIMEOUT_MS + 5_000;

/** Besides the ordinary customers: those who write while it hangs, each after the one before has timed out. */
const WAITING = ["w1", "w2", "w3", "w4", "w5"];
const APART = AGENT_TIMEOUT_MS + 5_000;
/** Who write later. */
const LATER = ["h2", "h3", "h4"];

/**
 * In some runs the agent hangs, and is slow afterwards. Nothing else goes wrong, and only customers act, so that each
 * of those who write later must be answered.
 */
export function withHangs(given: { scenario: Scenario; alone: boolean }, seed: number): typeof given {
  // Separate random numbers: the other runs stay as they are.
  const random = new Random(seed ^ 0x4a9a);
  const isChosen = random.chance(0.05);
  const { acts: _, rollouts: __, hours: ___, ...rest } = given.scenario;
  if (!isChosen || rest.outages || rest.maxPerHour !== undefined) return given;
  const [from, until] = [random.whole(0, 5_000), random.whole(170_000, 220_000)];
  const posted = (conversation: string, postedAt: number, nth = 0) => ({
    ...{ id: `${conversation}m${nth}`, conversation },
    ...{ sentAt: START + postedAt - random.whole(50, 300), postedAt },
  });
  const inbound = [
    ...WAITING.map((conversation, nth) => posted(conversation, from + nth * APART + random.whole(0, 5_000))),
    ...LATER.flatMap((conversation) => {
      const at = until + FOUND_WITHIN + random.whole(0, 30_000);
      return [posted(conversation, at), posted(conversation, at + random.whole(20_000, 60_000), 1)];
    }),
  ];
  const scenario = {
    ...rest,
    acts: [],
    echoes: [],
    preferences: [],
    inbound: [...rest.inbound, ...inbound],
    posts: [...rest.posts, ...inbound.map(({ id, postedAt }) => ({ at: postedAt, ids: [id] }))],
    outages: [{ systems: ["agent" as const], from, until, how: "silent" as const }],
    slowAgent: { since: until },
  };
  return { scenario, alone: true };
}

/** How long the answer to a question takes that begins now. */
export function latencyOf(world: World, quickMs: number): number {
  const { slowAgent, plan, scheduler } = world;
  return slowAgent && scheduler.now >= START + slowAgent.since
    ? plan.random.whole(SLOW_MS.from, SLOW_MS.to)
    : quickMs;
}

/** An agent that hung for a while, and is only slow then, is heard again. */
export function brokenHangs(world: World, { inbound, slowAgent }: Scenario): string[] {
  if (!slowAgent) return [];
  const isAnswered = (id: string) =>
    world.agent.asked.some(({ answered, lines }) => answered && lines.includes(id));
  return inbound
    .filter(({ id, conversation }) => LATER.includes(conversation) && !isAnswered(id))
    .map(({ id }) => `7 (nothing silent): ${id} was not answered, though the agent was back`);
}

export const HANG_MUTATIONS: Record<string, Sabotage> = {
  "an agent that seems to hang is never given the full time again": {
    timeout: () =>
      new AdaptiveTimeout(AGENT_TIMEOUT_MS, { ...TIMEOUT_RULE, firstProbe: Number.POSITIVE_INFINITY }),
  },
  "an answer to a probe changes nothing": {
    timeout: () => {
      const real = new AdaptiveTimeout(AGENT_TIMEOUT_MS);
      const end = real.end.bind(real);
      real.end = (call, now) => end(call, now, false);
      return real;
    },
  },
};
