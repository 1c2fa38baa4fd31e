import type { FileKind, FileRules } from "../../../domain/media/media-file.ts";

const of = (kind: FileKind, ...endings: readonly string[]) =>
  endings.map((ending) => [ending, kind] as const);

/**
 * Images up to 5 MB, audio and video up to 16 MB, documents up to 100 MB. A webp would be a sticker.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media/
 */
export const META_FILES: FileRules = {
  kinds: new Map([
    ...of("image", "jpg", "jpeg", "png"),
    ...of("document", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt"),
    ...of("audio", "aac", "amr", "mp3", "m4a", "ogg"),
    ...of("video", "mp4", "3gp"),
  ]),
  withCaption: new Set(["image", "document", "video"]),
  maxCaption: 1_024,
};
