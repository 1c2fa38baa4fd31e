import type { Nodes } from "mdast";
import { findComparisonSigns } from "./comparisons.ts";
import { findFormulas } from "./formulas.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { withCodePipes } from "./table-pipes.ts";
import { findUrls, type Range } from "./urls.ts";

/** Markdown with what its grammar does not know, or takes for something else, written so that it does: formulas, comparisons, pipes in code. */
export function prepareMarkdown(markdown: string): string {
  const piped = withCodePipes(markdown);
  const changes = [...findFormulas(piped), ...findComparisonSigns(piped).map((range) => ({ ...range, text: "\\>" }))];
  if (changes.length === 0) return piped;
  const kept = [...codeRanges(piped), ...findUrls(piped)];
  let readable = "";
  let at = 0;
  for (const { start, end, text } of changes.sort((a, b) => a.start - b.start)) {
    if (start < at || kept.some((range) => range.start < end && start < range.end)) continue;
    readable += piped.slice(at, start) + text;
    at = end;
  }
  return readable + piped.slice(at);
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

/** Formulas are often indented; code that is only indented is rare in a chat. */
const isFenced = (markdown: string, start = 0) => /^[`~]{3}/.test(markdown.slice(start, start + 3));
