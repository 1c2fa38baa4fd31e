import type {
  BlockContent,
  Definition,
  DefinitionContent,
  Heading,
  List,
  ListItem,
  PhrasingContent,
  RootContent,
} from "mdast";
import { GUARD } from "../flanking.ts";
import { BLANK, BOLD, type Line, plainRun, runLines, textLine } from "../runs.ts";
import { bareUrls } from "../urls.ts";
import { blocksToMarkdown, isBlockTag } from "./html.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { phrasingRuns, type Source } from "./phrasing.ts";
import { definitionRuns, findReferences, hasUrl } from "./references.ts";
import { tableLines } from "./table.ts";

type Block = RootContent | BlockContent | DefinitionContent;

/** Blank lines separate blocks, except in a list of sources. `depth`: number of enclosing lists. */
export function blockLines(blocks: readonly Block[], source: Source, depth = 0): Line[] {
  const groups: Line[][] = [];
  blocks.forEach((block, index) => {
    const lines = linesOf(block, source, depth);
    const followsDefinition = block.type === "definition" && blocks[index - 1]?.type === "definition";
    if (followsDefinition && groups.length > 0) groups.push([...(groups.pop() ?? []), ...lines]);
    else groups.push(lines);
  });
  return join(groups, true);
}

function join(groups: readonly Line[][], apart: boolean): Line[] {
  const filled = groups.filter((group) => group.length > 0);
  return filled.flatMap((group, index) => (apart && index > 0 ? [BLANK, ...group] : group));
}

/** References to the answer's `[id]: url` lines work within the HTML. */
function htmlLines(html: string, source: Source, depth: number): Line[] {
  const markdown = blocksToMarkdown(html, source.closedTags);
  const text = markdown.toLowerCase();
  const referenced = Array.from(source.references.urls).filter(([id]) => text.includes(`[${id}]`));
  const definitions = referenced.map(([id, url]) => `[${id}]: <${url}>`).join("\n");
  const root = parseMarkdown(`${markdown}\n\n${definitions}`, { htmlBlocks: false });
  const blocks = root.children.filter((block) => (block.position?.start.offset ?? 0) < markdown.length);
  return blockLines(
    blocks,
    { ...source, markdown, urls: bareUrls(markdown), references: findReferences(root, markdown) },
    depth,
  );
}

function linesOf(block: Block, source: Source, depth: number): Line[] {
  switch (block.type) {
    case "paragraph":
      return block.children.some(
        (child) => child.type === "html" && isBlockTag(child.value, source.closedTags),
      )
        ? htmlLines(sliceOf(block, source), source, depth)
        : runLines(phrasingRuns(block.children, source));
    case "heading":
      return headingLines(block, source);
    case "blockquote":
      return quoteLines(blockLines(block.children, source, depth));
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

/** What only looks like a definition (`[Note]: **closed**`) is Markdown text. */
function definitionLines(definition: Definition, source: Source, depth: number): Line[] {
  const written = sliceOf(definition, source);
  if (hasUrl(definition)) return runLines(definitionRuns(definition, source.references));
  return /[*_`[~]/.test(definition.url)
    ? htmlLines(`\\${written}`, source, depth)
    : runLines([plainRun(written)]);
}

const sliceOf = ({ position }: Block, { markdown }: Source) =>
  markdown.slice(position?.start.offset, position?.end.offset);

/** Several lines above a row of dashes are meant as a paragraph and a rule. */
function headingLines(heading: Heading, source: Source): Line[] {
  const lines = runLines(phrasingRuns(heading.children, source));
  if (lines.length > 1) return lines;
  return runLines(phrasingRuns(heading.children, source, BOLD));
}

/** No language tag: WhatsApp would show it. Back-ticks within would end the block. */
const fence = (code: string): Line[] =>
  code.trim() === ""
    ? []
    : [{ kind: "raw", text: `\`\`\`\n${code.replace(/```/g, `\`${GUARD}\`${GUARD}\``)}\n\`\`\`` }];

/** WhatsApp has no nested quotes, and none around monospace; a blank line starts another quote. */
const quoteLines = (lines: readonly Line[]): Line[] =>
  lines.map((line) =>
    line.kind === "text" ? { ...line, prefix: `> ${line.prefix.replace(/^> /, "")}` } : line,
  );

function listLines(list: List, source: Source, depth: number): Line[] {
  const numbers = list.ordered ? listNumbers(list, source.markdown) : [];
  const items = list.children.map((item, index) =>
    itemLines(item, marker(item, numbers[index], source.markdown, depth), source, depth),
  );
  return join(
    items,
    list.children.some(
      (item) => item.spread && item.children.filter(({ type }) => type !== "list").length > 1,
    ),
  );
}

const itemSource = (item: ListItem, markdown: string) =>
  markdown.slice(item.position?.start.offset, (item.position?.start.offset ?? 0) + 20);

/** As written: they may be dates, articles or rooms. Only `1. 1. 1.` is counted. */
function listNumbers(list: List, markdown: string): string[] {
  const written = list.children.map((item) => /^\d{1,9}/.exec(itemSource(item, markdown))?.[0] ?? "1");
  const [first = "1"] = written;
  const isAllOnes = first === "1" && written.every((number) => number === first);
  return isAllOnes ? written.map((number, index) => `${Number(number) + index}`) : written;
}

/** WhatsApp shows `- ` as a bullet only at the line start. `+ 5 points` is a sign, not a bullet. */
function marker(item: ListItem, number: string | undefined, markdown: string, depth: number): string {
  const box = item.checked === true ? "☑ " : item.checked === false ? "☐ " : "";
  if (number !== undefined) return `${number}. ${box}`;
  if (box !== "") return box;
  if (/^\+ +[\p{Sc}\p{Nd}]/u.test(itemSource(item, markdown))) return "+ ";
  return depth === 0 ? "- " : depth === 1 ? "◦ " : "▪ ";
}

function itemLines(item: ListItem, first: string, source: Source, depth: number): Line[] {
  const [head, ...rest] = join(
    item.children.map((block) => linesOf(block, source, depth + 1)),
    false,
  );
  if (head === undefined) return /\d|[☐☑]/.test(first) ? [textLine([plainRun(first.trimEnd())])] : [];
  const opening =
    head.kind === "text"
      ? [{ ...head, prefix: first + head.prefix.replace(/^> /, "") }]
      : [textLine([plainRun(first.trimEnd())]), head];
  return [...opening, ...rest.map(indentLine)];
}

/** A quote works only at the line start. */
const indentLine = (line: Line): Line =>
  line.kind === "text" && !line.prefix.startsWith("> ") ? { ...line, prefix: `  ${line.prefix}` } : line;
