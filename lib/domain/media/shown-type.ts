/** What the inbox shows or names. Everything else is bytes to save. */
export const SHOWN_TYPES = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "audio/ogg",
  "audio/mpeg",
  "audio/mp4",
  "audio/aac",
  "audio/amr",
  "video/mp4",
  "video/3gpp",
  "application/pdf",
] as const;
export type ShownType = (typeof SHOWN_TYPES)[number] | "application/octet-stream";

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

/** A file of the MP4 family, by its main brand. https://mp4ra.org/registered-types/brands */
function typeOfBrand(brand: string): ShownType {
  if (brand.startsWith("M4A") || brand.startsWith("M4B")) return "audio/mp4";
  if (brand.startsWith("3g")) return "video/3gpp";
  // Pictures and camera files are of the same family.
  return /^(isom|iso[2-9]|mp4[12]|avc1|M4V|MSNV|dash|mmp4)/.test(brand)
    ? "video/mp4"
    : "application/octet-stream";
}

/** By the file's first bytes. What a provider or a file name says is not believed. */
export function shownTypeOf(bytes: Uint8Array): ShownType {
  const start = ascii(bytes, 0, 12);
  const [first = 0, second = 0, third = 0] = bytes;
  if (first === 0xff && second === 0xd8 && third === 0xff) return "image/jpeg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("RIFF") && start.endsWith("WEBP")) return "image/webp";
  if (start.startsWith("OggS")) return "audio/ogg";
  if (start.startsWith("#!AMR")) return "audio/amr";
  if (start.startsWith("%PDF-")) return "application/pdf";
  if (start.slice(4, 8) === "ftyp") return typeOfBrand(start.slice(8));
  if (start.startsWith("ID3")) return "audio/mpeg";
  // The layer's two bits: 00 in ADTS, 01 in MP3. 11 would also be the mark before UTF-16 text.
  if (first === 0xff && (second & 0xf6) === 0xf0) return "audio/aac";
  if (first === 0xff && (second & 0xe6) === 0xe2) return "audio/mpeg";
  return "application/octet-stream";
}
