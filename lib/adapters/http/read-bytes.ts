/**
 * Reads no more than it may, counted after unpacking. `undefined`: there is more.
 * `expected` saves memory where the length is known.
 */
export async function readBytes(
  response: Response,
  maxBytes: number,
  expected: number | undefined,
): Promise<Uint8Array | undefined> {
  if (expected !== undefined && expected > maxBytes) {
    await response.body?.cancel();
    return undefined;
  }
  let room = Buffer.allocUnsafe(expected ?? FIRST_BYTES);
  let size = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of response.body ?? []) {
    const grown = size + chunk.byteLength;
    if (grown > maxBytes) return undefined;
    if (grown > room.byteLength) {
      const larger = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(grown, 2 * room.byteLength)));
      room.copy(larger, 0, 0, size);
      room = larger;
    }
    room.set(chunk, size);
    size = grown;
  }
  return room.subarray(0, size);
}

const FIRST_BYTES = 64 * 1024;
