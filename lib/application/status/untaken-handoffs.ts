import { type ConversationId, conversationId } from "../../domain/ids.ts";
import { waitingSinceOf } from "../../domain/inbox/row-state.ts";
import type { Trouble } from "../../domain/status/trouble.ts";
import { mapInParallel } from "../staff/map-in-parallel.ts";
import type { StatusDeps } from "./status-deps.ts";
import type { Untaken } from "./system-status.ts";
import { whoWaits } from "./who-waits.ts";

const MAX_CHECKED = 500;
/** After so many together that hold one who waits, no more are looked at. */
const CHUNK = 50;
const MAX_AT_ONCE = 20;

/**
 * The list may lag a little: each conversation's own state decides. The oldest ones are often those that
 * somebody has taken and not handed back: the search goes on behind them.
 */
export async function findUntaken({
  handoffList,
  controls,
}: Pick<StatusDeps, "handoffList" | "controls">): Promise<Untaken> {
  const listed = (await handoffList.list()).toSorted((one, other) => one.since - other.since);
  const found = new Map<ConversationId, number>();
  let checked = 0;
  while (found.size === 0 && checked < Math.min(listed.length, MAX_CHECKED)) {
    const waiting = await mapInParallel(
      listed.slice(checked, checked + CHUNK),
      MAX_AT_ONCE,
      async ({ id, origin }) => {
        const state = await controls.read(conversationId(origin));
        const since = state.handoff?.id === id ? waitingSinceOf(state) : undefined;
        return since === undefined ? undefined : { conversation: state.conversation, since };
      },
    );
    for (const each of waiting) if (each) found.set(each.conversation, each.since);
    checked += CHUNK;
  }
  const oldestSince = found.size > 0 ? Math.min(...found.values()) : undefined;
  return {
    customers: found.size,
    atLeast: listed.length > checked,
    ...(oldestSince !== undefined && { oldestSince }),
  };
}

export function judgeUntaken(
  { untakenAfterMs }: Pick<StatusDeps, "untakenAfterMs">,
  { customers, atLeast, oldestSince }: Untaken,
  now: number,
): Trouble[] {
  if (oldestSince === undefined || now - oldestSince < untakenAfterMs) return [];
  return [
    {
      kind: "handoffs-untaken",
      level: "problem",
      since: oldestSince,
      count: customers,
      ...(atLeast && { atLeast }),
      what: `${whoWaits(customers, atLeast)} for a person, and nobody of the team has come.`,
      fix: "Answer in the inbox, or see who waits: npm run wa -- handoffs",
    },
  ];
}
