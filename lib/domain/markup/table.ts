import type { Table, TableCell } from "mdast";
import { phrasingRuns, type Source } from "./phrasing.ts";
import { BLANK, BOLD, type Line, plainRun, type Run, textLine } from "./runs.ts";

/**
 * A table as lines that a phone can show: monospace columns wrap there and become unreadable.
 * One column: a list under its header. Two: `key: value` lines under `*Header – Header*`.
 * More: a paragraph per row, its first cell in bold, then `Header: value` for every cell that is not empty.
 */
export function tableLines(table: Table, source: Source): Line[] {
  const [header = [], ...rows] = table.children.map((row) => row.children.map((cell) => cellRuns(cell, source)));
  const title = bold(between(header.filter(isFilled), " – "));
  const top = title.length > 0 ? [textLine(title)] : [];
  const filled = rows.filter((row) => row.some(isFilled));
  if (filled.length === 0) return top;
  if (header.length === 1) return [...top, ...filled.map(([cell = []]) => textLine(cell, "- "))];
  if (header.length === 2) return [...top, ...filled.map((row) => textLine(between(row.filter(isFilled), ": ")))];
  return filled.flatMap((row, index) => [...(index > 0 ? [BLANK] : []), ...rowLines(header, row)]);
}

function rowLines(header: readonly Run[][], row: readonly Run[][]): Line[] {
  return row.flatMap((cell, column): Line[] => {
    if (!isFilled(cell)) return [];
    const line = between([header[column] ?? [], cell].filter(isFilled), ": ");
    return [textLine(column === 0 ? bold(line) : line)];
  });
}

/** A cell is one line: its breaks become commas. */
const cellRuns = (cell: TableCell, source: Source): Run[] => {
  const runs = phrasingRuns(cell.children, source);
  const breaks = runs.flatMap((run, index) => (run.text === "\n" ? [index] : []));
  return runs.map((run, index) => (breaks.includes(index) ? { ...run, text: ", " } : { ...run, text: run.text.replace(/\n/g, " ") }));
};

const isFilled = (cell: readonly Run[]) => cell.some((run) => run.text.trim() !== "");
const bold = (runs: readonly Run[]) => runs.map((run) => (run.kind === "url" ? run : { ...run, style: run.style | BOLD }));
const between = (cells: readonly Run[][], separator: string) =>
  cells.flatMap((cell, index) => (index > 0 ? [plainRun(separator), ...cell] : cell));
