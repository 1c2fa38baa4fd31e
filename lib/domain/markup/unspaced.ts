import { characterAt, characterBefore } from "./flanking.ts";

/** Scripts written without spaces, and Hangul, whose particles follow a word without one: Markdown's flanking rules do not fit them. */
export const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc]/u;

/** A rare punctuation mark (Sinhala, out of use since centuries) that stands in for the missing space while Markdown is parsed. */
const HELPER = "\u0df4";
const BOLD = /(?<![\\*])(\*{2,3})(?!\*)/;

/**
 * Markdown misreads `这是**“重点”**的`: a marker between a letter and punctuation opens and closes the wrong way round.
 * The same befalls `**Note:**text` and `see**[this](…)**`. It does not take `**Note: **text` for bold at all.
 * On lines whose `**` come in pairs, a helper is set where a letter touches such a pair, and spaces move out of it. Undo with `withoutHelpers`.
 */
export function withHelpers(markdown: string): string {
  if (!/\*\*|[*_~]\[/.test(markdown) || markdown.includes(HELPER)) return markdown;
  let fenced = false;
  return markdown
    .split("\n")
    .map((line) => {
      if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
      return fenced ? line : helped(line);
    })
    .join("\n");
}

export const withoutHelpers = (text: string) => text.replaceAll(HELPER, "");

/** A link in italics or struck through: beside a letter no phone could show it. */
const STYLED_LINK = /(?<![\\*_~])(\*|__?|~~)(\[[^\]\n]*\]\([^()\s]*\))\1(?![*_~])/g;

function helped(written: string): string {
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
    const pair = helpedPair(pieces.slice(at, at + 5));
    if (!pair) return line;
    pieces.splice(at, 5, ...pair);
  }
  return pieces.join("");
}

/** Markdown's parser reads halves of emoji and takes them for letters. */
const LETTER = /[\p{L}\p{N}\p{M}]|[\u{10000}-\u{10ffff}]/u;
const DIGIT = /\p{N}/u;

/** What stands before a pair, its markers and what is between them, and what follows. `undefined` when they are no pair. */
function helpedPair([before = "", open = "", inner = "", close = "", after = ""]: readonly string[]): string[] | undefined {
  const text = inner.trim();
  const [lead, trail] = [inner.length - inner.trimStart().length, inner.length - inner.trimEnd().length];
  if (open !== close || text === "" || (lead > 0 && trail > 0)) return undefined;
  const [previous, next] = [characterBefore(before, before.length) ?? "", characterAt(after, 0) ?? ""];
  const spaced = lead + trail > 0;
  const isSum = DIGIT.test(text.slice(0, 1)) && DIGIT.test(next);
  if (spaced && (LETTER.test(previous) || isSum || (lead > 0 && LETTER.test(next)))) return undefined;
  const [opens, closes] = [touch(previous, /^[\p{P}\p{S}]/u.test(text)), touch(next, /[\p{P}\p{S}]$/u.test(text))];
  const first = lead > 0 || (opens === "letter" && text.startsWith("[")) ? " " : HELPERS[opens];
  const last =
    (trail > 0 && next.trim() !== "") ||
    (closes === "letter" && SENTENCE_OR_LINK.test(text)) ||
    (closes === "unspaced" && ADDRESS.test(text))
      ? " "
      : HELPERS[closes];
  return [before + (opens === "letter" && DIGIT.test(previous) ? "" : first), open, text, close, last + after];
}

/** After these a space is missing, not only for Markdown: `**Note:**text` */
const SENTENCE_OR_LINK = /[:;,.!?]$|\]\([^()]*\)$/;
/** It would swallow the next word. */
const ADDRESS = /(?:https?:\/\/|www\.)[^\s()]*$/i;
const HELPERS = { free: "", letter: HELPER, unspaced: HELPER };

/** What touches a pair from outside. A letter does so only beside punctuation within. */
const touch = (character: string, besidePunctuation: boolean): keyof typeof HELPERS =>
  UNSPACED.test(character) ? "unspaced" : besidePunctuation && LETTER.test(character) ? "letter" : "free";
