/** Of one attachment: some 2,000 words. */
export const MAX_UNDERSTOOD = 12_000;

/** At a word's end where there is one near, never inside a character. */
export function cutText(text: string, max = MAX_UNDERSTOOD): { text: string; cut?: true } {
  if (text.length <= max) return { text };
  const head = text.slice(0, max).replace(/[\uD800-\uDBFF]$/u, "");
  const space = head.search(/\s\S*$/u);
  return { text: (space > max * 0.9 ? head.slice(0, space) : head).trimEnd(), cut: true };
}
