import type { Range } from "../urls.ts";

const AMOUNT = String.raw`[*_]{0,3}(?:=[ \t]?)?[~≈±+-]?[ \t]?(?:\p{Lu}{2,3}\.?[ \t]?|R[sp]?\.?[ \t]?|\p{Lu}{0,2}\p{Sc}[ \t]?)?\p{Nd}(?!\p{Nd}{0,8}[.)][ \t])`;
const LINE = new RegExp(String.raw`^[ \t]*>[ \t]?${AMOUNT}`, "u");
const ITEM = new RegExp(String.raw`^[ \t]*(?:[-*+]|\p{Nd}{1,9}[.)])[ \t]+>[ \t]?${AMOUNT}`, "u");

/** A single line needs a price, a result, or few words. `> 4 out of 5 customers recommend us` is a quote. */
const isClearComparison = (line: string) => line.trim().length <= 20 || /[:：=→]|\p{Sc}/u.test(line);

/** The `>` of comparing lines (`> 5 kg: 12 €`), which Markdown would read as quotes. */
export function findComparisonSigns(markdown: string): Range[] {
  if (!markdown.includes(">")) return [];
  const lines = markdown.split("\n");
  const quoted = lines.map((line) => /^[ \t]*>/.test(line));
  const ranges: Range[] = [];
  let offset = 0;
  let isComparison = false;
  lines.forEach((line, index) => {
    if (quoted[index] && (index === 0 || !quoted[index - 1])) {
      const next = quoted.indexOf(false, index);
      const block = lines.slice(index, next < 0 ? undefined : next);
      const neighbours = [lines[index - 1] ?? "", lines[index + block.length] ?? ""];
      isComparison =
        block.every((each) => LINE.test(each)) &&
        (block.length > 1 || isClearComparison(line) || neighbours.some((each) => /^[ \t]*[<≤≥]/.test(each)));
    }
    const at = offset + line.indexOf(">");
    if ((quoted[index] && isComparison) || ITEM.test(line)) ranges.push({ start: at, end: at + 1 });
    offset += line.length + 1;
  });
  return ranges;
}
