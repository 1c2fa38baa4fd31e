import { randomUUID } from "node:crypto";

export type Multipart = { body: Uint8Array<ArrayBuffer>; contentType: string };

type FilePart = { name: string; type: string; bytes: Uint8Array };

/**
 * One file and some fields, as bytes. Not FormData: the copies that it makes of a file stay in memory for long,
 * because the garbage collector does not see how large they are.
 */
export function multipart(fields: Readonly<Record<string, string>>, file: FilePart): Multipart {
  const boundary = randomUUID();
  const part = (disposition: string, more = "") =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}${more}\r\n\r\n`;
  const head = Object.entries(fields)
    .map(([name, value]) => `${part(`name="${name}"`)}${value}\r\n`)
    .join("");
  const opening = part(`name="file"; filename="${file.name}"`, `\r\ncontent-type: ${file.type}`);
  const pieces = [Buffer.from(head + opening), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)];
  const body = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}
