// Tabs, line feeds, joiners and direction marks stay: scripts and emoji need them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const UNSAFE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;

/** `\n` line ends, no control characters, U+FFFD for lone surrogates. Idempotent. */
export const sanitised = (text: string) =>
  text
    .replace(/\r\n?|[\v\f\u2028\u2029]/g, "\n")
    .replace(UNSAFE, "")
    .toWellFormed();

/** Trims line ends and blank lines around; keeps at most `blankLines` in a row. Linear, idempotent. */
export function trimLines(text: string, blankLines: number): string {
  const lines: string[] = [];
  let blanks = 0;
  for (const line of text.split("\n").map((each) => each.trimEnd())) {
    blanks = line === "" ? blanks + 1 : 0;
    if (line !== "" || (lines.length > 0 && blanks <= blankLines)) lines.push(line);
  }
  while (lines.at(-1) === "") lines.pop();
  return lines.join("\n");
}

/** The first line keeps its indentation. */
export const trimEnds = (text: string) => text.trimEnd().replace(/^\s*\n/, "");
