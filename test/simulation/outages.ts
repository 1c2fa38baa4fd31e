import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { START, type World } from "./world.ts";

/** By the beginnings of their labels in the simulation. */
const SYSTEMS = {
  eventBridge: ["events."],
  sns: ["mail."],
  scheduler: ["schedules."],
  leadQueue: ["leadQueue."],
  handoffList: ["handoffs."],
  // Only what can be done later: a first contact reads whose the phone's session is, where the state is.
  directory: ["directory.note"],
  campaigns: ["campaigns."],
  typing: ["typing"],
  agent: ["agent"],
  provider: ["send"],
  turnsQueue: ["turns."],
  statusQueue: ["statuses."],
  table: [
    "state.",
    "confirmations.",
    "controls.",
    "switches.",
    "outbox.",
    "ledger.",
    "delivery.",
    "history.",
    "leads.",
    "links.",
    "directory.by",
  ],
} as const;
type System = keyof typeof SYSTEMS;

/** No customer waits for them. */
const SIDE_SYSTEMS: readonly System[] = [
  "eventBridge",
  "sns",
  "scheduler",
  "leadQueue",
  "handoffList",
  "directory",
  "campaigns",
  "typing",
];

/**
 * In milliseconds after the start. Systems refuse every call, or do not answer until the client's time-out.
 */
export type Outage = { systems: readonly System[]; from: number; until: number; how: "refuses" | "silent" };

/** A client gives up a silent call. */
export const CLIENT_TIMEOUT = 5_000;
/** After the end of an outage every side task is done. */
export const TOLD_WITHIN = 180_000;
/** A message ends while side systems alone are down. */
const ANSWERED_WITHIN = 180_000;

/** Needed to record and queue webhooks in order. */
const FRONT_SYSTEMS: readonly System[] = ["table", "turnsQueue", "statusQueue"];

/**
 * One system, or all that no customer waits for, or everything. Not where a changed id may be learned of
 * hours late.
 */
function randomOutages(random: Random, inbound: Scenario["inbound"]): Outage[] {
  const moves = inbound.some(({ note }) => note);
  const all = Object.keys(SYSTEMS).filter((name): name is System => name in SYSTEMS);
  const everything = all.filter((system) => !moves || !FRONT_SYSTEMS.includes(system));
  const from = random.whole(0, 40_000);
  const systems = random.chance(0.4)
    ? [random.pick(everything)]
    : random.chance(0.7)
      ? SIDE_SYSTEMS
      : everything;
  return [
    {
      systems,
      from,
      until: from + random.whole(1_000, random.chance(0.2) ? 1_800_000 : 300_000),
      how: random.pick(["refuses", "silent"] as const),
    },
  ];
}

/**
 * Adds outages to some scenarios, drawn apart from all else of the seed. `alone`: nothing else goes wrong,
 * and only customers act:
 * the effects of an outage are judged most strictly there.
 */
export function withOutages(scenario: Scenario, seed: number): { scenario: Scenario; alone: boolean } {
  const random = new Random(seed ^ 0x0a7a9e);
  const kind = random.whole(1, 8);
  if (kind > 2) return { scenario, alone: false };
  const outages = randomOutages(random, scenario.inbound);
  if (kind === 2) return { scenario: { ...scenario, outages }, alone: false };
  return {
    scenario: { ...scenario, acts: [], preferences: [], echoes: [], outages, followUpHours: 0.1 },
    alone: true,
  };
}

export const outageAt = (outages: readonly Outage[], label: string, now: number) =>
  outages.find(
    ({ systems, from, until }) =>
      now >= START + from &&
      now < START + until &&
      systems.some((system) => SYSTEMS[system].some((each) => label.startsWith(each))),
  );

/** Judged only where nothing else went wrong. */
export function brokenByOutages(
  world: World,
  { inbound, outages = [], acts, preferences = [], echoes = [], late }: Scenario,
): string[] {
  const broken: string[] = [];
  if (outages.length === 0 || late || world.plan.struck || world.table.links.size > 0) return broken;
  const isQuiet = acts.length === 0 && preferences.length === 0 && echoes.length === 0;
  if (isQuiet && outages.every(({ systems }) => systems.every((system) => SIDE_SYSTEMS.includes(system))))
    for (const { id } of inbound) {
      const after = (world.endedAt.get(id) ?? Number.POSITIVE_INFINITY) - (world.safe.get(id) ?? 0);
      if (after > ANSWERED_WITHIN)
        broken.push(`7 (nothing silent): ${id} ended after ${after} ms, though only side systems were away`);
    }
  broken.push(...world.untold);
  for (const [key, turn] of world.table.turns)
    if (
      world.rules.followUps?.length &&
      !turn.by &&
      turn.ending.kind === "answered" &&
      !world.schedules.has(key.replace(/ .*/, ""))
    )
      broken.push(`7 (nothing silent): nothing was planned after ${turn.id}`);
  return broken;
}

/** Looks some time after each outage whether a side task is still open. */
export function watchOutages(world: World, outages: readonly Outage[]): void {
  for (const { until } of outages)
    world.scheduler.after(until + TOLD_WITHIN, () => {
      for (const [conversation, { progress }] of world.table.states)
        for (const [task, since] of Object.entries(progress?.sideTasks?.failingSince ?? {}))
          if (since < START + until)
            world.untold.push(
              `7 (nothing silent): "${task}" of ${conversation} was not made good after the outage`,
            );
    });
}
