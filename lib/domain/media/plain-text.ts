/** Pages and pictures in words: nobody sends them to be read as text, and scripts are in them. */
const MARKUP = /^\s*<(?:[?!]|html|svg|script|body|head|xml)/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: text has only a few of them.
const BINARY = /[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/;

/** A byte order mark decides. */
const MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Western text has a zero in every second byte. */
function unmarkedUtf16(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 1_000);
  const zeros = (odd: 0 | 1) => sample.filter((byte, at) => at % 2 === odd && byte === 0).length;
  const most = sample.length / 4;
  if (zeros(1) > most && zeros(0) === 0) return "utf-16le";
  return zeros(0) > most && zeros(1) === 0 ? "utf-16be" : undefined;
}

/**
 * What a text editor would show: UTF-8, UTF-16, or Windows' Latin-1. `undefined` for anything that is not
 * plain text, such as HTML and SVG.
 */
export function plainText(bytes: Uint8Array): string | undefined {
  const [marked] = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte)) ?? [];
  const encoding = marked ?? unmarkedUtf16(bytes);
  const text = encoding
    ? decoded(bytes, encoding)
    : (decoded(bytes, "utf-8") ?? decoded(bytes, "windows-1252"));
  return text === undefined || BINARY.test(text) || MARKUP.test(text) ? undefined : text;
}
