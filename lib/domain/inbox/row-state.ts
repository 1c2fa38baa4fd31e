import type { ConversationState } from "../conversation/conversation.ts";
import type { Pauses, WorkerFields } from "../conversation/fields.ts";
import { isStartedByStaff } from "../handoff/handoff.ts";
import { isTeamMailed } from "../handoff/team-mailed.ts";

/**
 * `waiting`: the customer is to get a person, and none has come; or an answer waits for a person's tap. `person`: people have the conversation.
 */
export type RowState = "bot" | "waiting" | "person" | "opted-out";

export function rowStateOf(state: ConversationState): RowState {
  const { optedOutAt, pausedAt, progress } = state;
  if (optedOutAt !== undefined) return "opted-out";
  if (pausedAt === undefined) return progress?.drafts?.length ? "waiting" : "bot";
  return isTaken(state) ? "person" : "waiting";
}

/** Whether somebody of the team has taken the handoff, by whatever way. */
const isTaken = ({ handoff, assignee, lastStaffReply }: Pauses): boolean =>
  !handoff ||
  isStartedByStaff(handoff) ||
  assignee !== undefined ||
  (lastStaffReply?.at ?? 0) > handoff.since;

/** Neither has the team been mailed of the handoff, nor has somebody taken it. */
export const isUnheard = (state: Pauses & Pick<WorkerFields, "progress">): boolean =>
  state.handoff !== undefined && !isTeamMailed(state) && !isTaken(state);

/** Milliseconds since 1970; `undefined` unless the customer waits. */
export function waitingSinceOf(state: ConversationState): number | undefined {
  if (rowStateOf(state) !== "waiting") return undefined;
  const [draft] = state.progress?.drafts ?? [];
  return state.pausedAt === undefined ? draft?.at : state.handoff?.since;
}

/** Whether there is anything to list: not for a conversation that was erased or has moved. */
export const isListed = ({ movedTo, customer, lastInboundAt, turn, pausedAt }: ConversationState): boolean =>
  movedTo === undefined && [customer, lastInboundAt, turn, pausedAt].some((each) => each !== undefined);
