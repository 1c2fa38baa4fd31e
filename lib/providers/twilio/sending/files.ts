import type { FileKind, FileRules } from "../../../domain/media/media-file.ts";

const of = (kind: FileKind, ...endings: readonly string[]) =>
  endings.map((ending) => [ending, kind] as const);

/**
 * 16 MB, images 5 MB; one file a message. By Twilio's page a document has neither caption nor file name.
 * https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
 */
export const TWILIO_FILES: FileRules = {
  kinds: new Map([
    ...of("image", "jpg", "jpeg", "png"),
    ...of("document", "pdf", "doc", "docx", "xlsx", "pptx"),
    ...of("audio", "aac", "amr", "mp3", "ogg", "opus"),
    ...of("video", "mp4"),
  ]),
  withCaption: new Set(["image", "video"]),
  // WhatsApp's own. A longer text goes beside the file.
  maxCaption: 1_024,
};
