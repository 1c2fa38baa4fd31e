import type { FileKind, SentFile } from "../../local/sent-file.ts";
import { aDocx, aJpeg, anOggVoice, anXlsx, aPdf, aPng } from "./media-fixtures.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");
const utf8 = (text: string) => Buffer.from(text);
const inMp4 = (brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), latin1(`ftyp${brand}\0\0\0\0${brand}mif1`), Buffer.alloc(40)]);

/** A picture of 8 by 8 pixels, with its words in a comment. */
function aGif(words: string): Buffer {
  const note = utf8(`WORDS=${words}\n`);
  return Buffer.concat([
    latin1("GIF89a\x08\0\x08\0\0\0\0"),
    Buffer.from([0x21, 0xfe, note.length]),
    note,
    Buffer.from([0, 0x3b]),
  ]);
}

function aWebp(words: string): Buffer {
  const note = utf8(`WORDS=${words}\n`.padEnd(words.length + 8 + (words.length % 2), "\n"));
  const size = (length: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(length);
    return bytes;
  };
  const body = Buffer.concat([
    latin1("WEBPVP8X"),
    size(10),
    Buffer.from([0, 0, 0, 0, 7, 0, 0, 7, 0, 0]),
    latin1("EXIF"),
    size(note.length),
    note,
  ]);
  return Buffer.concat([latin1("RIFF"), size(body.length), body]);
}

const anMp3 = () => Buffer.concat([latin1("ID3\x04\0\0\0\0\0\0"), Buffer.alloc(200)]);
const anOldDoc = () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]);
const aZip = () => Buffer.concat([latin1("PK\x05\x06"), Buffer.alloc(18)]);
const aProgram = () => Buffer.concat([latin1("MZ\x90\0\x03\0\0\0\x04\0"), Buffer.alloc(100)]);

const OFFICE = "application/vnd.openxmlformats-officedocument";
const BINARY = "application/octet-stream";

export type SmallFile = { what: string; file: SentFile; reads: string };

const small =
  (reads: string) =>
  (what: string, kind: FileKind, bytes: Uint8Array, type: string, name?: string): SmallFile => ({
    what,
    file: { kind, bytes: Buffer.from(bytes), type, ...(name !== undefined && { name }) },
    reads,
  });

const heard = small('heard: "two lamps"');
const unheard = small("cannot be heard here");
const seen = small('the photo shows: "a lamp"');
const unseen = small("cannot be seen here");
const read = small('the document says: "lamp;2"');
const unread = small("cannot be opened here");

/** What customers send, and what an agent with Amazon's engine reads of it. */
export const SMALL_FILES: readonly SmallFile[] = [
  heard("a voice note", "voice", anOggVoice({ words: "two lamps", seconds: 1 }), "audio/ogg; codecs=opus"),
  heard("an Ogg audio file", "audio", anOggVoice({ words: "two lamps", seconds: 1 }), "audio/ogg"),
  unheard("a silent voice note", "voice", anOggVoice({ words: "silence", seconds: 1 }), "audio/ogg"),
  unheard("an MP3", "audio", anMp3(), "audio/mpeg"),
  unheard("an MP3 that calls itself a voice note", "voice", anMp3(), "audio/ogg; codecs=opus"),
  unheard("an AMR recording", "audio", latin1("#!AMR\n\x0c\0\0\0\0"), "audio/amr"),
  unheard("an M4A", "audio", inMp4("M4A "), "audio/mp4"),
  unheard("an empty voice note", "voice", Buffer.alloc(0), "audio/ogg"),
  seen("a JPEG", "photo", aJpeg({ words: "a lamp" }), "image/jpeg"),
  seen("a PNG", "photo", Buffer.concat([aPng(), utf8("WORDS=a lamp\n")]), "image/png"),
  seen("a GIF", "photo", aGif("a lamp"), "image/gif"),
  seen("a WebP", "photo", aWebp("a lamp"), "image/webp"),
  unseen("a HEIC", "photo", inMp4("heic"), "image/heic"),
  unseen("a page that calls itself a photo", "photo", utf8("<html>hi"), "image/jpeg"),
  unseen("a bomb of pixels", "photo", aPng({ width: 60_000, height: 60_000, pixels: false }), "image/png"),
  unseen("a video", "video", inMp4("isom"), "video/mp4"),
  unseen("a sticker", "sticker", aWebp("a lamp"), "image/webp"),
  read("a PDF", "document", aPdf({ words: "lamp;2" }), "application/pdf", "order.pdf"),
  read("a DOCX", "document", aDocx("lamp;2"), `${OFFICE}.wordprocessingml.document`, "order.docx"),
  read("an XLSX", "document", anXlsx("lamp;2"), `${OFFICE}.spreadsheetml.sheet`, "order.xlsx"),
  read("a CSV", "document", utf8("lamp;2\n"), "text/csv", "order.csv"),
  read("a text", "document", utf8("lamp;2"), "text/plain", "order.txt"),
  read("a Markdown file", "document", utf8("\n\nlamp;2\n"), "text/markdown", "order.md"),
  read("a text in UTF-16", "document", Buffer.from("\ufefflamp;2", "utf16le"), "text/plain", "order.txt"),
  read("a PDF under another name", "document", aPdf({ words: "lamp;2" }), BINARY, "order.exe"),
  small('the document says: "a lamp"')(
    "a photo as a document",
    "document",
    aJpeg({ words: "a lamp" }),
    BINARY,
    "photo.jpg",
  ),
  unread("a ZIP", "document", aZip(), "application/zip", "order.zip"),
  unread("a program under another name", "document", aProgram(), "application/pdf", "invoice.pdf"),
  unread("an SVG", "document", utf8("<svg onload='x()'><script>1</script></svg>"), BINARY, "logo.svg"),
  unread("a page", "document", utf8("<!doctype html><script>1</script>"), "text/html", "page.html"),
  unread("an old Word file", "document", anOldDoc(), "application/msword", "order.doc"),
  unread("an empty document", "document", Buffer.alloc(0), "application/pdf", "empty.pdf"),
];
