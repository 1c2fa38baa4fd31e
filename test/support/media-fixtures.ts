import { crc32, deflateSync } from "node:zlib";

const SAMPLES = 48_000;

/** Without the page's checksum: nobody here decodes. */
function oggPage(position: number, type: number, sequence: number, payload: Uint8Array): Uint8Array {
  const laces = [...Array(Math.floor(payload.length / 255)).fill(255), payload.length % 255];
  const header = Buffer.alloc(27 + laces.length);
  header.write("OggS", 0, "latin1");
  header.writeUInt8(type, 5);
  header.writeBigInt64LE(BigInt(position), 6);
  header.writeUInt32LE(1, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(laces.length, 26);
  Buffer.from(laces).copy(header, 27);
  return Buffer.concat([header, payload]);
}

function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write("OpusHead", 0, "latin1");
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(312, 10);
  head.writeUInt32LE(16_000, 12);
  return head;
}

const comment = (text: string) => {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Ogg Opus as WhatsApp's voice notes. The stand-ins hear `words`. */
export function anOggVoice({ words = "two lamps, please", seconds = 2, bytes = 0 } = {}): Uint8Array {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(1);
  const tags = Buffer.concat([Buffer.from("OpusTags"), comment("test"), count, comment(`WORDS=${words}\n`)]);
  const pages = Array.from({ length: Math.max(1, Math.ceil(seconds)) }, (_, at) =>
    oggPage(
      Math.min(at + 1, seconds) * SAMPLES + 312,
      at + 1 >= seconds ? 4 : 0,
      at + 2,
      Buffer.alloc(200, 0xf8),
    ),
  );
  return new Uint8Array(
    Buffer.concat([oggPage(0, 2, 0, opusHead()), oggPage(0, 0, 1, tags), Buffer.alloc(bytes), ...pages]),
  );
}

/** Headers only: enough for everything but a viewer. */
export function aJpeg({ words = "a red lamp", width = 640, height = 480, bytes = 0 } = {}): Uint8Array {
  const note = Buffer.from(`WORDS=${words}\n`);
  const segment = (marker: number, payload: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(payload.length + 2, 2);
    return Buffer.concat([head, payload]);
  };
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")),
      segment(0xfe, note),
      segment(0xc0, frame),
      segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
      Buffer.alloc(bytes),
      Buffer.from([0xff, 0xd9]),
    ]),
  );
}

/** A real picture of one colour: a huge one is small. */
export function aPng({ width = 10, height = 10, pixels = true } = {}): Uint8Array {
  const chunk = (type: string, payload: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), payload]);
    const edges = Buffer.alloc(8);
    edges.writeUInt32BE(payload.length, 0);
    edges.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([edges.subarray(0, 4), body, edges.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.writeUInt8(1, 8);
  const rows = pixels ? deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height)) : Buffer.alloc(0);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return new Uint8Array(
    Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]),
  );
}

export const aPdf = ({ words = "Invoice 4711, 99.00 EUR", bytes = 0 } = {}): Uint8Array =>
  new Uint8Array(
    Buffer.concat([
      Buffer.from(`%PDF-1.4\n%WORDS=${words}\n`),
      Buffer.alloc(bytes, 0x20),
      Buffer.from("\n%%EOF\n"),
    ]),
  );

/** A zip without compression. */
function zip(files: Readonly<Record<string, string>>): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, body] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, path, body]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), common, rest, path]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, directory, end]));
}

const OFFICE = "application/vnd.openxmlformats-officedocument";
const contentTypes = (part: string, type: string) =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="${OFFICE}.${type}.main+xml"/></Types>`;

export const aDocx = (words = "Dear team") =>
  zip({
    "[Content_Types].xml": contentTypes("word/document.xml", "wordprocessingml.document"),
    "word/document.xml": `<w>\nWORDS=${words}\n</w>`,
  });

export const anXlsx = (words = "lamp | 2") =>
  zip({
    "[Content_Types].xml": contentTypes("xl/workbook.xml", "spreadsheetml.sheet"),
    "xl/workbook.xml": `<x>\nWORDS=${words}\n</x>`,
  });
