import type { Delete, Emphasis, Strong } from "mdast";
import { characterAt, characterBefore } from "./flanking.ts";
import { UNSPACED } from "./unspaced.ts";
import type { Range } from "./urls.ts";

const DIGIT = /\p{N}/u;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * Markdown takes `2*3*4`, `a*b*c` and `https://host/_x_` for emphasis; people mean the signs. The markers to write literally then, else `undefined`.
 * `**` between letters stays emphasis (`un**believ**able`), between digits it does not.
 */
export function inWord(node: Emphasis | Strong | Delete, markdown: string, urls: readonly Range[]): string | undefined {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start === undefined || end === undefined) return undefined;
  const markers = node.type === "emphasis" ? markdown.slice(start, start + 1) : markdown.slice(start, start + 2);
  if (urls.some((url) => (url.start < start && start < url.end) || (url.start < end && end < url.end))) return markers;
  if (!markers.startsWith("*")) return undefined;
  const before = characterBefore(markdown, start) ?? "";
  const after = characterAt(markdown, end) ?? "";
  if (node.type === "strong") return DIGIT.test(before) && DIGIT.test(after) ? markers : undefined;
  const word = LETTER.test(before) && LETTER.test(after) && !UNSPACED.test(before + after);
  return word || (DIGIT.test(before) && after !== "*") ? markers : undefined;
}
