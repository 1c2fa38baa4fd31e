import { inboundHashOf, parseChatMessageId } from "../../../domain/chat/chat-message-id.ts";
import type { PauseRules } from "../../../domain/handoff/pause-rules.ts";
import type { MessageId } from "../../../domain/ids.ts";
import type { AttachedFile } from "../../../domain/media/staff-file.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { readConversation } from "../conversation/find-conversation.ts";
import type { InboxDeps } from "../inbox/inbox-deps.ts";
import { queueReply, type ReplyRequest, type ReplyResult } from "./reply-as-person.ts";
import { seenTime } from "./seen-message.ts";
import { attachedFile } from "./staff-files.ts";
import { type NewerReply, startReplyIfSeen } from "./start-reply.ts";

type Deps = Pick<
  InboxDeps,
  | "controls"
  | "outbox"
  | "history"
  | "turnQueue"
  | "clock"
  | keyof PauseRules
  | "numbers"
  | "conversationFor"
  | "shortId"
  | "chats"
  | "files"
>;

/**
 * `seen`: the newest message that the author has seen. `quote`: the customer's message to quote. `file`: the id of an
 * upload.
 */
export type InboxReplyRequest = ReplyRequest & { seen?: string; quote?: string; file?: string };

/** Refuses a reply that was written without having seen a colleague's newer one. */
export async function replyInInbox(
  deps: Deps,
  { seen, quote, file: fileId, ...request }: InboxReplyRequest,
): Promise<ReplyResult | NewerReply | "unknown-message" | "unknown-file" | "bad-file"> {
  const seenAt = seenTime(seen, deps.clock.now());
  if (seenAt === "unknown-message") return seenAt;
  const replyTo = quote === undefined ? undefined : await quotedMessage(deps, request, quote);
  if (quote !== undefined && replyTo === undefined) return "unknown-message";
  const file = fileId === undefined ? undefined : await fileOf(deps, request, fileId);
  if (typeof file === "string") return file;
  return queueReply<NewerReply>(
    deps,
    { ...request, ...omitUndefined({ replyTo, file }) },
    (state, conversationIds) => startReplyIfSeen(deps, state, conversationIds, { ...request, seenAt }),
  );
}

const fileOf = async (
  { controls, files }: Deps,
  { conversation }: ReplyRequest,
  id: string,
): Promise<AttachedFile | "unknown-file" | "bad-file"> =>
  files ? attachedFile({ controls, files }, { conversation, id }) : "unknown-file";

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
