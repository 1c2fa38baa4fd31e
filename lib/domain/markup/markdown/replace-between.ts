/** `unclosed` replaces the rest after an opening without an end, which stays otherwise. Linear in time. */
export function replaceBetween(
  text: string,
  open: string,
  close: string,
  replace: (inner: string) => string,
  unclosed?: string,
): string {
  const [first = "", ...pieces] = text.split(open);
  const replaced = pieces.map((piece) => {
    const end = piece.indexOf(close);
    return end < 0
      ? (unclosed ?? open + piece)
      : replace(piece.slice(0, end)) + piece.slice(end + close.length);
  });
  return first + replaced.join("");
}
