import type { ConversationIds, ConversationState } from "../../../domain/conversation/conversation.ts";
import { isWindowOpen } from "../../../domain/conversation/window.ts";
import type { PauseRules } from "../../../domain/handoff/pause-rules.ts";
import type { ConversationId, MessageId } from "../../../domain/ids.ts";
import type { AttachedFile } from "../../../domain/media/staff-file.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { Outbound, OutboundState } from "../../../domain/turn/outbound.ts";
import { queueWakeUp } from "../../ports/queue-wake-up.ts";
import { isKnown, numberOf, readConversation } from "../conversation/find-conversation.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { type FoundOutbound, findOutbound, recordOutbound, requeueOutbound } from "./queue-outbound.ts";
import { startReply } from "./start-reply.ts";

type Deps = Pick<
  StaffDeps,
  | "controls"
  | "outbox"
  | "history"
  | "turnQueue"
  | "clock"
  | keyof PauseRules
  | "numbers"
  | "conversationFor"
  | "shortId"
>;

export type ReplyRequest = ByStaff<{ conversation: ConversationId; id: string; text: string }>;
export type ReplyResult =
  | { conversation: ConversationId; outbound: string; result: "queued" | "repeated" }
  | "unknown-conversation"
  | "unknown-number"
  | "opted-out"
  | "window-closed"
  | "id-taken";

/**
 * Pauses the bot, then queues the message. A repeat with the same id is no second message, wherever the first
 * attempt ended.
 */
export const replyAsPerson = (deps: Deps, request: ReplyRequest): Promise<ReplyResult> =>
  queueReply<never>(deps, request, (state) => startReply(deps, state, request));

/** `start`: pauses the bot and returns the reply's time, or why there is to be none. */
export async function queueReply<Refused extends object | string>(
  deps: Deps,
  request: ReplyRequest & { replyTo?: MessageId; file?: AttachedFile },
  start: (state: ConversationState, conversationIds: ConversationIds) => Promise<number | Refused>,
): Promise<ReplyResult | Refused> {
  const { controls, outbox, history, turnQueue, clock } = deps;
  const { conversation: givenId, id, text, by, replyTo, file } = request;
  const { state, conversationIds } = await readConversation(controls, givenId);
  const earlier = await findOutbound(deps, conversationIds, [id]);
  if (earlier) return repeatReply(deps, request, earlier);
  if (!isKnown(state)) return "unknown-conversation";
  const number = numberOf(deps, state);
  if (!number) return "unknown-number";
  if (state.optedOutAt !== undefined) return "opted-out";
  if (state.lastInboundAt === undefined || !isWindowOpen(state.lastInboundAt, clock.now()))
    return "window-closed";

  const at = await start(state, conversationIds);
  if (typeof at !== "number") return at;
  const { conversation } = state;
  const content = { kind: "reply" as const, text, ...omitUndefined({ replyTo, file }) };
  const outbound: Outbound = { id, number, at, by, content };
  if ((await outbox.add(conversation, outbound)) === "repeated") {
    const other = await findOutbound(deps, [conversation], [id]);
    return other ? repeatReply(deps, request, other) : { conversation, outbound: id, result: "repeated" };
  }
  await recordOutbound(history, conversation, outbound);
  await queueWakeUp(turnQueue, conversation, number);
  return { conversation, outbound: id, result: "queued" };
}

async function repeatReply(
  deps: Deps,
  { id, text, file }: ReplyRequest & { file?: AttachedFile },
  earlier: FoundOutbound,
): Promise<ReplyResult> {
  const { content } = earlier.record;
  // Two different messages under one id: the second must not get lost unnoticed.
  if (content.kind !== "reply" || content.text !== text || content.file?.id !== file?.id) return "id-taken";
  await requeueOutbound(deps, earlier);
  return { conversation: earlier.conversation, outbound: id, result: "repeated" };
}

/** Finds it also if it was queued before a change of the customer's ids. */
export async function outboundState(
  deps: Pick<StaffDeps, "controls" | "outbox">,
  givenId: ConversationId,
  id: string,
): Promise<{ state: OutboundState; code?: string } | undefined> {
  const { conversationIds } = await readConversation(deps.controls, givenId);
  const found = await findOutbound(deps, conversationIds, [id]);
  if (!found) return undefined;
  const { state, code } = found.record;
  return { state, ...omitUndefined({ code }) };
}
