import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown } from "mdast-util-gfm-task-list-item";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";

// "3~5 days, 10~20 EUR": much of Asia writes ranges with a single tilde.
const syntax = [gfmTable(), gfmStrikethrough({ singleTilde: false }), gfmTaskListItem()];
const tree = [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown(), gfmTaskListItemFromMarkdown()];

/** `htmlBlocks: false`: tags are inline, and Markdown between them is read. */
export const parseMarkdown = (markdown: string, { htmlBlocks }: { htmlBlocks: boolean }): Root =>
  fromMarkdown(markdown, {
    extensions: htmlBlocks ? syntax : [...syntax, { disable: { null: ["htmlFlow"] } }],
    mdastExtensions: tree,
  });

/** UTF-16 units. Chatsby's agents stop at a few thousand. */
const MAX_LENGTH = 50_000;
const MAX_MARKERS = 4_000;
const MAX_DEPTH = 30;
const MAX_QUOTES = 1_000;

/** The parser's time grows with the square of emphasis markers, quotes and nesting depth. */
export function isParsable(markdown: string): boolean {
  if (markdown.length > MAX_LENGTH || markers(markdown) > MAX_MARKERS) return false;
  const lines = markdown.split("\n");
  return (
    lines.filter((line) => /^\s*>/.test(line)).length <= MAX_QUOTES &&
    !lines.some((line) => containerDepth(line) > MAX_DEPTH)
  );
}

const markers = (text: string) => text.match(/[*_~]/g)?.length ?? 0;

function containerDepth(line: string): number {
  const [start = ""] = /^[\s>*+\d.)-]*/.exec(line) ?? [];
  const markers = start.match(/[>*+-]|\d{1,9}[.)]/g)?.length ?? 0;
  return markers + (/^\s*/.exec(line)?.[0].length ?? 0) / 4;
}
