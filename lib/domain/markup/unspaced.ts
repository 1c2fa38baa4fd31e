import { characterAt, characterBefore } from "./flanking.ts";

/** Scripts without spaces, and Hangul with its particles: Markdown's flanking rules do not fit them. */
export const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc]/u;

/** Disused punctuation (Sinhala) that stands for the missing space while Markdown is parsed. */
const HELPER = "\u0df4";
const BOLD = /(?<![\\*])(\*{2,3})(?!\*)/;

/**
 * Markdown misreads `这是**“重点”**的`: a marker between a letter and punctuation opens and closes the wrong way
 * round; so `**Note:**text` and `see**[this](…)**`. `**Note: **text` is not bold at all.
 * On lines with paired `**`, inserts a helper where a letter touches a pair, and moves spaces out of it.
 * Undone by `withoutHelpers`.
 */
export function withHelpers(markdown: string): string {
  if (!/\*\*|[*_~]\[/.test(markdown) || markdown.includes(HELPER)) return markdown;
  let isFenced = false;
  return markdown
    .split("\n")
    .map((line) => {
      if (/^\s*(?:```|~~~)/.test(line)) isFenced = !isFenced;
      return isFenced ? line : addHelpers(line);
    })
    .join("\n");
}

export const withoutHelpers = (text: string) => text.replaceAll(HELPER, "");

/** Beside a letter no phone can show a link in italics or struck through. */
const STYLED_LINK = /(?<![\\*_~])(\*|__?|~~)(\[[^\]\n]*\]\([^()\s]*\))\1(?![*_~])/g;

function addHelpers(written: string): string {
  if (written.split("`").some((piece, index) => index % 2 === 1 && /[*_~]/.test(piece))) return written;
  const line = written.replace(STYLED_LINK, (whole: string, _, link: string, at: number) => {
    const previous = characterBefore(written, at) ?? "";
    const isFree = !LETTER.test(previous) && !LETTER.test(characterAt(written, at + whole.length) ?? "");
    if (isFree) return whole;
    return LETTER.test(previous) && !UNSPACED.test(previous) ? ` ${link}` : link;
  });
  const pieces = line.split(BOLD);
  if (pieces.length % 4 !== 1) return line;
  for (let at = 0; at + 4 < pieces.length; at += 4) {
    const pair = addPairHelpers(pieces.slice(at, at + 5));
    if (!pair) return line;
    pieces.splice(at, 5, ...pair);
  }
  return pieces.join("");
}

/** Markdown's parser reads surrogate halves of emoji as letters. */
const LETTER = /[\p{L}\p{N}\p{M}]|[\u{10000}-\u{10ffff}]/u;
const DIGIT = /\p{N}/u;

function addPairHelpers([before = "", open = "", inner = "", close = "", after = ""]: readonly string[]):
  | string[]
  | undefined {
  const text = inner.trim();
  const [leadingSpaces, trailingSpaces] = [
    inner.length - inner.trimStart().length,
    inner.length - inner.trimEnd().length,
  ];
  if (open !== close || text === "" || (leadingSpaces > 0 && trailingSpaces > 0)) return undefined;
  const [previous, next] = [characterBefore(before, before.length) ?? "", characterAt(after, 0) ?? ""];
  const hasSpaces = leadingSpaces + trailingSpaces > 0;
  const isSum = DIGIT.test(text.slice(0, 1)) && DIGIT.test(next);
  if (hasSpaces && (LETTER.test(previous) || isSum || (leadingSpaces > 0 && LETTER.test(next))))
    return undefined;
  const [opens, closes] = [
    neighbourKind(previous, /^[\p{P}\p{S}]/u.test(text)),
    neighbourKind(next, /[\p{P}\p{S}]$/u.test(text)),
  ];
  const first = leadingSpaces > 0 || (opens === "letter" && text.startsWith("[")) ? " " : HELPERS[opens];
  const last =
    (trailingSpaces > 0 && next.trim() !== "") ||
    (closes === "letter" && SENTENCE_OR_LINK.test(text)) ||
    (closes === "unspaced" && ADDRESS.test(text))
      ? " "
      : HELPERS[closes];
  return [
    before + (opens === "letter" && DIGIT.test(previous) ? "" : first),
    open,
    text,
    close,
    last + after,
  ];
}

/** A space is missing after these anyway: `**Note:**text` */
const SENTENCE_OR_LINK = /[:;,.!?]$|\]\([^()]*\)$/;
/** A URL would include the next word. */
const ADDRESS = /(?:https?:\/\/|www\.)[^\s()]*$/i;
const HELPERS = { free: "", letter: HELPER, unspaced: HELPER };

/** A letter matters only beside punctuation within the pair. */
const neighbourKind = (character: string, besidePunctuation: boolean): keyof typeof HELPERS =>
  UNSPACED.test(character) ? "unspaced" : besidePunctuation && LETTER.test(character) ? "letter" : "free";
