import type { Delete, Emphasis, Strong } from "mdast";
import { characterAt, characterBefore } from "./flanking.ts";
import { UNSPACED } from "./unspaced.ts";

const DIGIT = /\p{N}/u;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * Markdown takes `2*3*4` and `a*b*c` for emphasis; people mean the asterisks. The markers to write literally then, else `undefined`.
 * `**` between letters stays emphasis (`un**believ**able`), between digits it does not.
 */
export function inWord(node: Emphasis | Strong | Delete, markdown: string): string | undefined {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start === undefined || end === undefined || markdown[start] !== "*") return undefined;
  const before = characterBefore(markdown, start) ?? "";
  const after = characterAt(markdown, end) ?? "";
  if (node.type === "strong") return DIGIT.test(before) && DIGIT.test(after) ? "**" : undefined;
  const word = LETTER.test(before) && LETTER.test(after) && !UNSPACED.test(before + after);
  return word || (DIGIT.test(before) && after !== "*") ? "*" : undefined;
}
