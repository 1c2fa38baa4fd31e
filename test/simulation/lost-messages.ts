import { conversationId, messageId } from "../../lib/domain/ids.ts";
import type { Content } from "../../lib/domain/inbound/inbound.ts";
import { begunAt } from "./ceilings.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { type Sabotage, START, type World } from "./world.ts";

const HOUR = 3_600_000;
/** Providers' and our own clocks, and the duration of a send. */
const SLACK = 5_000;

/** What WhatsApp announces without passing it on. */
export const LOST: Content = { kind: "unsupported", type: "unknown", code: "131060" };

/** Now and then with messages that WhatsApp did not pass on: alone, or among what can be read. */
export function withLostMessages(scenario: Scenario, seed: number): Scenario {
  // Separate random numbers: everything else in the run stays as it is.
  const random = new Random(seed ^ 0x1057);
  if (!random.chance(0.1)) return scenario;
  const [inbound, posts] = [[...scenario.inbound], [...scenario.posts]];
  for (let count = random.whole(1, 4); count > 0; count--) {
    const beside = random.pick(scenario.inbound);
    const later = random.chance(0.5) ? random.whole(-1_000, 1_000) : random.whole(10_000, 2 * HOUR);
    const [id, postedAt] = [`${beside.id}lost${count}`, Math.max(0, beside.postedAt + later)];
    inbound.push({
      id,
      conversation: beside.conversation,
      sentAt: beside.sentAt + later,
      postedAt,
      lost: true,
    });
    posts.push({ at: postedAt, ids: [id] });
    if (random.chance(0.3)) posts.push({ at: postedAt + random.whole(0, 5_000), ids: [id] });
  }
  return { ...scenario, inbound, posts };
}

const isSamePerson = (message: { conversation: string }, conversation: string) =>
  message.conversation.slice(0, 2) === conversation.slice(0, 2);

const wasRefused = (world: World, id: string) =>
  [...world.table.messages.values()].some(
    (message) => message.id === id && ["deferred", "failed"].includes(message.outcome?.kind ?? ""),
  );

/**
 * A customer who sent only lost messages is asked for them again: once an hour, and at least once where
 * nothing went wrong.
 */
export function brokenResends(world: World, { inbound }: Scenario): string[] {
  const broken: string[] = [];
  const asked = world.provider.accepted.filter(({ text }) => text === "text:resend");
  for (const [conversation, takes] of Map.groupBy(asked, (take) => take.conversation)) {
    const turns = Map.groupBy(takes, ({ reference }) => reference.split(".")[2] ?? "");
    const times = [...turns.values()]
      .flatMap(([first]) => (first ? [begunAt(world, first)] : []))
      .sort((a, b) => a - b);
    if (times.some((time, at) => at > 0 && time - (times[at - 1] ?? 0) < HOUR - SLACK))
      broken.push(
        `11 (bounded cost): ${conversation} was asked twice within an hour to send again what was lost`,
      );
    if (
      !inbound.some(
        (message) => message.lost && message.conversation.slice(0, 2) === conversation.slice(0, 2),
      )
    )
      broken.push(`7 (nothing silent): ${conversation} was asked to send again what was never lost`);
  }
  if (world.scheduler.faults > 0) return broken;
  const moved = new Set(
    inbound.filter(({ note }) => note).map((message) => message.conversation.slice(0, 2)),
  );
  // What came almost a day late may meet a window that has closed.
  const inTime = inbound.filter(
    ({ lost, sentAt, postedAt }) => lost && START + postedAt - sentAt < 20 * HOUR,
  );
  for (const { id, conversation } of inTime) {
    const kept = world.table.message(conversationId(conversation), messageId(id));
    const unread = kept?.outcome?.kind === "ignored" && kept.outcome.reason === "unsupported";
    // The provider refused the line: it counts for the hour all the same.
    if (inTime.some((other) => isSamePerson(other, conversation) && wasRefused(world, other.id))) continue;
    if (
      unread &&
      !moved.has(conversation.slice(0, 2)) &&
      !asked.some((take) => take.conversation.slice(0, 2) === conversation.slice(0, 2))
    )
      broken.push(`7 (nothing silent): ${id} was lost, and ${conversation} was not asked for it`);
  }
  return broken;
}

export const LOST_MUTATIONS: Record<string, Sabotage> = {
  "it is forgotten that a customer was asked to send something again": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const { "resend-line": _, ...lastHour } = loaded.state.progress?.lastHour ?? {};
        return {
          ...loaded,
          state: {
            ...loaded.state,
            ...(loaded.state.progress && { progress: { ...loaded.state.progress, lastHour } }),
          },
        };
      },
    }),
  },
  "lost messages are not asked for again": {
    engine: (real) => ({ ...real, rules: { ...real.rules, askToResend: false } }),
  },
};
