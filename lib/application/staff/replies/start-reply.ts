import type { ConversationIds, ConversationState } from "../../../domain/conversation/conversation.ts";
import type { ReplyStart } from "../../../domain/conversation/staff-decisions.ts";
import type { StaffReply } from "../../../domain/conversation/staff-reply.ts";
import { type PauseRules, resumeAtFor } from "../../../domain/handoff/pause-rules.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { MINUTE_MS } from "../../../domain/time.ts";
import { numberOf } from "../conversation/find-conversation.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { findOutbound } from "./queue-outbound.ts";

type Deps = Pick<
  StaffDeps,
  "controls" | "outbox" | "clock" | keyof PauseRules | "numbers" | "conversationFor" | "shortId"
>;

/** Since the last message that the author has seen. */
export type NewerReply = { result: "newer-reply"; by: string };

/** The author of what comes from the Business app. */
const APP = "app";

/** Longer than any function runs: an older reply that is not queued never will be. */
const LOST_AFTER_MS = MINUTE_MS;

/** Pauses the bot or extends the pause, and notes the reply. Compares nothing. Returns the reply's time. */
export async function startReply(
  deps: Deps,
  state: ConversationState,
  { id, by }: ByStaff<{ id: string }>,
): Promise<number> {
  const reply = replyStart(deps, state, id, by);
  const result = await deps.controls.startReply(state.conversation, reply);
  return result.kind === "started" ? result.at : reply.at;
}

/**
 * Also assigns the conversation if nobody has it. Refuses when a colleague has replied later than what the
 * author has seen.
 */
export async function startReplyIfSeen(
  deps: Deps,
  state: ConversationState,
  conversationIds: ConversationIds,
  { id, by, seenAt }: ByStaff<{ id: string; seenAt?: number | undefined }>,
): Promise<number | NewerReply> {
  const reply = {
    ...replyStart(deps, state, id, by),
    assign: true,
    ...omitUndefined({ seenAt }),
  };
  const except: StaffReply[] = [];
  // By the author's id of the conversation: on its way may be one that is linked and not merged yet, which alone
  // knows of a colleague's reply.
  const [given = state.conversation] = conversationIds;
  for (;;) {
    const result = await deps.controls.startReply(given, { ...reply, except });
    if (result.kind === "started") return result.at;
    const { at, by: other, id: otherId } = result.reply;
    const found = await findOutbound(deps, conversationIds, [otherId]);
    // A repeat of the colleague's request may have noted a later time than that of the message.
    const isSeen = found && seenAt !== undefined && found.record.at <= seenAt;
    // What was written in the Business app was never queued.
    const isLost = !found && other !== APP && deps.clock.now() - at > LOST_AFTER_MS;
    if (!isSeen && !isLost) return { result: "newer-reply", by: other };
    except.push(result.reply);
  }
}

function replyStart(deps: Deps, state: ConversationState, id: string, by: string): ReplyStart {
  const at = deps.clock.now();
  const handoff = {
    id: deps.shortId("reply", id),
    reason: "operator" as const,
    since: at,
    by,
    quiet: true,
    origin: state.conversation,
  };
  return { id, by, at, handoff, resumeAt: resumeAtFor(deps, numberOf(deps, state), at) };
}
