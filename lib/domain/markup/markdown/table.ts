import type { Table, TableCell } from "mdast";
import { BLANK, BOLD, type Line, plainRun, type Run, runLines, textLine } from "../runs.ts";
import { phrasingRuns, type Source } from "./phrasing.ts";

/**
 * Avoids monospace columns: on a phone they wrap.
 * One column: a list under its header. Two: `key: value` lines under `*Header – Header*`. More: a paragraph
 * per row, its first cell bold, then `Header: value` for every filled cell.
 */
export function tableLines(table: Table, source: Source): Line[] {
  const [header, ...rows] = table.children.map((row) => row.children.map((cell) => cellRuns(cell, source)));
  const filled = rows.filter((row) => row.some(isFilled));
  const columns = header?.length ?? 0;
  if (filled.length > 0 && columns > 2)
    return filled.flatMap((row, index) => [...(index > 0 ? [BLANK] : []), ...rowLines(header ?? [], row)]);
  const title = boldRuns(joinRuns(header?.filter(isFilled) ?? [], " – "));
  const top = title.length > 0 ? [textLine(title)] : [];
  return [
    ...top,
    ...filled.map((row) =>
      columns === 1 ? textLine(row[0] ?? [], "- ") : textLine(joinRuns(row.filter(isFilled), ": ")),
    ),
  ];
}

function rowLines(header: readonly Run[][], row: readonly Run[][]): Line[] {
  return row.flatMap((cell, column): Line[] => {
    if (!isFilled(cell)) return [];
    const line = joinRuns([header[column] ?? [], cell].filter(isFilled), ": ");
    return [textLine(column === 0 ? boldRuns(line) : line)];
  });
}

/** Breaks become commas. */
const cellRuns = (cell: TableCell, source: Source): Run[] =>
  joinRuns(
    runLines(phrasingRuns(cell.children, source)).map((line) => (line.kind === "text" ? [...line.runs] : [])),
    ", ",
  );

const isFilled = (cell: readonly Run[]) => cell.some((run) => run.text.trim() !== "");

/** Except URLs and the brackets around them. */
const boldRuns = (runs: readonly Run[]) =>
  runs.map((run, index) => {
    const besideUrl = runs[index - 1]?.kind === "url" || runs[index + 1]?.kind === "url";
    return run.kind === "url" || besideUrl ? run : { ...run, style: run.style | BOLD };
  });

const joinRuns = (cells: readonly Run[][], separator: string) =>
  cells.flatMap((cell, index) => (index > 0 ? [plainRun(separator), ...cell] : cell));
