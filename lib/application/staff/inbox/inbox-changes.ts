import type { ConversationId } from "../../../domain/ids.ts";
import type { ActivityEntry } from "../../../domain/inbox/activity-entry.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import type { InboxLists } from "../../ports/activity.ts";
import type { Clock } from "../../ports/ports.ts";
import { type ChangeCursor, hashOf, readChangeCursor, writeChangeCursor } from "./change-cursor.ts";

export type InboxChangesDeps = { lists: InboxLists; clock: Clock };

/**
 * Changes bear the time of their writers' clocks, and a write may take as long as its retries. So the last
 * moments before a call are read again by the next one.
 */
const OVERLAP_MS = 15 * SECOND_MS;

export type InboxChanges = {
  cursor: string;
  changed: readonly ConversationId[];
  /** Customers who wait for a person, unless there is too much for one call. */
  waiting?: number;
};

/**
 * What has changed since the cursor of an earlier call; without `since` nothing, but a cursor. With
 * `conversation` only that one is looked at, also for messages that no turn has reached: two reads.
 */
export async function inboxChanges(
  deps: InboxChangesDeps,
  { since, conversation }: { since?: string; conversation?: ConversationId },
): Promise<InboxChanges | "bad-cursor"> {
  const cursor = since === undefined ? undefined : readChangeCursor(since);
  const now = deps.clock.now();
  // One from the future would miss all changes until then.
  if (since !== undefined && (!cursor || cursor.at > now + OVERLAP_MS)) return "bad-cursor";
  return conversation === undefined
    ? changesOfAll(deps, cursor, now)
    : changesOf(deps, cursor, now, conversation);
}

const changeHash = ({ conversation, changedAt }: ActivityEntry) => hashOf(`${conversation} ${changedAt}`);

async function changesOfAll(
  { lists }: InboxChangesDeps,
  cursor: ChangeCursor | undefined,
  now: number,
): Promise<InboxChanges> {
  const before = cursor?.at ?? now;
  const waitingBefore = cursor?.waitingAt ?? before;
  const { entries, waiting, completeTo } = await lists.changedSince(
    before - OVERLAP_MS,
    waitingBefore - OVERLAP_MS,
  );
  const known = new Set(cursor?.reported);
  const changed = cursor ? entries.filter((entry) => !known.has(changeHash(entry))) : [];
  const at = Math.max(cursor?.at ?? 0, completeTo ?? now);
  const reported = entries
    .filter(({ changedAt }) => changedAt > at - OVERLAP_MS)
    .toSorted((a, b) => a.changedAt - b.changedAt)
    .map(changeHash);
  return {
    cursor: writeChangeCursor({
      at,
      reported,
      ...(completeTo !== undefined && { waitingAt: waitingBefore }),
    }),
    changed: changed.map((entry) => entry.conversation),
    // Too much for one call: those who wait come last, and were not all counted.
    ...(completeTo === undefined && { waiting }),
  };
}

async function changesOf(
  { lists }: InboxChangesDeps,
  cursor: ChangeCursor | undefined,
  now: number,
  conversation: ConversationId,
): Promise<InboxChanges> {
  const { print, changedAt } = await lists.look(conversation);
  const looked = { conversation: hashOf(conversation), print: hashOf(print) };
  const before = cursor?.looked?.conversation === looked.conversation ? cursor.looked : undefined;
  // A cursor of the list, or of another conversation, has only its time.
  const hasChanged =
    cursor !== undefined && (before ? before.print !== looked.print : changedAt > cursor.at - OVERLAP_MS);
  return {
    cursor: writeChangeCursor({ at: Math.max(cursor?.at ?? 0, now), reported: [], looked }),
    changed: hasChanged ? [conversation] : [],
  };
}
