import type { Assignee } from "../../../domain/conversation/fields.ts";
import type { AssignResult } from "../../../domain/conversation/staff-decisions.ts";
import type { Handoff } from "../../../domain/handoff/handoff.ts";
import { type PauseRules, resumeAtFor } from "../../../domain/handoff/pause-rules.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { queueWakeUp } from "../../ports/queue-wake-up.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { isKnown, numberOf } from "./find-conversation.ts";

type Deps = Pick<
  StaffDeps,
  | "controls"
  | "history"
  | "turnQueue"
  | "clock"
  | keyof PauseRules
  | "numbers"
  | "conversationFor"
  | "shortId"
>;

export type AssignmentRequest = ByStaff<{ conversation: ConversationId; force?: boolean }>;
/** `taken`: a colleague has it. `free`: nobody has it. */
export type AssignmentResult = AssignResult | "unknown-conversation" | "unknown-number";

/** Pauses the bot quietly if it has the conversation. A repeat is no second act, and extends the pause. */
export async function assignConversation(
  deps: Deps,
  { conversation: givenId, by, force }: AssignmentRequest,
): Promise<AssignmentResult> {
  const { controls, history, turnQueue, clock, shortId } = deps;
  const state = await controls.read(givenId);
  if (!isKnown(state)) return "unknown-conversation";
  const number = numberOf(deps, state);
  if (!number) return "unknown-number";
  const { conversation } = state;
  const now = clock.now();
  const handoff: Handoff = {
    id: shortId("assign", conversation, by, String(now)),
    reason: "operator",
    since: now,
    by,
    quiet: true,
    origin: conversation,
  };
  // By the id of the caller: the conversation may be linked and not merged yet.
  const result = await controls.assign(givenId, {
    by,
    at: now,
    handoff,
    resumeAt: resumeAtFor(deps, number, now),
    ...omitUndefined({ force }),
  });
  if (result.kind !== "assigned") return result;
  const { assignee } = result;
  await history.record(conversation, actId(deps, "assign", assignee), { ...assignee, what: "assign" });
  await queueWakeUp(turnQueue, conversation, number);
  return result;
}

/** The conversation stays with the people, and nobody has it. */
export async function releaseConversation(
  deps: Deps,
  { conversation: givenId, by, force }: AssignmentRequest,
): Promise<AssignmentResult> {
  const { controls, turnQueue } = deps;
  const state = await controls.read(givenId);
  if (!isKnown(state)) return "unknown-conversation";
  const number = numberOf(deps, state);
  if (!number) return "unknown-number";
  const { conversation, pausedAt, assignee } = state;
  const current = pausedAt === undefined ? undefined : assignee;
  if (current && current.by !== by && !force) return { kind: "taken", to: current.by };
  // Before the write, which removes what a repeat after a crash would need to know.
  if (current) await recordRelease(deps, conversation, current, by);
  const result = await controls.release(givenId, { by, ...omitUndefined({ force }) });
  // Also when an earlier attempt has released it.
  await queueWakeUp(turnQueue, conversation, number);
  return result;
}

const recordRelease = (deps: Deps, conversation: ConversationId, assignee: Assignee, by: string) =>
  deps.history.record(conversation, actId(deps, "release", assignee), {
    at: deps.clock.now(),
    by,
    what: "release",
    detail: assignee.by,
  });

const actId = ({ shortId }: Deps, what: string, { by, at }: Assignee) => `${what}-${at}-${shortId(by)}`;
