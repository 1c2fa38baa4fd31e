/** What is kept of each end of a text: answers often begin with the same courtesies, and end with what they ask. */
const END_LENGTH = 100;
/** Share of three-letter pieces that two texts have in common. Two questions made after one pattern are below it. */
const NEAR = 0.85;

/** A text without what changes from one telling to the next: case, punctuation, white space. Its two ends, where it is long. */
export function comparableText(text: string): string {
  const bare = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
  const outline = bare || text.trim();
  return (outline.length > 2 * END_LENGTH ? `${outline.slice(0, END_LENGTH)}…${outline.slice(-END_LENGTH)}` : outline).toWellFormed();
}

function pieces(outline: string): Map<string, number> {
  const counted = new Map<string, number>();
  const padded = `  ${outline.replaceAll(/\p{N}+/gu, "0")}  `;
  for (let at = 0; at + 3 <= padded.length; at++) {
    const piece = padded.slice(at, at + 3);
    counted.set(piece, (counted.get(piece) ?? 0) + 1);
  }
  return counted;
}

const sizeOf = (counted: Map<string, number>) => [...counted.values()].reduce((sum, count) => sum + count, 0);

/** Compares two outlines. "near": other numbers, or a word or two. */
export function similarity(one: string | undefined, other: string | undefined): "same" | "near" | "different" {
  if (one === undefined || other === undefined) return "different";
  if (one === other) return "same";
  const [ours, theirs] = [pieces(one), pieces(other)];
  const common = [...ours].reduce((sum, [piece, count]) => sum + Math.min(count, theirs.get(piece) ?? 0), 0);
  return (2 * common) / (sizeOf(ours) + sizeOf(theirs)) >= NEAR ? "near" : "different";
}
