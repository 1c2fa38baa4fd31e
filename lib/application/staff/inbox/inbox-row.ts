import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../../domain/conversation/window.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import { type ActivityEntry, isUnread, lastMessageAt } from "../../../domain/inbox/activity-entry.ts";
import { type RowState, rowStateOf, waitingSinceOf } from "../../../domain/inbox/row-state.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { numberOf } from "../conversation/find-conversation.ts";
import { type TeamBack, teamBack } from "../conversation/team-back.ts";
import type { StaffDeps } from "../staff-deps.ts";

/** A conversation as the lists of the inbox show it. */
export type InboxRow = {
  conversation: ConversationId;
  number?: NumberName;
  name?: string;
  phone?: string;
  lastText?: string;
  lastAt: number;
  state: RowState;
  assignee?: string;
  waitingSince?: number;
  windowClosesAt?: number;
  unread: boolean;
  waitingDrafts?: number;
} & TeamBack;

/** The state decides; the entry only adds what it does not hold. */
export function inboxRow(
  deps: Pick<StaffDeps, "numbers" | "conversationFor" | "clock" | "hoursOf">,
  state: ConversationState,
  entry?: ActivityEntry,
): InboxRow {
  const { conversation, customer, lastInboundAt, assignee, pausedAt } = state;
  const number = numberOf(deps, state);
  return {
    conversation,
    ...omitUndefined({
      number,
      name: customer?.profileName || customer?.username || undefined,
      phone: customer?.phone || undefined,
      lastText: entry?.lastText,
    }),
    lastAt: entry?.lastAt ?? lastMessageAt(state),
    state: rowStateOf(state),
    ...omitUndefined({
      assignee: pausedAt === undefined ? undefined : assignee?.by,
      waitingSince: waitingSinceOf(state),
      windowClosesAt: lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt),
    }),
    ...teamBack(deps, state, number),
    unread: isUnread(state, entry),
    ...omitUndefined({ waitingDrafts: state.progress?.drafts?.length || undefined }),
  };
}
