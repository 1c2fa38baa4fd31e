import { conversationId } from "../../lib/domain/ids.ts";
import { deferredReply } from "../../lib/domain/turn/deferred-reply.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import type { Part, Turn } from "../../lib/domain/turn/turn.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { RULES, type Sabotage, START, type World } from "./world.ts";

const HOUR = 3_600_000;
/** Beside the ordinary customers. */
const PERSON = "c0";

/**
 * Now and then with a customer who writes under two ids before WhatsApp says that they are one, and to whom replies
 * come too late for the window. Hours later the customer is back.
 */
export function withLateReplies(scenario: Scenario, seed: number): Scenario {
  // Separate random numbers: everything else in the scenario stays as it is.
  const random = new Random(seed ^ 0x1a7e);
  if (scenario.late || !random.chance(0.04)) return scenario;
  const [before, after] = random.pick([
    [PERSON, `${PERSON}x`],
    [`${PERSON}p`, PERSON],
  ] as const);
  const write = (at: number, conversation: string, note?: string) => ({
    id: `${PERSON}${note ? "n" : "m"}${at}`,
    conversation,
    sentAt: START + at,
    postedAt: at + random.whole(50, 800),
    ...(note && { note }),
  });
  const inbound = [
    write(0, before),
    ...(random.chance(0.8) ? [write(random.whole(1, 30_000), after)] : []),
    write(random.whole(30_001, 400_000), before, after),
    ...(random.chance(0.3) ? [write(random.whole(400_001, 500_000), random.pick([before, after]))] : []),
    ...Array.from({ length: random.whole(0, 2) }, (_, nth) => write((3 + nth) * HOUR, after)),
    // Their answers wait together: more than ten messages.
    ...(random.chance(0.3)
      ? Array.from({ length: random.whole(6, 14) }, (_, nth) => write(500_001 + nth * 60_000, after))
      : []),
  ];
  return {
    ...scenario,
    late: { conversation: before, how: random.pick(["refused", "refused", "failed"]) },
    inbound: [...scenario.inbound, ...inbound],
    posts: [...scenario.posts, ...inbound.map(({ id, postedAt }) => ({ at: postedAt, ids: [id] }))],
  };
}

/** It came too late for the window, and did not arrive as far as was known when the turn ended. */
const isDeferred = ({ ending, by }: Turn, { state, code }: Part) =>
  !by && (ending.kind === "deferred" ? state !== "accepted" : state === "failed" && code === "window");

type Missed = { conversation: string; turn: Turn; part: Part };

/** It left before the rest was deferred, and failed for another reason once the turn was no longer the latest. */
const failedLate = ({ events }: World, { conversation, turn, part }: Missed) =>
  part.state === "failed" &&
  part.code !== "window" &&
  events.some(({ type, id }) => {
    const failed = type === "reply.failed" ? parseReference(id) : undefined;
    return (
      failed?.conversation === conversation &&
      failed.turn === turn.id &&
      turn.parts.indexOf(part) === failed.part
    );
  });

/** A reply that missed the window reaches the customer, or still waits; one template brings the customer back. */
export function brokenDeferredReplies(world: World): string[] {
  const templates = world.provider.accepted.filter(({ text }) => text === "template:come_back");
  const byTurn = Map.groupBy(templates, ({ reference }) => parseReference(reference)?.turn);
  const twice = [...byTurn].flatMap(([turn, takes]) =>
    new Set(takes.map(({ conversation }) => conversation)).size > 1
      ? [`11 (bounded cost): ${turn} was sent in several conversations of one customer`]
      : [],
  );
  const missed = [...world.table.turns].flatMap(([key, turn]) =>
    turn.parts
      .filter((part) => isDeferred(turn, part))
      .map((part): Missed => ({ conversation: key.replace(/ .*/, ""), turn, part }))
      .filter((each) => !failedLate(world, each)),
  );
  const lost = missed
    .filter((each) => isLost(world, each))
    .map(
      ({ part, turn }) => `7 (nothing silent): "${part.text}" of ${turn.id} was deferred and waits no more`,
    );
  return [...twice, ...lost];
}

/** A picture may have become a link. */
function isLost(world: World, { conversation, turn: { id, startedAt }, part }: Missed): boolean {
  if (part.media) return false;
  const { text } = part;
  const arrived = world.provider.accepted.some((take) => take.text === text && take.arrives);
  const sentLater = [...world.table.turns.values()].some(
    (turn) => turn.id !== id && turn.startedAt >= startedAt && turn.parts.some((each) => each.text === text),
  );
  const { lastInboundAt = 0, ...state } = world.table.state(conversationId(world.rootOf(conversation)));
  const waits = deferredReply(state)?.parts.some((each) => each.text === text);
  const isOutdated = lastInboundAt > startedAt + RULES.deferredFreshHours * HOUR;
  return !arrived && !sentLater && !waits && !isOutdated;
}

export const DEFERRED_MUTATIONS: Record<string, Sabotage> = {
  "of the replies that wait in two conversations which become one, one is kept": {
    conversations: (real) => ({
      ...real,
      mergeInto: async (conversation, { turn: _, ...other }) => {
        const own = (await real.load(conversation)).state;
        const { deferredReply: __, ...rest } = other.progress ?? {};
        return real.mergeInto(
          conversation,
          own.progress?.deferredReply ? { ...other, progress: rest } : other,
        );
      },
    }),
  },
  "of many parts that wait the oldest are dropped": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const { deferredReply: waits, ...progress } = loaded.state.progress ?? {};
        if (!waits) return loaded;
        const deferredReply = { ...waits, parts: waits.parts.slice(-10) };
        return { ...loaded, state: { ...loaded.state, progress: { ...progress, deferredReply } } };
      },
    }),
  },
  "a merge forgets that the customer has been brought back": {
    conversations: (real) => ({
      ...real,
      mergeInto: (conversation, { progress, ...other }) => {
        const { reengagedFor: _, ...rest } = progress ?? {};
        return real.mergeInto(conversation, { ...other, progress: rest });
      },
    }),
  },
};
