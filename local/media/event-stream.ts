import { crc32 } from "node:zlib";

export type EventMessage = { headers: Record<string, string>; payload: Buffer };

/** Lengths and their checksum. */
const PRELUDE = 12;
const CRC = 4;
const STRING = 7;

/** Bytes of a value by its type; strings and bytes have their length in front. */
const SIZES: Readonly<Record<number, number>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16 };

function readHeaders(bytes: Buffer): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    const name = bytes.toString("utf8", at + 1, nameEnd);
    const type = bytes.readUInt8(nameEnd);
    const fixed = SIZES[type];
    const start = nameEnd + (fixed === undefined ? 3 : 1);
    const end = start + (fixed ?? bytes.readUInt16BE(nameEnd + 1));
    if (type === STRING) headers[name] = bytes.toString("utf8", start, end);
    at = end;
  }
  return headers;
}

/**
 * The whole messages at the beginning, and what is left of them. Throws for a wrong checksum.
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export function readMessages(bytes: Buffer): { messages: EventMessage[]; rest: Buffer } {
  const messages: EventMessage[] = [];
  let rest = bytes;
  while (rest.length >= PRELUDE && rest.length >= rest.readUInt32BE(0)) {
    const message = rest.subarray(0, rest.readUInt32BE(0));
    rest = rest.subarray(message.length);
    const end = message.length - CRC;
    if (
      crc32(message.subarray(0, 8)) !== message.readUInt32BE(8) ||
      crc32(message.subarray(0, end)) !== message.readUInt32BE(end)
    )
      throw new Error("a message of the event stream has a wrong checksum");
    const payloadAt = PRELUDE + message.readUInt32BE(4);
    messages.push({
      headers: readHeaders(message.subarray(PRELUDE, payloadAt)),
      payload: message.subarray(payloadAt, end),
    });
  }
  return { messages, rest };
}

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function header([name, value]: [string, string]): Buffer {
  const length = Buffer.alloc(3);
  length.writeUInt8(STRING);
  length.writeUInt16BE(Buffer.byteLength(value), 1);
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    length,
    Buffer.from(value),
  ]);
}

export function writeMessage({ headers, payload }: EventMessage): Buffer {
  const packed = Buffer.concat(Object.entries(headers).map(header));
  const lengths = Buffer.concat([
    uint32(PRELUDE + packed.length + payload.length + CRC),
    uint32(packed.length),
  ]);
  const body = Buffer.concat([lengths, uint32(crc32(lengths)), packed, payload]);
  return Buffer.concat([body, uint32(crc32(body))]);
}
