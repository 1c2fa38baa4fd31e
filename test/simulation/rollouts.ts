import { conversationId } from "../../lib/domain/ids.ts";
import { EVERYBODY, type Rollout } from "../../lib/domain/rollout/rollout.ts";
import { rolloutPosition } from "../../lib/domain/rollout/rollout-position.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import { answeredIn } from "./fake-agent.ts";
import type { Accepted } from "./fake-provider.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { CONTROLS_SLACK } from "./send-blocks.ts";
import { type Sabotage, START, SUPPORT, type World } from "./world.ts";

/** What an operator sets, in milliseconds after the start. */
export type RolloutChange = { at: number; rollout: Rollout };

/** Of an invocation that read it at its beginning. */
const INVOCATION = 90_000;

/** All ids that a customer of a scenario may go by. */
const idsOf = (person: string) => [person, `${person}x`, `${person}p`];
const personOf = (conversation: string) => conversation.slice(0, 2);

/** Now and then an operator lets few customers in at first, or narrows it while answers are being made. */
export function withRollouts(scenario: Scenario, seed: number): Scenario {
  // Separate random numbers: everything else in the run stays as it is.
  const random = new Random(seed ^ 0x2011_07);
  if (!random.chance(0.15)) return scenario;
  const people = [...new Set(scenario.inbound.map(({ conversation }) => personOf(conversation)))];
  const others = random.pick(["silent", "handoff"] as const);
  const next = (): Rollout => ({
    ...EVERYBODY,
    others,
    percent: random.pick([0, 0, 50, 100]),
    contacts: random.chance(0.5) ? idsOf(random.pick(people)).map(conversationId) : [],
  });
  const rollouts: RolloutChange[] = [];
  let at = random.chance(0.5) ? 0 : random.whole(0, 40_000);
  for (let count = random.whole(1, 3); count > 0; count--) {
    rollouts.push({ at, rollout: next() });
    at += random.whole(1_000, 120_000);
  }
  return { ...scenario, rollouts };
}

/** The customer is out when a turn is taken up after a crash, and in again when it is after another. */
export const inThenOutThenIn = (scenario: Scenario): Scenario => {
  const people = scenario.inbound.map(({ conversation }) => personOf(conversation));
  const isIn = { ...EVERYBODY, percent: 0, contacts: people.flatMap(idsOf).map(conversationId) };
  return {
    ...scenario,
    rollouts: [
      { at: 0, rollout: isIn },
      { at: 60_000, rollout: { ...isIn, contacts: [] } },
      { at: 140_000, rollout: isIn },
    ],
  };
};

export function playRollouts({ scheduler, table }: World, changes: readonly RolloutChange[] = []): void {
  for (const { at, rollout } of changes)
    scheduler.after(at, () => {
      scheduler.note(`rollout ${rollout.percent} % and ${rollout.contacts.join(", ")}`);
      table.rollouts.set(SUPPORT, { ...rollout, by: "sam", at: scheduler.now });
    });
}

/** `undefined`: it depends on the id that the customer goes by. */
function sideOf({ percent, contacts }: Rollout, person: string): "in" | "out" | undefined {
  const ids = idsOf(person);
  const isIn = (id: string) =>
    rolloutPosition(id) < percent || contacts.some((listed) => ids.includes(listed));
  if (ids.every(isIn)) return "in";
  return ids.some(isIn) ? undefined : "out";
}

/** Whether all rollouts in force in the `slack` milliseconds before had the customer on this side. */
function wasAlways(
  changes: readonly RolloutChange[],
  person: string,
  side: "in" | "out",
  at: number,
  slack: number,
): boolean {
  const before = changes.findLast((change) => START + change.at < at - slack)?.rollout ?? EVERYBODY;
  const during = changes.filter((change) => START + change.at >= at - slack && START + change.at <= at);
  return [before, ...during.map(({ rollout }) => rollout)].every((each) => sideOf(each, person) === side);
}

const isBots = ({ text }: Accepted) =>
  !text.startsWith("person:") && !(text.startsWith("template:") && !text.startsWith("template:come_back"));

/** Nobody outside the rollout gets a word of the bot, and nobody inside is left out. */
export function brokenRollouts(world: World, { rollouts = [], inbound }: Scenario): string[] {
  if (rollouts.length === 0) return [];
  const broken: string[] = [];
  for (const take of world.provider.accepted.filter(isBots)) {
    const { conversation, claimedAt, text, reference } = take;
    if (
      claimedAt !== undefined &&
      wasAlways(rollouts, personOf(conversation), "out", claimedAt, CONTROLS_SLACK)
    )
      broken.push(`6 (judged at send time): ${reference} "${text}" was claimed for a customer outside`);
  }
  for (const { lines, at } of world.agent.asked)
    for (const line of lines) {
      const message = inbound.find(({ id }) => id === line);
      if (message && wasAlways(rollouts, personOf(message.conversation), "out", at, INVOCATION))
        broken.push(`11 (bounded cost): the agent was asked ${line} for a customer outside the rollout`);
    }
  for (const { id, outcome, answeredBy } of world.table.messages.values()) {
    const person = personOf(inbound.find((each) => each.id === id)?.conversation ?? "");
    // What was answered and then failed is not sent again to a customer who is outside by then. An answer does not
    // name a lost message.
    const isLeftOut =
      outcome?.kind === "ignored" &&
      outcome.reason === "outside-rollout" &&
      !world.provider.accepted.some(
        ({ text, reference }) =>
          answeredIn(text).includes(id) || parseReference(reference)?.turn === answeredBy,
      );
    // A crash may lie between the write that gives an answer up and the end of its messages.
    const decidedAt = world.leftOutAt.get(id) ?? world.endedAt.get(id) ?? 0;
    if (isLeftOut && wasAlways(rollouts, person, "in", decidedAt, INVOCATION))
      broken.push(`7 (nothing silent): ${id} of a customer inside the rollout was left out`);
    const getsPerson = rollouts.every(({ rollout }) => rollout.others === "handoff");
    if (getsPerson && outcome?.kind === "ignored" && outcome.reason === "outside-rollout")
      broken.push(`10 (people are heard): ${id} of a customer who gets a person instead was left out`);
  }
  return broken;
}

export const ROLLOUT_MUTATIONS: Record<string, Sabotage> = {
  "the rollout is judged only before the agent is asked": {
    engine: (real) => ({
      ...real,
      switches: {
        ...real.switches,
        current: async (number) => ({ off: (await real.switches.current(number)).off }),
      },
    }),
  },
  "the rollout is judged only when a part leaves": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const { rollout: _, ...loaded } = await real.load(conversation, number);
        return loaded;
      },
    }),
  },
  "listed contacts count for nothing": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        return loaded.rollout ? { ...loaded, rollout: { ...loaded.rollout, contacts: [] } } : loaded;
      },
    }),
  },
};
