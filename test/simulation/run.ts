import { withLateReplies } from "./deferred-replies.ts";
import { withDrafts } from "./drafts.ts";
import { withHangs } from "./hangs.ts";
import { withHours } from "./hours.ts";
import { withInboxStaff } from "./inbox-staff.ts";
import { brokenPromises } from "./invariants.ts";
import { withShortPauses } from "./late-requests.ts";
import { withLostMessages } from "./lost-messages.ts";
import { withMedia } from "./media.ts";
import { withOutages } from "./outages.ts";
import { type AgentBehaviour, Plan, type ProviderBehaviour } from "./plan.ts";
import { Random } from "./random.ts";
import { withRollouts } from "./rollouts.ts";
import { play, randomScenario, type Scenario } from "./scenario.ts";
import type { Fate, Invocation, Strategy } from "./scheduler.ts";
import { type Sabotage, START, World } from "./world.ts";

const EIGHT_DAYS = 8 * 86_400_000;
/** The longest of thousands of runs that end has a fifth of them. */
const MAX_STEPS = 100_000;

/** The trace is written when asked for: few runs are ever shown. */
export type Run = { broken: string[]; steps: number; trace(): string[]; world: World };

async function run(scenario: Scenario, plan: Plan, strategy: Strategy, sabotage?: Sabotage): Promise<Run> {
  const world = new World(plan, strategy, sabotage);
  play(world, scenario);
  await world.scheduler.run(START + EIGHT_DAYS, MAX_STEPS);
  const endless = world.scheduler.step < MAX_STEPS ? [] : [`goes on after ${MAX_STEPS} steps`];
  return {
    broken: [...endless, ...brokenPromises(world, scenario)],
    steps: world.scheduler.step,
    trace: () => world.scheduler.trace(),
    world,
  };
}

/**
 * Random faults in a random order of everything: the same seed gives the same run. `floods`: the share of
 * runs with a robot.
 */
export function randomRun(seed: number, sabotage?: Sabotage, floods = 0.05): Promise<Run> {
  const random = new Random(seed);
  const faults = random.whole(0, 8);
  const written = withLateReplies(withLostMessages(randomScenario(random, floods), seed), seed);
  const talk = withInboxStaff(written, seed);
  const openTo = withDrafts(withRollouts(withMedia(talk, seed), seed), seed);
  const base = withShortPauses(withHours(openTo, seed), seed);
  // Not both at once: a conversation keeps the last twenty handoffs that ended unpublished, and a robot makes
  // more.
  const { scenario, alone } =
    base.maxPerHour === undefined
      ? withHangs(withOutages(base, seed), seed)
      : { scenario: base, alone: false };
  const plan = new Plan(seed ^ 0x5eed, { faults: alone ? 0 : faults });
  const strategy: Strategy = {
    choose: (candidates) => random.whole(0, candidates - 1),
    fate: (invocation) => plan.fate(invocation.name.startsWith("webhook")),
  };
  return run(scenario, plan, strategy, sabotage);
}

/** Call by call; after the end of a list all is well. `statuses`: milliseconds after the send. */
export type Script = {
  agent?: AgentBehaviour[];
  provider?: ProviderBehaviour[];
  failsLater?: string[];
  statuses?: "never" | number;
};

/** A fixed scenario in which exactly the scripted things go wrong. */
export function scriptedRun(scenario: Scenario, script: Script): Promise<Run> {
  const plan = new Plan(1, { faults: 0, calm: true });
  const [agent, provider, failsLater] = [
    [...(script.agent ?? [])],
    [...(script.provider ?? [])],
    [...(script.failsLater ?? [])],
  ];
  plan.agent = () => agent.shift() ?? "fine";
  plan.provider = () => provider.shift() ?? "fine";
  plan.failsLater = () => failsLater.shift() || undefined;
  plan.parts = () => 1;
  const { statuses } = script;
  if (typeof statuses === "number") plan.statusDelay = () => statuses;
  if (script.statuses === "never") plan.statusCopies = () => 0;
  return run(scenario, plan, { choose: () => 0, fate: () => "go" });
}

/**
 * A fixed scenario in which chosen steps crash (or fail). For enumerating every crash point. `parts`: of one
 * answer after the other; the last number holds for the rest. `refusedPictures`: each part of an answer is a
 * picture, which the provider refuses so.
 */
export function crashRun(
  scenario: Scenario,
  at: ReadonlyMap<number, Fate>,
  parts: readonly number[],
  refusedPictures?: "at once" | "later",
): Promise<Run> {
  const plan = new Plan(1, { faults: 0, calm: true });
  let answers = 0;
  plan.parts = () => parts[answers++] ?? parts.at(-1) ?? 1;
  if (refusedPictures) {
    plan.isPicture = () => true;
    plan.refusesFile = () => refusedPictures;
  }
  const strategy: Strategy = {
    choose: () => 0,
    fate: (_: Invocation, __: string, step: number) => at.get(step) ?? "go",
  };
  return run(scenario, plan, strategy);
}
