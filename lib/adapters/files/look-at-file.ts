import type { FileLook, LookAtFile } from "../../application/media/file-look.ts";
import { plainText } from "../../domain/media/plain-text.ts";

/** What a text editor shows, though it has a type of its own. */
const TEXTS: ReadonlySet<string> = new Set([
  "text/calendar",
  "text/vcard",
  "application/x-subrip",
  "text/vtt",
]);

const UNKNOWN: FileLook = { type: "unknown" };

function asText(bytes: Uint8Array): FileLook {
  const text = plainText(bytes);
  return text === undefined ? UNKNOWN : { type: "text/plain", text };
}

/** By the first bytes, and of Office files by the list of their parts. Both libraries are loaded with the first file. */
export const lookAtFile: LookAtFile = async (bytes) => {
  try {
    // file-type takes the mark before such text for old MPEG audio.
    const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? asText(bytes) : UNKNOWN;
    if (marked !== UNKNOWN) return marked;
    const { fileTypeFromBuffer } = await import("file-type");
    const found = await fileTypeFromBuffer(bytes);
    if (!found || TEXTS.has(found.mime)) return asText(bytes);
    if (!found.mime.startsWith("image/")) return { type: found.mime };
    const { imageSize } = await import("image-size");
    const { width, height } = imageSize(bytes);
    return { type: found.mime, width, height };
  } catch {
    // A damaged file: the libraries throw.
    return UNKNOWN;
  }
};
