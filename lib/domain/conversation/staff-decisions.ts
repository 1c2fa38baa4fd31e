import type { Handoff } from "../handoff/handoff.ts";
import type { Assignee, Pauses } from "./fields.ts";
import { extendPause, startPause } from "./pauses.ts";
import { lastOf, latestReplies, type StaffReply } from "./staff-reply.ts";

/** Nothing is written without `next`. */
export type Decision<Result> = { result: Result; next?: Pauses };

/** `handoff` begins if the bot has the conversation. */
type TakeOver = { handoff: Handoff; resumeAt: number };

export type Assignment = TakeOver & { by: string; at: number; force?: boolean };

/**
 * `taken`: a colleague has the conversation. `free`: nobody has it; so also after the assignment if its
 * handoff has ended already.
 */
export type AssignResult =
  | { kind: "assigned"; assignee: Assignee }
  | { kind: "free" }
  | { kind: "taken"; to: string };

/** Without `handoff`: reported when the pause for it would be over. */
export type ReplyStart = (TakeOver | { handoff?: never; resumeAt?: never }) & {
  id: string;
  by: string;
  at: number;
  /** The time of the newest message that the author has seen; without it nothing is compared. */
  seenAt?: number;
  /** If nobody has the conversation. */
  assign?: boolean;
  /** Replies that were begun and will never be queued, or that the author has seen under another time. */
  except?: readonly StaffReply[];
};

/** `at`: later than all that its author has seen. */
export type ReplyStartResult = { kind: "started"; at: number } | { kind: "newer-reply"; reply: StaffReply };

/** A conversation that the bot has is nobody's. */
const currentAssignee = ({ pausedAt, assignee }: Pauses) => (pausedAt === undefined ? undefined : assignee);

const takeOver = (own: Pauses, { handoff, resumeAt }: TakeOver): Pauses =>
  startPause(own, handoff, resumeAt) ?? extendPause(own, resumeAt) ?? own;

/** A repeat keeps the first assignment. */
export function decideAssignment(own: Pauses, { force, ...assignment }: Assignment): Decision<AssignResult> {
  const { by, at } = assignment;
  const current = currentAssignee(own);
  if (current && current.by !== by && !force) return { result: { kind: "taken", to: current.by } };
  const paused = takeOver(own, assignment);
  if (paused.pausedAt === undefined) return { result: { kind: "free" } };
  const assignee = current?.by === by ? current : { by, at };
  return { result: { kind: "assigned", assignee }, next: { ...paused, assignee } };
}

/** It stays with the people. */
export function decideRelease(
  own: Pauses,
  { by, force }: { by: string; force?: boolean },
): Decision<AssignResult> {
  const current = currentAssignee(own);
  if (!current) return { result: { kind: "free" } };
  if (current.by !== by && !force) return { result: { kind: "taken", to: current.by } };
  const { assignee: _, ...next } = own;
  return { result: { kind: "free" }, next };
}

/** Refuses when a colleague has replied later than what the author has seen. */
export function decideReply(own: Pauses, reply: ReplyStart): Decision<ReplyStartResult> {
  const { id, by, seenAt, assign = false, except = [] } = reply;
  // By the time, too: the colleague may repeat it meanwhile, under the same id.
  const isExcepted = (each: StaffReply) => except.some(({ id, at }) => id === each.id && at === each.at);
  const replies = latestReplies(own.lastStaffReply).filter((each) => !isExcepted(each));
  const others = replies.find((each) => each.by !== by);
  if (others && seenAt !== undefined && others.at > seenAt)
    return { result: { kind: "newer-reply", reply: others } };
  const at = Math.max(reply.at, (own.lastStaffReply?.at ?? 0) + 1, (seenAt ?? 0) + 1);
  const paused = reply.handoff ? takeOver(own, reply) : own;
  const { pausedAt, assignee = { by, at: reply.at } } = paused;
  const lastStaffReply = lastOf([{ by, at, id }, ...replies]);
  return {
    result: { kind: "started", at },
    next: {
      ...paused,
      ...(pausedAt !== undefined && assign && { assignee }),
      ...(lastStaffReply && { lastStaffReply }),
    },
  };
}
