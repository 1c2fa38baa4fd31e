import { stripVTControlCharacters } from "node:util";
import type { Io } from "./io.ts";

/** Control characters in customers' text could control the terminal or change the reading direction. */
export const plain = (text: string) =>
  text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (char) =>
    char === "\n" || char === "\t" ? char : "�",
  );
export const jsonText = (value: unknown, indent = 2) =>
  JSON.stringify(value, null, indent).replace(
    /[\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
export const onOneLine = (text: string) => plain(text).replace(/\s+/g, " ").trim();

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
type Paint = (style: keyof typeof CODES, text: string) => string;

export type Output = {
  line(text?: string): void;
  json(value: unknown): void;
  /** One object a line: of a stream. */
  jsonLine(value: unknown): void;
  note(text: string): void;
  /** Makes the commands in a text act on the stage in use. */
  aim(text: string): string;
  paint: Paint;
  table(rows: readonly (readonly string[])[]): void;
};

const graphemes = new Intl.Segmenter();
/** Approximate, on a terminal, by graphemes. */
const columns = (text: string) => {
  let count = 0;
  for (const { segment } of graphemes.segment(stripVTControlCharacters(text)))
    count += WIDE.test(segment) ? 2 : 1;
  return count;
};
const WIDE =
  /[\p{Extended_Pictographic}\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/u;
const padded = (text: string, width: number) => text + " ".repeat(Math.max(0, width - columns(text)));

export function outputTo(io: Pick<Io, "out" | "err" | "colour"> & Partial<Pick<Io, "aim">>): Output {
  const aim = io.aim ?? ((text: string) => text);
  const paint: Paint = (style, text) =>
    io.colour && text ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
  const line = (text = "") => io.out(`${text}\n`);
  return {
    line,
    paint,
    json: (value) => line(jsonText(value)),
    jsonLine: (value) => line(jsonText(value, 0)),
    note: (text) => io.err(`${aim(text)}\n`),
    aim,
    /** The first row holds the column names. */
    table: (rows) => {
      const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => columns(row[at] ?? ""))));
      for (const [index, row] of rows.entries()) {
        const text = row
          .map((cell, at) => (at === row.length - 1 ? cell : padded(cell, widths[at] ?? 0)))
          .join("  ")
          .trimEnd();
        line(index === 0 ? paint("dim", text) : text);
      }
    },
  };
}

/** Between words where possible. */
export function wrapped(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let rest = paragraph;
    while (rest.length > width) {
      const space = rest.lastIndexOf(" ", width);
      const at = space > 0 ? space : width;
      lines.push(rest.slice(0, at));
      rest = rest.slice(space > 0 ? at + 1 : at);
    }
    return [...lines, rest];
  });
}
