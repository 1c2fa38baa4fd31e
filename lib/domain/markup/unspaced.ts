/** Scripts written without spaces, and Hangul, whose particles follow a word without one: Markdown's flanking rules do not fit them. */
export const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc]/u;

/** A rare punctuation mark (Sinhala, out of use since centuries) that stands in for the missing space while Markdown is parsed. */
const HELPER = "\u0df4";
const DOUBLE = /(?<![\\*])\*\*(?!\*)/g;

/**
 * Markdown misreads `这是**“重点”**的`: a marker between a letter and punctuation opens and closes the wrong way round.
 * The same befalls `**Note:**text`.
 * On lines whose `**` come in pairs, a helper is set where such a script touches a pair from outside, or a letter the end of one. Undo with `withoutHelpers`.
 */
export function withHelpers(markdown: string): string {
  if (!markdown.includes("**") || markdown.includes(HELPER)) return markdown;
  return markdown.split("\n").map(helped).join("\n");
}

export const withoutHelpers = (text: string) => text.replaceAll(HELPER, "");

const afterPunctuation = (pair = "", piece = "") => /\p{P}$/u.test(pair) && /^\p{L}/u.test(piece);

function helped(line: string): string {
  const pieces = line.split(DOUBLE);
  if (pieces.length < 3 || pieces.length % 2 === 0 || line.includes("`")) return line;
  const inside = pieces.filter((_, index) => index % 2 === 1);
  if (inside.some((piece) => piece === "" || piece.trim() !== piece)) return line;
  return pieces
    .map((piece, index) => {
      if (index % 2 === 1) return `**${piece}**`;
      const before = index > 0 && (UNSPACED.test(piece.slice(0, 1)) || afterPunctuation(pieces[index - 1], piece)) ? HELPER : "";
      const after = index < pieces.length - 1 && UNSPACED.test(piece.slice(-1)) ? HELPER : "";
      return before + piece + after;
    })
    .join("");
}
