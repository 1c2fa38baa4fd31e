import { inboundHashOf, parseChatMessageId } from "../../domain/chat/chat-message-id.ts";
import type { MessageId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { readConversation } from "./find-conversation.ts";
import type { InboxDeps } from "./inbox-deps.ts";
import { queueReply, type ReplyRequest, type ReplyResult } from "./reply-as-person.ts";
import { seenTime } from "./seen-message.ts";
import { type NewerReply, startReplyIfSeen } from "./start-reply.ts";

type Deps = Pick<
  InboxDeps,
  | "controls"
  | "outbox"
  | "history"
  | "turnQueue"
  | "clock"
  | "resumeAfterMs"
  | "numbers"
  | "conversationFor"
  | "shortId"
  | "chats"
>;

/** `seen`: the newest message that the author has seen. `quote`: the customer's message to quote. */
export type InboxReplyRequest = ReplyRequest & { seen?: string; quote?: string };

/** Refuses a reply that was written without having seen a colleague's newer one. */
export async function replyInInbox(
  deps: Deps,
  { seen, quote, ...request }: InboxReplyRequest,
): Promise<ReplyResult | NewerReply | "unknown-message"> {
  const seenAt = seenTime(seen, deps.clock.now());
  if (seenAt === "unknown-message") return seenAt;
  const replyTo = quote === undefined ? undefined : await quotedMessage(deps, request, quote);
  if (quote !== undefined && replyTo === undefined) return "unknown-message";
  return queueReply<NewerReply>(
    deps,
    { ...request, ...omitUndefined({ replyTo }) },
    (state, conversationIds) => startReplyIfSeen(deps, state, conversationIds, { ...request, seenAt }),
  );
}

async function quotedMessage(
  { controls, chats }: Deps,
  { conversation }: ReplyRequest,
  quote: string,
): Promise<MessageId | undefined> {
  const hash = inboundHashOf(parseChatMessageId(quote)?.key ?? "");
  if (!hash) return undefined;
  const { conversationIds } = await readConversation(controls, conversation);
  return (await chats.findMessage(conversationIds, hash))?.id;
}
