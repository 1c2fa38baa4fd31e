export const BOLD = 1;
export const ITALIC = 2;
export const STRIKE = 4;
export const PLAIN = 0;

/** `url` is written unchanged and without style; `text` may contain line breaks. */
export type Run = { kind: "text" | "code" | "url"; text: string; style: number };

/** `raw` (monospace blocks) is written unchanged. */
export type Line =
  | { kind: "text"; prefix: string; runs: readonly Run[] }
  | { kind: "raw"; text: string }
  | { kind: "blank" };

export const BLANK: Line = { kind: "blank" };
export const textLine = (runs: readonly Run[], prefix = ""): Line => ({ kind: "text", prefix, runs });
export const plainRun = (text: string): Run => ({ kind: "text", text, style: PLAIN });

/** WhatsApp's markers do not span lines. Drops invisible lines. */
export function runLines(runs: readonly Run[]): Line[] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    run.text.split("\n").forEach((text, index) => {
      if (index > 0) lines.push([]);
      const line = lines.at(-1);
      line?.push({ ...run, text: line.every((earlier) => earlier.text === "") ? text.trimStart() : text });
    });
  }
  return lines.filter((line) => line.some((run) => run.text.trim() !== "")).map((line) => textLine(line));
}
