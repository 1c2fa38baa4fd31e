import type { PhoneMessage } from "./phone/phone.ts";

/** What a customer sends besides words. */
export type SentFile = {
  kind: FileKind;
  bytes: Buffer;
  /** As in `audio/ogg; codecs=opus`. */
  type: string;
  name?: string;
};

export type FileKind = Extract<
  PhoneMessage["kind"],
  "photo" | "voice" | "audio" | "video" | "document" | "sticker"
>;

/** On the phone, without a caption. */
const FILE_LABELS: Readonly<Record<FileKind, string>> = {
  photo: "Photo",
  voice: "Voice note",
  audio: "Audio",
  video: "Video",
  document: "Document",
  sticker: "Sticker",
};

/** What the phone shows. */
export const shownFile = ({ kind, type, name }: SentFile, id: string, caption = "") => ({
  kind,
  text: caption || (kind === "document" && name) || FILE_LABELS[kind],
  file: { id, type, ...(name !== undefined && { name }) },
});
