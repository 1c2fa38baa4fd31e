import { isStartedByStaff } from "../../lib/domain/handoff/handoff.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import { begunAt } from "./ceilings.ts";
import { answeredIn } from "./fake-agent.ts";
import type { Accepted } from "./fake-provider.ts";
import { HoursOfRun, type ShortHours } from "./hours-of-run.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { type Sabotage, START, type World } from "./world.ts";

const MINUTE = 60_000;
/** Between a decision and its write there may be time-outs. */
const SLACK = 25_000;

const PATTERNS = [
  { open: 1, away: 1 },
  { open: 1, away: 3 },
  { open: 1, away: 9 },
  { open: 2, away: 2 },
  { open: 3, away: 5 },
  { open: 5, away: 1 },
  { open: 20, away: 160 },
];

/** In a quarter of the runs people come and go every few minutes. */
export function withHours(scenario: Scenario, seed: number): Scenario {
  // Separate random numbers: everything else in the run stays as it is.
  const random = new Random(seed ^ 0x0c10_5ed);
  if (!random.chance(0.25)) return scenario;
  const pattern = random.pick(PATTERNS);
  const from = random.whole(0, pattern.open + pattern.away - 1);
  const hours = { ...pattern, from, outsideHours: random.pick(["queue", "keep-bot", "keep-bot"] as const) };
  return random.chance(0.4) ? askAtOpening({ ...scenario, hours }, random) : { ...scenario, hours };
}

/** A customer asks for a person, and writes once more so late that people are there before the answer is. */
function askAtOpening(scenario: Scenario & { hours: ShortHours }, random: Random): Scenario {
  const times = new HoursOfRun();
  times.set(scenario.hours);
  const closesAt = times.nextOpen(START + 20_000) + scenario.hours.open * MINUTE;
  const opensAt = times.nextOpen(closesAt);
  const message = (id: string, sentAt: number) => ({
    ...{ id, conversation: "c5", sentAt },
    postedAt: sentAt - START + random.whole(50, 300),
  });
  const asks = { ...message("c5m0", opensAt - random.whole(20_000, 40_000)), keyword: "human" as const };
  const inbound = [asks, message("c5m1", opensAt - random.whole(2_000, 9_000))];
  return {
    ...scenario,
    inbound: [...scenario.inbound, ...inbound],
    posts: [...scenario.posts, ...inbound.map(({ id, postedAt }) => ({ at: postedAt, ids: [id] }))],
  };
}

const personOf = (conversation: string) => conversation.slice(0, 2);
const turnOf = ({ reference }: Accepted) => parseReference(reference)?.turn ?? "";

/** What a customer reads of a handoff is true, and the bot goes on until somebody is there. */
export function brokenHours(world: World, { hours, inbound }: Scenario): string[] {
  if (!hours) return [];
  return [
    ...world.provider.accepted.flatMap((take) => lie(world, take)),
    ...toldTwice(world, hours),
    ...leftAlone(world, inbound),
  ];
}

function lie(world: World, take: Accepted): string[] {
  const at = begunAt(world, take);
  const opensAt = Number(/closed:(\d+)$/.exec(take.text)?.[1]);
  const broken = (why: string) => [`10 (people are heard): ${take.reference} "${take.text}" although ${why}`];
  if (opensAt)
    return world.hours.nextOpen(at - SLACK) === opensAt || world.hours.nextOpen(at) === opensAt
      ? []
      : broken(`somebody is there at ${world.hours.nextOpen(at)}`);
  const isTakingOver = take.text.endsWith("text:handoff");
  const byStaff = world.timeline.handoffs.some(
    ({ conversation, handoff }) =>
      personOf(conversation) === personOf(take.conversation) && isStartedByStaff(handoff),
  );
  return isTakingOver && !byStaff && !world.hours.wasOpen(at - SLACK, at) ? broken("nobody is there") : [];
}

/** Where the bot is silent, once for each time that people have gone. */
function toldTwice(world: World, { outsideHours }: ShortHours): string[] {
  if (outsideHours === "keep-bot") return [];
  const lines = world.provider.accepted.filter(({ text }) => text.startsWith("closed:"));
  return [...Map.groupBy(lines, ({ conversation, text }) => `${personOf(conversation)} ${text}`)].flatMap(
    ([line, takes]) => {
      const times = new Set(takes.map(turnOf)).size;
      const handoffs = world.timeline.handoffs.filter(({ conversation }) =>
        line.startsWith(personOf(conversation)),
      );
      return times > handoffs.length
        ? [`11 (bounded cost): ${line} was told ${times} times for ${handoffs.length} handoffs`]
        : [];
    },
  );
}

