/**
 * Transcribe wants audio about as fast as it was spoken; AWS's own sample for WhatsApp sends it two to three times
 * as fast. Faster than four times is not tried.
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming.html#best-practices
 */
const USUAL_SPEED = 2;
const MAX_SPEED = 4;

/** From the last chunk to the last words, and for the connection. */
const REST_MS = 3_000;

const CHUNK_SECONDS = 0.2;

/** So that it ends in time. "too-long": not even at the highest speed. */
export function speedFor(seconds: number, timeMs: number): number | "too-long" {
  const left = (timeMs - REST_MS) / 1_000;
  const needed = left > 0 ? seconds / left : Number.POSITIVE_INFINITY;
  if (needed > MAX_SPEED) return "too-long";
  return Math.max(USUAL_SPEED, needed);
}

/** Equal parts of a fifth of a second. */
export async function* paced(
  bytes: Uint8Array,
  seconds: number,
  speed: number,
  pause: (ms: number) => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  const parts = Math.max(1, Math.ceil(seconds / CHUNK_SECONDS));
  // A broken length must not make a single huge part.
  const size = Math.min(16_384, Math.max(256, Math.ceil(bytes.byteLength / parts)));
  for (let at = 0; at < bytes.byteLength; at += size) {
    yield bytes.subarray(at, at + size);
    if (at + size < bytes.byteLength) await pause((CHUNK_SECONDS * 1_000) / speed);
  }
}
