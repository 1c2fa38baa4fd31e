import { isStale } from "../../lib/domain/conversation/window.ts";
import { conversationId, messageId } from "../../lib/domain/ids.ts";
import { Random } from "./random.ts";
import { turnFor } from "./runner.ts";
import type { Scenario } from "./scenario.ts";
import { type Sabotage, START, type World } from "./world.ts";

/** In some runs the bot goes on so soon that a handoff may be over before the worker learns of it. */
export function withShortPauses(scenario: Scenario, seed: number): Scenario {
  // Separate random numbers: everything else in the run stays as it is.
  const random = new Random(seed ^ 0x5407);
  if (!random.chance(0.1)) return scenario;
  const resumeAfterMs = random.pick([2_500, 6_000, 60_000]);
  const short = { ...scenario, resumeAfterMs };
  return random.chance(0.3) ? withLateRequest(short, resumeAfterMs, random) : short;
}

/** A customer asks for a person, and once more when those who were told have gone. */
function withLateRequest(scenario: Scenario, resumeAfterMs: number, random: Random): Scenario {
  const { inbound, posts } = scenario;
  const { conversation, phone } = random.pick(inbound.filter(({ note }) => note === undefined));
  const asksAt = random.whole(0, 60_000);
  const times = [asksAt, asksAt + resumeAfterMs + random.whole(0, 60_000)];
  const requests = times.map((at, index) => ({
    id: `${conversation.slice(0, 2)}m${inbound.length + 200 + index}`,
    conversation,
    sentAt: START + at,
    postedAt: at + 100,
    keyword: "human" as const,
    ...(phone && { phone }),
  }));
  return {
    ...scenario,
    inbound: [...inbound, ...requests],
    posts: [...posts, ...requests.map(({ id, postedAt }) => ({ at: postedAt, ids: [id] }))],
  };
}

/** The pause may have been noted, or extended, so much later. */
const LATE_MS = 10_000;

/** Who asks for a person after those of an earlier handoff have gone gets a handoff of its own. */
export function requestsToNobody(world: World, { inbound, acts }: Scenario): string[] {
  const { timeline, table, keywords, recordedAt, endedAt, resumeAfterMs } = world;
  const isDisturbed = world.scheduler.faults > 0 || world.outages.length > 0;
  if (isDisturbed || table.links.size > 0 || world.hours.ofNumber.hours) return [];
  return inbound.flatMap(({ id, conversation }) => {
    const asked = recordedAt.get(id) ?? 0;
    const outcome = table.message(conversationId(conversation), messageId(id))?.outcome;
    if (keywords.get(id) !== "human" || outcome?.kind !== "handed-off") return [];
    const mine = timeline.handoffs.filter((each) => each.conversation === conversation);
    if (mine.some(({ handoff }) => handoff.id === turnFor(id))) return [];
    // While it waited, one that waited with it may have begun a handoff, or staff have come. One that is days
    // late is handed over as any stale message.
    const handedOverAt = endedAt.get(id) ?? asked;
    const standing = mine.findLast(({ at }) => at <= handedOverAt);
    if (!standing || timeline.taken.some(({ handoff }) => handoff === standing.handoff.id)) return [];
    // Those have their time from when they are told, which may be late.
    const toldAt = timeline.toldAt.get(standing.handoff.id) ?? 0;
    // Staff who pause it once more, or take it and give it back, are there for as long from then on.
    const came = acts
      .filter(({ act }) => act.conversation === conversation && ["pause", "assign"].includes(act.kind))
      .map((each) => START + each.at)
      .filter((at) => at <= handedOverAt);
    const gone = Math.max(standing.at, toldAt, ...came) + resumeAfterMs + LATE_MS;
    return asked > gone ? [`10 (people are heard): ${id} asked for a person, and those before had gone`] : [];
  });
}

export const REQUEST_MUTATIONS: Record<string, Sabotage> = {
  "a request for a person goes to people who have gone": {
    engine: (real) => {
      const resume: typeof real.controls.resume = async (conversation, end) => {
        const { pending } = await real.conversations.load(conversation);
        const asks = pending.some(
          ({ content, sentAt }) =>
            real.detectKeyword(content) === "human" && !isStale(sentAt, end.at, real.rules.staleAfterHours),
        );
        return end.how === "quiet-time" && asks ? undefined : real.controls.resume(conversation, end);
      };
      return { ...real, controls: { ...real.controls, resume } };
    },
  },
};
