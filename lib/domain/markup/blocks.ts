import type { BlockContent, DefinitionContent, Heading, List, ListItem, PhrasingContent, RootContent } from "mdast";
import { GUARD } from "./flanking.ts";
import { withoutTags } from "./html.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { phrasingRuns, type Source } from "./phrasing.ts";
import { BLANK, BOLD, type Line, plainRun, runLines, textLine } from "./runs.ts";
import { tableLines } from "./table.ts";
import { findUrls } from "./urls.ts";

type Block = RootContent | BlockContent | DefinitionContent;

/** Blocks as the lines a phone shows, one blank line between blocks. `depth` counts the lists around. */
export function blockLines(blocks: readonly Block[], source: Source, depth = 0): Line[] {
  return join(
    blocks.map((block) => linesOf(block, source, depth)),
    true,
  );
}

/** Puts groups of lines below each other, with or without a blank line between; empty groups leave no trace. */
function join(groups: readonly Line[][], apart: boolean): Line[] {
  const filled = groups.filter((group) => group.length > 0);
  return filled.flatMap((group, index) => (apart && index > 0 ? [BLANK, ...group] : group));
}

function linesOf(block: Block, source: Source, depth: number): Line[] {
  switch (block.type) {
    case "paragraph":
      return runLines(phrasingRuns(block.children, source));
    case "heading":
      return headingLines(block, source);
    case "blockquote":
      return quoted(blockLines(block.children, source, depth));
    case "list":
      return listLines(block, source, depth);
    case "code":
      return fence(block.value);
    case "table":
      return tableLines(block, source);
    case "html": {
      const markdown = withoutTags(block.value);
      return blockLines(parseMarkdown(markdown, { html: false }).children, { ...source, markdown, urls: findUrls(markdown) }, depth);
    }
    case "thematicBreak":
    case "definition":
    case "footnoteDefinition":
    case "yaml":
      return [];
    default:
      return runLines(phrasingRuns([block as PhrasingContent], source));
  }
}

/** All bold. Several lines over a row of dashes are a paragraph whose author meant a rule, though Markdown says heading. */
function headingLines(heading: Heading, source: Source): Line[] {
  const lines = runLines(phrasingRuns(heading.children, source));
  if (lines.length > 1) return lines;
  return runLines(phrasingRuns(heading.children, source, BOLD));
}

/** The tag of the language would be shown. Back-ticks within would end the block. */
const fence = (code: string): Line[] =>
  code.trim() === "" ? [] : [{ kind: "raw", text: `\`\`\`\n${code.replace(/```/g, `\`${GUARD}\`${GUARD}\``)}\n\`\`\`` }];

/** WhatsApp knows no quote within a quote, and none around a monospace block; a blank line ends one and starts the next. */
const quoted = (lines: readonly Line[]): Line[] =>
  lines.map((line) => (line.kind === "text" ? { ...line, prefix: `> ${line.prefix.replace(/^> /, "")}` } : line));

function listLines(list: List, source: Source, depth: number): Line[] {
  const first = list.start ?? 1;
  const items = list.children.map((item, index) =>
    itemLines(item, marker(item, list.ordered ? `${first + index}. ` : undefined, depth), source, depth),
  );
  return join(
    items,
    list.children.some((item) => item.spread && item.children.filter(({ type }) => type !== "list").length > 1),
  );
}

/** WhatsApp makes a bullet of `- ` at the line start only, so deeper levels bring their own. */
function marker(item: ListItem, number: string | undefined, depth: number): string {
  const box = item.checked === true ? "☑ " : item.checked === false ? "☐ " : "";
  if (number !== undefined) return number + box;
  if (box !== "") return box;
  return depth === 0 ? "- " : depth === 1 ? "◦ " : "▪ ";
}

function itemLines(item: ListItem, first: string, source: Source, depth: number): Line[] {
  const [head, ...rest] = join(
    item.children.map((block) => linesOf(block, source, depth + 1)),
    false,
  );
  if (head === undefined) return /\d|[☐☑]/.test(first) ? [textLine([plainRun(first.trimEnd())])] : [];
  const opening =
    head.kind === "text" ? [{ ...head, prefix: first + head.prefix.replace(/^> /, "") }] : [textLine([plainRun(first.trimEnd())]), head];
  return [...opening, ...rest.map(indented)];
}

/** A quote works at the line start only. */
const indented = (line: Line): Line =>
  line.kind === "text" && !line.prefix.startsWith("> ") ? { ...line, prefix: `  ${line.prefix}` } : line;
