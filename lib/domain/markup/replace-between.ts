/**
 * Replaces each text between two delimiters, with the delimiters. A text without an end stays, unless
 * `unclosed` replaces the rest. Linear in time.
 */
export function replaceBetween(text: string, open: string, close: string, replace: (inner: string) => string, unclosed?: string): string {
  const [first = "", ...pieces] = text.split(open);
  const replaced = pieces.map((piece) => {
    const end = piece.indexOf(close);
    return end < 0 ? (unclosed ?? open + piece) : replace(piece.slice(0, end)) + piece.slice(end + close.length);
  });
  return first + replaced.join("");
}
