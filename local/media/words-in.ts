import { createHash } from "node:crypto";

/** What the stand-ins of engines hear, see and read in a file: `WORDS=…` in its comments, up to a line's end. */
const MARK = /WORDS=([^\0\r\n]+)/;

export function wordsIn(bytes: Uint8Array, what: string): string {
  const marked = MARK.exec(Buffer.from(bytes).toString("utf8"))?.[1];
  if (marked !== undefined) return marked.trim();
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 6);
  return `${what} of ${bytes.byteLength} bytes, ${hash}`;
}
