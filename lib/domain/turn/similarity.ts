/** Compared at each end: answers share courtesies at the beginning and end with a question. */
const END_LENGTH = 100;
/** Share of common trigrams. Two questions of one pattern are below it. */
const MIN_NEAR_SHARE = 0.85;

/** Without case, punctuation and white space. Of a long text only the two ends. */
export function comparableText(text: string): string {
  const words = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
  const comparable = words || text.trim();
  return (
    comparable.length > 2 * END_LENGTH
      ? `${comparable.slice(0, END_LENGTH)}…${comparable.slice(-END_LENGTH)}`
      : comparable
  ).toWellFormed();
}

function trigrams(comparable: string): Map<string, number> {
  const counts = new Map<string, number>();
  const padded = `  ${comparable.replaceAll(/\p{N}+/gu, "0")}  `;
  for (let at = 0; at + 3 <= padded.length; at++) {
    const trigram = padded.slice(at, at + 3);
    counts.set(trigram, (counts.get(trigram) ?? 0) + 1);
  }
  return counts;
}

const sizeOf = (counts: Map<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** "near": other numbers, or a word or two. */
export function similarity(
  one: string | undefined,
  other: string | undefined,
): "same" | "near" | "different" {
  if (one === undefined || other === undefined) return "different";
  if (one === other) return "same";
  const [ours, theirs] = [trigrams(one), trigrams(other)];
  const common = [...ours].reduce(
    (sum, [trigram, count]) => sum + Math.min(count, theirs.get(trigram) ?? 0),
    0,
  );
  return (2 * common) / (sizeOf(ours) + sizeOf(theirs)) >= MIN_NEAR_SHARE ? "near" : "different";
}
