import type { Content } from "../../lib/domain/inbound/inbound.ts";
import { agentText } from "../../lib/domain/turn/agent-text.ts";
import { shortestQuietSeconds } from "../../lib/domain/turn/quiet.ts";
import { LOST } from "./lost-messages.ts";
import { RULES, type Sabotage, type World } from "./world.ts";

const GOES_ON = " –";

type Asked = World["agent"]["asked"][number];

/**
 * What the customer says, by the id: some of it is plainly complete, some plainly goes on. Nothing is drawn for it. The
 * agent reads the id.
 */
export function writtenAs(id: string): Content {
  const place = Number(/^c\dm(\d+)$/.exec(id)?.[1] ?? Number.NaN) % 4;
  if (place === 1) return { kind: "choice", id, title: id };
  return { kind: "text", text: place === 2 ? `${id}${GOES_ON}` : id };
}

export const withoutMark = (line: string): string =>
  line.endsWith(GOES_ON) ? line.slice(0, -GOES_ON.length) : line;

/** Of the messages without words that were asked: their lines do not name them, so the oldest that waited then. */
function lostArrivals({ table, recordedAt, endedAt }: World, { lines, session, at }: Asked): number[] {
  const asked = lines.filter((line) => line === agentText(LOST)).length;
  const waited = [...table.messages.values()].filter(
    ({ id, content }) =>
      content.kind === "unsupported" &&
      id.startsWith(session.slice(0, 2)) &&
      (recordedAt.get(id) ?? at) < at &&
      (endedAt.get(id) ?? at) >= at,
  );
  const arrivals = waited.map(({ arrivedAt }) => arrivedAt).sort((a, b) => a - b);
  return arrivals.slice(0, asked);
}

/** No question leaves while its last message is younger than the shortest quiet time, but for a long burst. */
export function brokenBursts(world: World): string[] {
  const { agent, table } = world;
  const arrivedAt = new Map(
    [...table.messages.values()].map((message) => [message.id as string, message.arrivedAt]),
  );
  return agent.asked.flatMap((asked) => {
    const { lines, at } = asked;
    const named = lines.flatMap((line) => arrivedAt.get(line) ?? []);
    const arrivals = [...named, ...lostArrivals(world, asked)];
    if (arrivals.length === 0) return [];
    const quietAt = Math.max(...arrivals) + shortestQuietSeconds(RULES) * 1000;
    const lastMoment = Math.min(...arrivals) + RULES.maxWaitSeconds * 1000;
    return at < Math.min(quietAt, lastMoment)
      ? [`4 (bursts): the agent was asked ${lines.join(", ")} before the customer had paused`]
      : [];
  });
}

export const BURST_MUTATIONS: Record<string, Sabotage> = {
  "the worker does not wait for the end of a burst": {
    engine: (real) => ({ ...real, rules: { ...real.rules, quietSeconds: 0, maxWaitSeconds: 0 } }),
  },
};