/** With keep-bot a message that came before somebody is there is for the bot. */
function leftAlone(world: World, inbound: Scenario["inbound"]): string[] {
  return inbound.flatMap(({ id, keyword, media, lost }) => {
    const message = [...world.table.messages.values()].find((each) => each.id === id);
    if (keyword || media || message?.outcome?.kind !== "handed-off") return [];
    // Answered, and when the answer failed later, somebody was there. An answer does not name what was lost.
    const isAnswer = (take: Accepted) =>
      lost
        ? take.text.startsWith("re:") && turnOf(take) === message.answeredBy
        : answeredIn(take.text).includes(id);
    if (world.provider.accepted.some(isAnswer)) return [];
    const endedAt = world.endedAt.get(id) ?? 0;
    const [person, until] = [personOf(id), endedAt + SLACK];
    const mine = world.timeline.handoffs.filter(({ conversation }) => personOf(conversation) === person);
    // What is too old for the bot is for people in any case.
    if (mine.some(({ handoff }) => handoff.reason === "stale")) return [];
    // People may have gone between the decision that they are there and its write.
    const decidedAt = ({ handoff, at }: (typeof mine)[number]) =>
      handoff.botUntil === undefined ? Math.max(handoff.since, at - SLACK) : at;
    const isPaused =
      mine.some((each) => each.at <= until && world.hours.beginOf(each.handoff, decidedAt(each)) <= until) ||
      [person, `${person}x`, `${person}p`].some((each) =>
        world.timeline.holds(`paused ${each}`, endedAt + 1),
      );
    return isPaused ? [] : [`7 (nothing silent): ${id} was left to people who are not there`];
  });
}

export const HOURS_MUTATIONS: Record<string, Sabotage> = {
  "the bot is silent at once, although it shall go on until somebody is there": {
    controls: (real) => ({
      ...real,
      pause: (conversation, { botUntil: _, ...handoff }, resumeAt) =>
        real.pause(conversation, handoff, resumeAt),
    }),
  },
  "the bot goes on after somebody is there": {
    controls: (real) => ({
      ...real,
      pause: (conversation, handoff, resumeAt) => {
        const botUntil = handoff.botUntil === undefined ? {} : { botUntil: handoff.botUntil + 5 * MINUTE };
        return real.pause(conversation, { ...handoff, ...botUntil }, resumeAt + 5 * MINUTE);
      },
    }),
  },
  "whether the bot goes on is judged only before the agent is asked": {
    engine: (real) => ({
      ...real,
      conversations: {
        ...real.conversations,
        load: async (conversation, number) => {
          const loaded = await real.conversations.load(conversation, number);
          const { handoff, pausedAt = 0 } = loaded.state;
          return handoff?.botUntil && pausedAt > real.clock.now()
            ? { ...loaded, state: { ...loaded.state, pausedAt: pausedAt + 5 * MINUTE } }
            : loaded;
        },
        save: (state, blocks) =>
          real.conversations.save(
            state,
            blocks.filter((each) => each !== "paused" || !state.handoff?.botUntil),
          ),
      },
    }),
  },
  "the customer reads that a person takes over, although nobody is there": {
    engine: (real) => ({
      ...real,
      numberNamed: (name) => {
        const number = real.numberNamed(name);
        if (!number) return undefined;
        const { hours: _, closedText: __, ...rest } = number;
        return rest;
      },
    }),
  },
  "when people are there again is told as often as the customer writes": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const { toldOpening: _, ...progress } = loaded.state.progress ?? {};
        return { ...loaded, state: { ...loaded.state, progress } };
      },
    }),
  },
  "the opening is told as it was when the handoff began": {
    engine: (real) => ({
      ...real,
      numberNamed: (name) => {
        const number = real.numberNamed(name);
        const before = real.clock.now() - 10 * MINUTE;
        return number?.closedText
          ? { ...number, closedText: (customer) => number.closedText?.(customer, before) ?? "" }
          : number;
      },
    }),
  },
};
