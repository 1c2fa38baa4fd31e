const CAPTURE = [0x4f, 0x67, 0x67, 0x53]; // "OggS"
const HEAD = "OpusHead";
const HEADER_BYTES = 27;

/** Opus counts 48,000 samples a second, whatever was recorded. */
const SAMPLES_PER_SECOND = 48_000;

const isPageAt = (bytes: Uint8Array, at: number) =>
  CAPTURE.every((byte, index) => bytes[at + index] === byte);

function lastPageAt(bytes: Uint8Array): number {
  let at = bytes.length - HEADER_BYTES;
  while (at >= 0 && !isPageAt(bytes, at)) at--;
  return at;
}

/**
 * Of an Ogg file whose first stream is Opus, as WhatsApp's voice notes are; otherwise `undefined`. By the last
 * page's position, so nothing is decoded.
 * https://www.rfc-editor.org/rfc/rfc7845#section-4
 */
export function oggOpusSeconds(bytes: Uint8Array): number | undefined {
  if (bytes.length < HEADER_BYTES + HEAD.length || !isPageAt(bytes, 0)) return undefined;
  const start = HEADER_BYTES + (bytes[HEADER_BYTES - 1] ?? 0);
  const isOpus = [...HEAD].every((letter, index) => bytes[start + index] === letter.charCodeAt(0));
  const last = lastPageAt(bytes);
  if (!isOpus || last < 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const skipped = start + 12 <= bytes.length ? view.getUint16(start + 10, true) : 0;
  const samples = Number(view.getBigUint64(last + 6, true)) - skipped;
  // A position of -1 says that no packet ends on the page.
  return samples > 0 && samples < Number.MAX_SAFE_INTEGER ? samples / SAMPLES_PER_SECOND : 0;
}
