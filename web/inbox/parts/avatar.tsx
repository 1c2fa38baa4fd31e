const TONES = 6;

/** The same for a conversation everywhere. */
const toneOf = (text: string) =>
  [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973, 7) % TONES;

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const first = (text: string) => letters.segment(text)[Symbol.iterator]().next().value?.segment ?? "";

function initials(name: string): string {
  const [one = "", two = ""] = name.match(/[\p{L}\p{N}][^\s]*/gu) ?? [];
  return /^\+?\d/.test(name) ? "#" : (first(one) + first(two)).toUpperCase();
}

export const Avatar = ({ name, id }: { name: string; id: string }) => (
  <span class={`avatar tone-${toneOf(id)}`} aria-hidden="true">
    {initials(name)}
  </span>
);
