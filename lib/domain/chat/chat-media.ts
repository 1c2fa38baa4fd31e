import type { Attachment, Content } from "../inbound/inbound.ts";
import { FAILURE_WORDS } from "../media/failure-words.ts";
import type { MediaFile } from "../media/media-file.ts";
import { attachmentsOf } from "../media/media-task.ts";
import { parseStaffMedia } from "../media/staff-file.ts";
import type { Understood } from "../media/understood.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { transcriptText } from "../turn/agent-text.ts";
import type { ChatMedia } from "./chat-message.ts";

function outcomeOf(understood: Understood | undefined): Partial<ChatMedia> {
  if (understood === undefined) return {};
  if (understood.kind === "failed") return { notUnderstood: FAILURE_WORDS[understood.reason] };
  const { kind: _, ...known } = understood;
  return { understood: known };
}

const shown = ({ media: kind, mediaId, understood }: Attachment, index: number): ChatMedia => ({
  index,
  kind,
  canOpen: mediaId !== undefined,
  ...outcomeOf(understood),
});

/** `undefined` for a message without files. */
export function chatMedia(content: Content): readonly ChatMedia[] | undefined {
  if (content.kind !== "media") return undefined;
  const { filename } = content;
  return attachmentsOf(content)
    .map(shown)
    .map((each) => (each.index === 0 ? { ...each, ...omitUndefined({ filename }) } : each));
}

/** A file that we sent. */
export function ourFile(media: MediaFile): ChatMedia {
  const { kind, url, filename } = media;
  const id = parseStaffMedia(media)?.id;
  return {
    index: 0,
    kind,
    canOpen: true,
    ...omitUndefined({ filename }),
    ...(id === undefined ? { link: url } : { file: id }),
  };
}

/** What was understood stands in the message's `media`. */
export function textWithoutMedia(content: Content): string {
  if (content.kind !== "media") return transcriptText(content);
  const { understood: _, more, ...rest } = content;
  return transcriptText({
    ...rest,
    ...(more && { more: more.map(({ understood: __, ...attachment }) => attachment) }),
  });
}
