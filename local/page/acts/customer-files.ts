import { readFileSync } from "node:fs";
import type { FileKind, SentFile } from "../../sent-file.ts";
import type { Media, ShippedFile } from "../protocol/protocol-acts.ts";

/** All made for this project. */
const SHIPPED: Readonly<Record<ShippedFile, Omit<SentFile, "bytes"> & { name: string }>> = {
  photo: { kind: "photo", type: "image/jpeg", name: "photo.jpg" },
  voice: { kind: "voice", type: "audio/ogg; codecs=opus", name: "voice-note.ogg" },
  document: { kind: "document", type: "application/pdf", name: "price-list.pdf" },
  spreadsheet: { kind: "document", type: "text/csv", name: "order.csv" },
};

export const isShipped = (what: Media): what is ShippedFile => what in SHIPPED;

export const shippedFile = (what: ShippedFile): SentFile => ({
  ...SHIPPED[what],
  bytes: readFileSync(new URL(`../../files/${SHIPPED[what].name}`, import.meta.url)),
});

const KINDS: readonly (readonly [RegExp, FileKind])[] = [
  [/^image\/(?:jpeg|png)$/, "photo"],
  [/^video\/(?:mp4|3gpp)$/, "video"],
  [/^audio\/(?:aac|amr|mp4|mpeg|ogg)(?:;|$)/, "audio"],
];

/** As WhatsApp does: what it cannot show or play is a document. */
export function fileOf(bytes: Buffer, about: { name: string; type: string; recorded?: "1" }): SentFile {
  const { name, type } = about;
  const kind = about.recorded ? "voice" : (KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? "document");
  return { kind, bytes, type, name };
}
