import { crc32, deflateSync } from "node:zlib";

const SAMPLES_PER_PACKET = 960;
/** 20 ms of silence. */
const SILENCE = [0xf8, 0xff, 0xfe];
const PACKETS = 60;

const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** https://www.rfc-editor.org/rfc/rfc3533#section-6 */
function oggPage(type: number, position: number, sequence: number, packets: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(27 + packets.length);
  head.write("OggS", "latin1");
  head.writeUInt8(type, 5);
  head.writeBigInt64LE(BigInt(position), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(sequence, 18);
  head.writeUInt8(packets.length, 26);
  for (const [at, { length }] of packets.entries()) head.writeUInt8(length, 27 + at);
  const page = Buffer.concat([head, ...packets]);
  let crc = 0;
  for (const byte of page) crc = ((crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  page.writeUInt32LE(crc, 22);
  return page;
}

/** A voice note of 1.2 seconds in which nobody speaks. */
export function silentVoiceNote(): Uint8Array {
  const head = Buffer.from("OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0", "latin1");
  const tags = Buffer.from("OpusTags\x06\0\0\0doctor\0\0\0\0", "latin1");
  const packets = Array.from({ length: PACKETS }, () => Buffer.from(SILENCE));
  return new Uint8Array(
    Buffer.concat([
      oggPage(2, 0, 0, [head]),
      oggPage(0, 0, 1, [tags]),
      oggPage(4, PACKETS * SAMPLES_PER_PACKET, 2, packets),
    ]),
  );
}

function pngChunk(type: string, payload: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), payload]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(payload.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

const SIDE = 64;

/** A grey square. */
export function greySquare(): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.writeUInt8(8, 8);
  const rows = Buffer.concat(Array.from({ length: SIDE }, () => Buffer.from([0, ...Array(SIDE).fill(128)])));
  return new Uint8Array(
    Buffer.concat([
      Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
      pngChunk("IHDR", head),
      pngChunk("IDAT", deflateSync(rows)),
      pngChunk("IEND", Buffer.alloc(0)),
    ]),
  );
}
