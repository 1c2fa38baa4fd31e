import type { Nodes } from "mdast";
import { findUrls, type Range } from "../urls.ts";
import { findComparisonSigns } from "./comparisons.ts";
import { findFormulas } from "./formulas.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { withCodePipes } from "./table-pipes.ts";

export function prepareMarkdown(markdown: string): string {
  const source = withCodePipes(markdown);
  const changes = [
    ...findFormulas(source),
    ...findComparisonSigns(source).map((range) => ({ ...range, text: "\\>" })),
  ];
  if (changes.length === 0) return source;
  const untouched = [...codeRanges(source), ...findUrls(source)];
  let prepared = "";
  let at = 0;
  for (const { start, end, text } of changes.sort((a, b) => a.start - b.start)) {
    if (start < at || untouched.some((range) => range.start < end && start < range.end)) continue;
    prepared += source.slice(at, start) + text;
    at = end;
  }
  return prepared + source.slice(at);
}

function codeRanges(markdown: string): Range[] {
  if (!/`|~~~/.test(markdown)) return [];
  const ranges: Range[] = [];
  const visit = (node: Nodes) => {
    const { start, end } = node.position ?? {};
    if (node.type === "inlineCode" || (node.type === "code" && isFenced(markdown, start?.offset)))
      ranges.push({ start: start?.offset ?? 0, end: end?.offset ?? 0 });
    if ("children" in node) node.children.forEach(visit);
  };
  visit(parseMarkdown(markdown, { htmlBlocks: true }));
  return ranges;
}

/** Only fenced code: formulas are often indented, and indented code is rare in a chat. */
const isFenced = (markdown: string, start = 0) => /^[`~]{3}/.test(markdown.slice(start, start + 3));
