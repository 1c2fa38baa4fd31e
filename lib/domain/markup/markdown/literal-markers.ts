import type { Delete, Emphasis, Strong } from "mdast";
import { characterAt, characterBefore } from "../flanking.ts";
import { UNSPACED } from "../unspaced.ts";
import type { Range } from "../urls.ts";

const DIGIT = /\p{N}/u;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * Markdown reads `2*3*4`, `a*b*c` and `https://host/_x_` as emphasis; people mean the signs. Returns such
 * markers, else `undefined`. `**` stays emphasis between letters (`un**believ**able`), not between digits.
 */
export function literalMarkers(
  node: Emphasis | Strong | Delete,
  markdown: string,
  urls: readonly Range[],
  inBold: boolean,
): string | undefined {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start === undefined || end === undefined) return undefined;
  const markers =
    node.type === "emphasis" ? markdown.slice(start, start + 1) : markdown.slice(start, start + 2);
  if (urls.some((url) => isPartOfUrl(url, { start, end }, markers, markdown))) return markers;
  // `__init__.py`
  if (markers.startsWith("_") && /^\.\p{L}/u.test(markdown.slice(end, end + 3))) return markers;
  if (!markers.startsWith("*")) return undefined;
  const before = characterBefore(markdown, start) ?? "";
  const after = characterAt(markdown, end) ?? "";
  if (node.type === "strong") return DIGIT.test(before) && DIGIT.test(after) ? markers : undefined;
  // `foo***bar***baz` and `**foo*bar*baz**` are not multiplications.
  if (markdown[start + 1] === "*" || (inBold && isBetweenLetters(markdown, start, end)))
    return DIGIT.test(before) ? markers : undefined;
  const isInWord = LETTER.test(before) && LETTER.test(after) && !UNSPACED.test(before + after);
  return isInWord || (DIGIT.test(before) && after !== "*") ? markers : undefined;
}

const isBetweenLetters = (markdown: string, start: number, end: number) =>
  /\p{L}{2}$/u.test(markdown.slice(0, start).slice(-4)) && /^\p{L}{2}/u.test(markdown.slice(end, end + 4));

const AFTER_URL = new RegExp(`^[\\p{P}~]*(?:$|${UNSPACED.source})`, "u");

/**
 * A closing marker is not part of it when only markers or a script without spaces follow:
 * `**See https://a.example**.`
 */
function isPartOfUrl(url: Range, { start, end }: Range, markers: string, markdown: string): boolean {
  if (url.start < start) return start < url.end;
  return url.start < end && end < url.end && !AFTER_URL.test(markdown.slice(end - markers.length, url.end));
}
