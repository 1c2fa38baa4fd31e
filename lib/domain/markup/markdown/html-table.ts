import { replaceBetween } from "./replace-between.ts";

/** Without a row of `<th>` the header is empty. */
export const htmlTables = (html: string) =>
  replaceBetween(html, "<table", "</table>", (inner) => {
    const [before = "", ...rows] = inner.replace(/^[^>]*>/, "").split(/<tr\b[^<>]*>/i);
    const [first = [], ...others] = rows.map(cellsOf);
    const columns = Math.max(first.length, ...others.map((row) => row.length));
    const hasHeader = rows[0] !== undefined && !/<td\b/i.test(rows[0]);
    const lines = hasHeader ? [first, DELIMITER_ROW, ...others] : [[], DELIMITER_ROW, first, ...others];
    const markdownRows = lines.map(
      (row) =>
        `|${Array.from({ length: columns }, (_, at) => (row === DELIMITER_ROW ? "---" : ` ${row[at] ?? ""} `)).join("|")}|`,
    );
    return ["\n", before.replace(/<t(?:head|body)[^<>]*>/gi, "").trim(), "", ...markdownRows, "\n"].join(
      "\n",
    );
  });

const DELIMITER_ROW: readonly string[] = [];

const cellsOf = (row: string) =>
  row
    .split(/<t[dh]\b[^<>]*>/i)
    .slice(1)
    .map((cell) =>
      cell
        .replace(/<\/t[a-z]*>|<t(?:body|foot)[^<>]*>/gi, "")
        .trim()
        .replace(/\s+/g, " ")
        .replace(/\|/g, "\\|"),
    );
