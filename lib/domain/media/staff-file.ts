import type { FileKind, MediaFile } from "./media-file.ts";
import type { ShownType } from "./shown-type.ts";

/** What a member of staff uploaded for a customer. `id`: random, in the bucket and in the conversation. */
export type StaffFile = { id: string; name: string; bytes: number; at: number; by: string };

/** In a reply. The type is by the file's bytes. */
export type AttachedFile = { id: string; name: string; kind: FileKind; type: ShownType };

const MEGABYTE = 1024 * 1024;

/** Twilio's limit for every kind; Meta's is the same or higher. */
export const MAX_STAFF_FILE_BYTES = 16 * MEGABYTE;

/** WhatsApp's for pictures. */
const MAX_IMAGE_BYTES = 5 * MEGABYTE;

/** After that the bucket has deleted it. */
export const STAFF_FILE_DAYS = 30;

const KINDS: Readonly<Partial<Record<ShownType, FileKind>>> = {
  "image/jpeg": "image",
  "image/png": "image",
  "video/mp4": "video",
  "video/3gpp": "video",
  "audio/ogg": "audio",
  "audio/mpeg": "audio",
  "audio/mp4": "audio",
  "audio/aac": "audio",
  "audio/amr": "audio",
  "application/pdf": "document",
};

/** `undefined`: WhatsApp does not take it, or it could harm the customer. */
export const staffFileKind = (type: ShownType): FileKind | undefined => KINDS[type];

export const maxBytesOf = (kind: FileKind): number =>
  kind === "image" ? MAX_IMAGE_BYTES : MAX_STAFF_FILE_BYTES;

const ADDRESS = /^staff-file:([\w-]{1,64})\/(\w+\/\w+)$/;

/** In a part: the link for the provider is made when it is sent, because it lives for an hour only. */
export const staffMedia = ({ id, kind, type, name }: AttachedFile): MediaFile => ({
  kind,
  url: `staff-file:${id}/${type}`,
  filename: name,
});

/** `undefined`: a link that everybody can open. */
export function parseStaffMedia({ url }: MediaFile): { id: string; type: string } | undefined {
  const [, id, type] = ADDRESS.exec(url) ?? [];
  return id === undefined || type === undefined ? undefined : { id, type };
}
