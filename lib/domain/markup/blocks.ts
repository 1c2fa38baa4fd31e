import type { BlockContent, Definition, DefinitionContent, Heading, List, ListItem, PhrasingContent, RootContent } from "mdast";
import { GUARD } from "./flanking.ts";
import { blocksToMarkdown, isBlockTag } from "./html.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { phrasingRuns, type Source } from "./phrasing.ts";
import { definitionRuns, findReferences, hasUrl } from "./references.ts";
import { BLANK, BOLD, type Line, plainRun, runLines, textLine } from "./runs.ts";
import { tableLines } from "./table.ts";
import { bareUrls } from "./urls.ts";

type Block = RootContent | BlockContent | DefinitionContent;

/** Blocks as the lines a phone shows, one blank line between blocks, none between the lines of a list of sources. `depth` counts the lists around. */
export function blockLines(blocks: readonly Block[], source: Source, depth = 0): Line[] {
  const groups: Line[][] = [];
  blocks.forEach((block, index) => {
    const lines = linesOf(block, source, depth);
    const listed = block.type === "definition" && blocks[index - 1]?.type === "definition";
    if (listed && groups.length > 0) groups.push([...(groups.pop() ?? []), ...lines]);
    else groups.push(lines);
  });
  return join(groups, true);
}

/** Puts groups of lines below each other, with or without a blank line between; empty groups leave no trace. */
function join(groups: readonly Line[][], apart: boolean): Line[] {
  const filled = groups.filter((group) => group.length > 0);
  return filled.flatMap((group, index) => (apart && index > 0 ? [BLANK, ...group] : group));
}

/** HTML as the lines that its tags make, with the answer's `[id]: address` lines known within. */
function htmlLines(html: string, source: Source, depth: number): Line[] {
  const markdown = blocksToMarkdown(html, source.closedTags);
  const text = markdown.toLowerCase();
  const named = Array.from(source.references.urls).filter(([id]) => text.includes(`[${id}]`));
  const known = named.map(([id, url]) => `[${id}]: <${url}>`).join("\n");
  const root = parseMarkdown(`${markdown}\n\n${known}`, { htmlBlocks: false });
  const blocks = root.children.filter((block) => (block.position?.start.offset ?? 0) < markdown.length);
  return blockLines(blocks, { ...source, markdown, urls: bareUrls(markdown), references: findReferences(root, markdown) }, depth);
}

function linesOf(block: Block, source: Source, depth: number): Line[] {
  switch (block.type) {
    case "paragraph":
      return block.children.some((child) => child.type === "html" && isBlockTag(child.value, source.closedTags))
        ? htmlLines(sliceOf(block, source), source, depth)
        : runLines(phrasingRuns(block.children, source));
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
    case "html":
      return htmlLines(block.value, source, depth);
    case "definition":
      return definitionLines(block, source, depth);
    case "thematicBreak":
    case "footnoteDefinition":
    case "yaml":
      return [];
    default:
      return runLines(phrasingRuns([block as PhrasingContent], source));
  }
}

/** A source on its line. What only looks like one (`[Note]: **closed**`) is text, with Markdown in it. */
function definitionLines(definition: Definition, source: Source, depth: number): Line[] {
  const written = sliceOf(definition, source);
  if (hasUrl(definition)) return runLines(definitionRuns(definition, source.references));
  return /[*_`[~]/.test(definition.url) ? htmlLines(`\\${written}`, source, depth) : runLines([plainRun(written)]);
}

const sliceOf = ({ position }: Block, { markdown }: Source) => markdown.slice(position?.start.offset, position?.end.offset);

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
  const numbers = list.ordered ? listNumbers(list, source.markdown) : [];
  const items = list.children.map((item, index) => itemLines(item, marker(item, numbers[index], source.markdown, depth), source, depth));
  return join(
    items,
    list.children.some((item) => item.spread && item.children.filter(({ type }) => type !== "list").length > 1),
  );
}

const writtenAt = (item: ListItem, markdown: string) =>
  markdown.slice(item.position?.start.offset, (item.position?.start.offset ?? 0) + 20);

/**
 * The numbers as the agent wrote them: Markdown's own count from the first would turn dates, articles and rooms into others.
 * Only `1. 1. 1.` leaves the counting to the reader.
 */
function listNumbers(list: List, markdown: string): string[] {
  const written = list.children.map((item) => /^\d{1,9}/.exec(writtenAt(item, markdown))?.[0] ?? "1");
  const [first = "1"] = written;
  const counted = first === "1" && written.every((number) => number === first);
  return counted ? written.map((number, index) => `${Number(number) + index}`) : written;
}

/** WhatsApp makes a bullet of `- ` at the line start only, so deeper levels bring their own. `+ 5 points` is a sign, no bullet. */
function marker(item: ListItem, number: string | undefined, markdown: string, depth: number): string {
  const box = item.checked === true ? "☑ " : item.checked === false ? "☐ " : "";
  if (number !== undefined) return `${number}. ${box}`;
  if (box !== "") return box;
  if (/^\+ +[\p{Sc}\p{Nd}]/u.test(writtenAt(item, markdown))) return "+ ";
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
