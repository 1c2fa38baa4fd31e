/** Where a client stands: what has changed up to `at`, and what of the last moments it knows already. */
export type ChangeCursor = {
  at: number;
  /** Hashes of reported changes that the next call reads again. */
  reported: readonly number[];
  /** An earlier time for those who wait: there was too much for one call. */
  waitingAt?: number;
  /** The conversation that was looked at, and its print, as hashes. */
  looked?: { conversation: number; print: number };
};

const FORMAT = 1;
/** What stands before the hashes. */
const LOOKED = 1;
const WAITING = 2;
const HIGH = 2 ** 32;
const HEAD_BYTES = 8;
const HASH_BYTES = 4;
/** A cursor is part of a URL. More changes within a few seconds are reported twice. */
const MAX_REPORTED = 300;

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** At most 1,700 characters, safe in a URL. */
export function writeChangeCursor({ at, waitingAt, reported, looked }: ChangeCursor): string {
  const hashes = [
    ...(looked ? [looked.conversation, looked.print] : []),
    ...(waitingAt === undefined ? [] : [Math.floor(waitingAt / HIGH), waitingAt % HIGH]),
    ...reported.slice(-MAX_REPORTED),
  ];
  const bytes = Buffer.alloc(HEAD_BYTES + hashes.length * HASH_BYTES);
  bytes.writeUInt8(FORMAT, 0);
  bytes.writeUInt8((looked ? LOOKED : 0) + (waitingAt === undefined ? 0 : WAITING), 1);
  bytes.writeUIntBE(at, 2, 6);
  for (const [index, hash] of hashes.entries()) bytes.writeUInt32BE(hash, HEAD_BYTES + index * HASH_BYTES);
  return bytes.toString("base64url");
}

/** `undefined` for a cursor that `writeChangeCursor` did not write. */
export function readChangeCursor(cursor: string): ChangeCursor | undefined {
  const bytes = Buffer.from(cursor, "base64url");
  const isWhole = bytes.length >= HEAD_BYTES && (bytes.length - HEAD_BYTES) % HASH_BYTES === 0;
  if (!isWhole || bytes.toString("base64url") !== cursor || bytes[0] !== FORMAT) return undefined;
  const hashes = Array.from({ length: (bytes.length - HEAD_BYTES) / HASH_BYTES }, (_, index) =>
    bytes.readUInt32BE(HEAD_BYTES + index * HASH_BYTES),
  );
  const at = bytes.readUIntBE(2, 6);
  const flags = bytes[1] ?? 0;
  if (flags > LOOKED + WAITING) return undefined;
  const pair = () => hashes.splice(0, 2);
  const [conversation, print] = flags & LOOKED ? pair() : [];
  const [high, low] = flags & WAITING ? pair() : [];
  if ((flags & LOOKED && print === undefined) || (flags & WAITING && low === undefined)) return undefined;
  return {
    at,
    reported: hashes,
    ...(conversation !== undefined && print !== undefined && { looked: { conversation, print } }),
    ...(high !== undefined && low !== undefined && { waitingAt: high * HIGH + low }),
  };
}
