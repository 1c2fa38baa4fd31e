/**
 * When WhatsApp reads `*`, `_`, `~` and the back-tick as markup. Not documented; observed:
 * an opening marker stands at the start or after a space or punctuation, before a non-space; a closing marker
 * the other way round, on the same line. Beside letters and digits it is literal (`2*3*4`, `snake_case`).
 */
export type Marker = "*" | "_" | "~" | "`";

/**
 * U+2060 WORD JOINER: before a marker it is neither start, space nor punctuation, so the marker cannot open.
 * Not U+200B: Apple's whitespace set contains that one.
 */
export const GUARD = "\u2060";

export const isMarker = (character: string | undefined): character is Marker =>
  character === "*" || character === "_" || character === "~" || character === "`";

const isSpace = (character: string | undefined) => character !== undefined && /\s/.test(character);

/** A code point; `undefined` at the start. */
export function characterBefore(text: string, index: number): string | undefined {
  const unit = text.charCodeAt(index - 1);
  const isSurrogatePair = unit >= 0xdc00 && unit <= 0xdfff && index > 1;
  return index <= 0 ? undefined : text.slice(index - (isSurrogatePair ? 2 : 1), index);
}

/** A code point; `undefined` at the end. */
export function characterAt(text: string, index: number): string | undefined {
  const code = text.codePointAt(index);
  return code === undefined ? undefined : String.fromCodePoint(code);
}

const WORD = /[\p{L}\p{N}\p{M}\u2060]/u;
const PUNCTUATION = /[\p{P}]/u;

/** May format beside it: decides what is guarded. The same marker is no boundary: `2**3**4` is literal. */
const isPossibleBoundary = (character: string | undefined, marker: string | undefined) =>
  character === undefined || (character !== marker && !WORD.test(character));

/**
 * Surely formats beside it: decides where we write markers. No emoji and symbols: clients differ, and a
 * missing bold is better than visible asterisks. No literal marker: it may get a guard.
 */
export const isSafeBoundary = (character: string | undefined) =>
  character === undefined || isSpace(character) || (PUNCTUATION.test(character) && !isMarker(character));

export function canOpen(text: string, index: number): boolean {
  const next = characterAt(text, index + 1);
  return (
    next !== undefined && !isSpace(next) && isPossibleBoundary(characterBefore(text, index), text[index])
  );
}

export function canClose(text: string, index: number): boolean {
  const previous = characterBefore(text, index);
  return (
    previous !== undefined &&
    !isSpace(previous) &&
    isPossibleBoundary(characterAt(text, index + 1), text[index])
  );
}
