import { inboundHashOf, parseChatMessageId } from "../../../domain/chat/chat-message-id.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { attachmentsOf } from "../../../domain/media/media-task.ts";
import { type ShownType, shownTypeOf } from "../../../domain/media/shown-type.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import { IntegrationError } from "../../ports/integration-error.ts";
import type { MediaFiles } from "../../ports/media-files.ts";
import { isKnown, numberOf, readConversation } from "../conversation/find-conversation.ts";
import type { InboxDeps } from "./inbox-deps.ts";

/** All that WhatsApp takes as a photo, a voice note or a video. A document may be larger. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Lambda returns at most 6 MB, and base64 makes 4 bytes of 3. */
const MEDIA_PART_BYTES = 4 * 1024 * 1024;

/** Less than API Gateway waits. */
const FETCH_MS = 22 * SECOND_MS;

type Deps = Pick<InboxDeps, "controls" | "chats" | "clock" | "numbers" | "conversationFor"> & {
  mediaFiles: MediaFiles;
};

/** `index`: the file's place in the message. `from`: the first byte that the caller lacks. */
export type MediaRequest = { conversation: ConversationId; message: string; index: number; from: number };

export type MediaPart = { bytes: Uint8Array; type: ShownType; size: number };

/** Fetches a customer's file from the provider with each call. Nothing of it is kept. */
export async function openMedia(deps: Deps, { conversation, message, index, from }: MediaRequest) {
  const { controls, chats, clock, mediaFiles } = deps;
  const { state, conversationIds } = await readConversation(controls, conversation);
  if (!isKnown(state)) return "unknown-conversation" as const;
  const hash = inboundHashOf(parseChatMessageId(message)?.key ?? "");
  const found = hash ? await chats.findMessage(conversationIds, hash) : undefined;
  const attachment = found?.content.kind === "media" ? attachmentsOf(found.content)[index] : undefined;
  if (!found || !attachment) return "unknown-message" as const;
  if (attachment.mediaId === undefined) return "file-gone" as const;
  const number = numberOf(deps, state);
  if (number === undefined) return "unknown-number" as const;
  const { sentAt } = found;
  const limits = { maxBytes: MAX_BYTES, deadline: clock.now() + FETCH_MS, sentAt };
  const file = await mediaFiles.fetchMedia(number, attachment.mediaId, limits).catch(refusalOf);
  if (typeof file === "string") return file;
  const { bytes } = file;
  const part: MediaPart = {
    bytes: bytes.subarray(from, from + MEDIA_PART_BYTES),
    type: shownTypeOf(bytes),
    size: bytes.byteLength,
  };
  return part;
}

function refusalOf(error: unknown) {
  if (!(error instanceof IntegrationError)) throw error;
  if (error.system === "settings") return "unknown-number" as const;
  if (error.code === "media_gone") return "file-gone" as const;
  if (error.code === "media_too_large") return "file-too-large" as const;
  throw error;
}
