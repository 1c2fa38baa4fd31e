import { isWindowOpen } from "../../domain/conversation/window.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import { extendPause } from "../intake/extend-pause.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { isKnown, numberOf, readConversation } from "./find-conversation.ts";
import { type FoundOutbound, findOutbound, recordOutbound, requeueOutbound } from "./queue-outbound.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";

type Ports = Pick<
  StaffDeps,
  "controls" | "outbox" | "history" | "turnQueue" | "clock" | "resumeAfterMs" | "numbers" | "conversationFor" | "shortId"
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
 * A person writes to the customer, and so has the conversation: the bot keeps quiet from before the words are queued.
 * A repeat with the same id is no second message, whatever has happened since and wherever the first attempt ended.
 */
export const replyAsPersonWith =
  (operator: Ports) =>
  async ({ conversation: asked, id, text, by }: ReplyRequest): Promise<ReplyResult> => {
    const { controls, outbox, history, turnQueue, clock, resumeAfterMs, shortId } = operator;

    async function repeated(standing: FoundOutbound): Promise<ReplyResult> {
      const { content } = standing.record;
      // Two different messages under one id: to drop the second silently would lose it.
      if (content.kind !== "reply" || content.text !== text) return "id-taken";
      await requeueOutbound(operator, standing);
      return { conversation: standing.conversation, outbound: id, result: "repeated" };
    }

    const { state, conversationIds } = await readConversation(controls, asked);
    const standing = await findOutbound(operator, conversationIds, [id]);
    if (standing) return repeated(standing);
    if (!isKnown(state)) return "unknown-conversation";
    const number = numberOf(operator, state);
    if (!number) return "unknown-number";
    const now = clock.now();
    if (state.optedOutAt !== undefined) return "opted-out";
    if (state.lastInboundAt === undefined || !isWindowOpen(state.lastInboundAt, now)) return "window-closed";

    const { conversation } = state;
    const handoff = { id: shortId("reply", id), reason: "operator" as const, since: now, by, quiet: true, origin: conversation };
    await extendPause(controls, handoff, now + resumeAfterMs);
    const outbound: Outbound = { id, number, at: now, by, content: { kind: "reply", text } };
    if ((await outbox.add(conversation, outbound)) === "repeated") {
      const other = await findOutbound(operator, [conversation], [id]);
      return other ? repeated(other) : { conversation, outbound: id, result: "repeated" };
    }
    await recordOutbound(history, conversation, outbound);
    await queueWakeUp(turnQueue, conversation, number);
    return { conversation, outbound: id, result: "queued" };
  };

/** How far something queued has come, also if it was queued before a change of the customer's identity. */
export const outboundStateWith = (operator: Pick<StaffDeps, "controls" | "outbox">) => async (asked: ConversationId, id: string) => {
  const { conversationIds } = await readConversation(operator.controls, asked);
  const standing = await findOutbound(operator, conversationIds, [id]);
  if (!standing) return undefined;
  const { state, code } = standing.record;
  return { state, ...(code !== undefined && { code }) };
};
