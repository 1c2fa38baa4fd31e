import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { openMsBetween } from "../../domain/hours/open-times.ts";
import { type ConversationId, conversationId } from "../../domain/ids.ts";
import { waitingSinceOf } from "../../domain/inbox/row-state.ts";
import type { Trouble } from "../../domain/status/trouble.ts";
import { mapInParallel } from "../staff/conversation/map-in-parallel.ts";
import type { StatusDeps } from "./status-deps.ts";
import type { Untaken } from "./system-status.ts";
import { whoWaits } from "./who-waits.ts";

type Deps = Pick<
  StatusDeps,
  "handoffList" | "controls" | "clock" | "hoursOf" | "numbers" | "untakenAfterMs" | "untakenAfterOpenMs"
>;

const MAX_CHECKED = 500;
/** After so many together that hold one who waits, no more are looked at. */
const CHUNK = 50;
const MAX_AT_ONCE = 20;

/**
 * The list may lag a little: each conversation's own state decides. The oldest ones are often those that
 * somebody has taken and not handed back: the search goes on behind them.
 */
export async function findUntaken(deps: Deps): Promise<{ untaken: Untaken; isLate: boolean }> {
  const { handoffList, controls } = deps;
  const listed = (await handoffList.list()).toSorted((one, other) => one.since - other.since);
  const found = new Map<ConversationId, { since: number; isLate: boolean }>();
  let checked = 0;
  while (found.size === 0 && checked < Math.min(listed.length, MAX_CHECKED)) {
    const waiting = await mapInParallel(
      listed.slice(checked, checked + CHUNK),
      MAX_AT_ONCE,
      async ({ id, origin }) => {
        const state = await controls.read(conversationId(origin));
        const since = state.handoff?.id === id ? waitingSinceOf(state) : undefined;
        if (since === undefined) return undefined;
        return { conversation: state.conversation, since, isLate: isLate(deps, state, since) };
      },
    );
    for (const each of waiting) if (each) found.set(each.conversation, each);
    checked += CHUNK;
  }
  const all = [...found.values()];
  const untaken = {
    customers: found.size,
    atLeast: listed.length > checked,
    ...(all.length > 0 && { oldestSince: Math.min(...all.map(({ since }) => since)) }),
  };
  return { untaken, isLate: all.some((each) => each.isLate) };
}

/** Only the time in which people were there counts. */
function isLate(deps: Deps, state: ConversationState, since: number): boolean {
  const { untakenAfterMs, untakenAfterOpenMs = untakenAfterMs } = deps;
  const now = deps.clock.now();
  const only = deps.numbers.length === 1 ? deps.numbers[0]?.name : undefined;
  const hours = deps.hoursOf?.(state.number ?? only);
  return hours ? openMsBetween(hours, since, now) >= untakenAfterOpenMs : now - since >= untakenAfterMs;
}

export function judgeUntaken({ customers, atLeast, oldestSince }: Untaken, isTooLong: boolean): Trouble[] {
  if (oldestSince === undefined || !isTooLong) return [];
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
