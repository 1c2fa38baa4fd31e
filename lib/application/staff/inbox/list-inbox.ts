import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import { conversationId, type NumberName } from "../../../domain/ids.ts";
import type { ActivityEntry } from "../../../domain/inbox/activity-entry.ts";
import type { Place } from "../../../domain/inbox/index-key.ts";
import { isListed, rowStateOf } from "../../../domain/inbox/row-state.ts";
import type { Activity, InboxLists, InboxPage } from "../../ports/activity.ts";
import type { StaffDeps } from "../staff-deps.ts";
import { type InboxRow, inboxRow } from "./inbox-row.ts";

export type InboxView = "waiting" | "mine" | "recent";

export type ListInboxDeps = Pick<StaffDeps, "numbers" | "conversationFor" | "clock" | "hoursOf"> & {
  activity: Activity;
  lists: InboxLists;
};

/** `user`: who asks. `number`: only conversations with this number. */
export type ListInboxRequest = { view: InboxView; user: string; number?: NumberName; cursor?: string };

const PER_PAGE = 50;
/** Of entries, for a page of which many are left out. */
const MAX_READS = 10;

/**
 * A page of a list: `waiting` longest first, `recent` newest first, `mine` the latest assigned first. A page
 * may hold fewer than others; only without a cursor it is the last one.
 */
export async function listInbox(
  deps: ListInboxDeps,
  { view, user, number, cursor: given }: ListInboxRequest,
): Promise<{ conversations: readonly InboxRow[]; cursor?: string } | "bad-cursor"> {
  const start = given === undefined ? undefined : readListCursor(given, view);
  if (given !== undefined && !start) return "bad-cursor";
  const found: Found[] = [];
  let next: Place | undefined = start;
  for (let reads = 0; reads < MAX_READS && found.length < PER_PAGE; reads++) {
    const page = await pageOf(deps.lists, view, user, PER_PAGE, next);
    found.push(...(await rowsOf(deps, page.entries, { view, user, number })));
    next = page.next;
    if (!next) break;
  }
  const last = found.length > PER_PAGE ? found[PER_PAGE - 1] : undefined;
  const cursor = last ? placeOf(view, last.entry) : next;
  return {
    conversations: found
      .slice(0, PER_PAGE)
      .map(({ row }) => row)
      .sort(ORDER[view]),
    ...(cursor && { cursor: writeListCursor(cursor, view) }),
  };
}

function pageOf(
  lists: InboxLists,
  view: InboxView,
  user: string,
  max: number,
  after: Place | undefined,
): Promise<InboxPage> {
  switch (view) {
    case "waiting":
      return lists.waiting(max, after);
    case "recent":
      return lists.recent(max, after);
    case "mine":
      return lists.assignedTo(user, max, after);
  }
}

function placeOf(view: InboxView, { conversation, ...entry }: ActivityEntry): Place {
  switch (view) {
    case "waiting":
      return { at: entry.waitingSince ?? 0, conversation };
    case "recent":
      return { at: entry.changedAt, conversation };
    case "mine":
      return { at: entry.assignedAt ?? 0, conversation };
  }
}

/** Within a page by what the rows show, which may be newer than their entries. */
const ORDER: Record<InboxView, (one: InboxRow, other: InboxRow) => number> = {
  waiting: (one, other) => (one.waitingSince ?? 0) - (other.waitingSince ?? 0),
  recent: (one, other) => other.lastAt - one.lastAt,
  mine: () => 0,
};

type Found = { row: InboxRow; entry: ActivityEntry };
type Filter = { view: InboxView; user: string; number: NumberName | undefined };

async function rowsOf(
  deps: ListInboxDeps,
  found: readonly ActivityEntry[],
  filter: Filter,
): Promise<readonly Found[]> {
  // Before the states are read, which are much larger.
  const entries = found.filter(
    (entry) => filter.number === undefined || entry.number === undefined || entry.number === filter.number,
  );
  const states = await deps.activity.states(entries.map(({ conversation }) => conversation));
  return entries.flatMap((entry, index) => {
    const state = states[index];
    if (!state || !isListed(state) || !isShown(state, filter)) return [];
    const row = inboxRow(deps, state, entry);
    return filter.number === undefined || row.number === filter.number ? [{ row, entry }] : [];
  });
}

/** The entry may be older than the state. */
function isShown(state: ConversationState, { view, user }: Filter): boolean {
  switch (view) {
    case "waiting":
      return rowStateOf(state) === "waiting";
    case "mine":
      return state.pausedAt !== undefined && state.assignee?.by === user;
    case "recent":
      return true;
  }
}

const writeListCursor = ({ at, conversation }: Place, view: InboxView): string =>
  Buffer.from(JSON.stringify([view, at, conversation])).toString("base64url");

/** `undefined` for a cursor that is not of this list. */
function readListCursor(cursor: string, view: InboxView): Place | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const [of, at, conversation]: unknown[] = Array.isArray(read) ? read : [];
    if (of !== view || typeof at !== "number" || !Number.isSafeInteger(at) || at < 0) return undefined;
    if (typeof conversation !== "string" || !/^[\w.-]{1,64}$/.test(conversation)) return undefined;
    return { at, conversation: conversationId(conversation) };
  } catch {
    return undefined;
  }
}
