import type { NumberName } from "../../../domain/ids.ts";
import type { Activity } from "../../ports/activity.ts";
import type { Chats, Drafts, Notes } from "../../ports/inbox-ports.ts";
import type { StaffDeps } from "../staff-deps.ts";

/** What staff can do in the inbox, besides what the operator API can. */
export type InboxDeps = StaffDeps & {
  activity: Activity;
  notes: Notes;
  drafts: Drafts;
  chats: Chats;
  /** What the number's provider knows of its own error code, in plain words. */
  failureTextOf(number: NumberName, code: string): string | undefined;
};
