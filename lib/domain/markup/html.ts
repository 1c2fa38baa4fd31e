import type { Link, PhrasingContent } from "mdast";
import { decodeString } from "micromark-util-decode-string";
import { htmlTables } from "./html-table.ts";
import { replaceBetween } from "./replace-between.ts";

/** Tags of HTML itself. Anything else in angle brackets is text: `<order number>`, `<your-email>`. */
const KNOWN = new Set(
  (
    "a abbr address article aside audio b big blockquote body br button caption center cite code col colgroup data dd del details dfn div dl dt " +
    "em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main " +
    "mark meta nav ol optgroup option output p picture pre q s samp script section select small source span strike strong style sub summary sup " +
    "svg table tbody td textarea tfoot th thead time title tr tt u ul var video wbr"
  ).split(" "),
);
const TAG = /<(\/?)([a-z][a-z0-9]*)(?=[\s/>])([^<>]*)>/gi;
const ONE_TAG = new RegExp(TAG.source, "i");
/** Tags without content, and those that HTML lets a writer leave open. */
const VOID = /^(?:br|hr|wbr|BR)$/;
const LEFT_OPEN = /<(p|li|dt|dd|tr|td|th)>/g;

const FLAGS = /^(?:open|reversed|hidden|checked|disabled|required|controls|selected)$/i;

type Tag = { name: string; closing: boolean; attributes: string };

/** Names of tags that end somewhere in the answer, or come at least twice where HTML needs no end. In lower and upper case they are two names. */
export function closedTags(markdown: string): ReadonlySet<string> {
  if (!markdown.includes("<")) return new Set();
  const prose = markdown.replace(/```[\s\S]*?(?:```|$)/g, "").replace(/`[^`\n]*`/g, "");
  const open = Array.from(prose.matchAll(LEFT_OPEN), ([, name = ""]) => name);
  const closed = Array.from(prose.matchAll(/<\/([a-z][a-z0-9]*)/gi), ([, name = ""]) => name);
  return new Set([...closed, ...open.filter((name, index) => open.indexOf(name) < index)]);
}

/**
 * What an HTML node of the syntax tree is: `undefined` when it is not HTML but text in angle brackets. That is also a lone tag name without
 * its end, such as `<CODE>` or `<address>`: people name their placeholders so.
 */
function readTag(html: string, closed: ReadonlySet<string>): Tag | "comment" | undefined {
  if (/^<(?:!--|!doctype|\?xml|\?php)/i.test(html)) return "comment";
  const [, slash, name, attributes = ""] = ONE_TAG.exec(html) ?? [];
  if (name === undefined || !KNOWN.has(name.toLowerCase())) return undefined;
  // A comparison such as `a<b and c>d`: real attributes have values.
  const bare = attributes.replace(/\/\s*$/, "").trim();
  if (bare !== "" && !bare.includes("=") && !FLAGS.test(bare)) return undefined;
  const lone = slash === "" && attributes.trim() === "" && !closed.has(name) && !VOID.test(name);
  return lone ? undefined : { name: name.toLowerCase(), closing: slash === "/", attributes };
}

const attribute = ({ attributes }: Tag, name: string) => {
  const [, quoted, single, bare] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^"'\\s>]+))`, "i").exec(attributes) ?? [];
  return decodeString(quoted ?? single ?? bare ?? "").trim();
};

const LINES =
  /^(?:address|article|aside|blockquote|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|header|hr|li|main|nav|ol|option|p|pre|section|select|summary|table|tr|ul|h[1-6])$/;
const CELLS = /^(?:td|th|thead|tbody|tfoot)$/;
const MEDIA = /^(?:img|video|audio|iframe|source)$/;
/** Side by side on a page, with a gap between. */
const APART = /^(?:td|th|button|label)$/;
const HIDDEN = /^(?:script|style)$/;

/** Whether a tag makes lines, so that what stands around it must be read as blocks. */
export function isBlockTag(html: string, closed: ReadonlySet<string>): boolean {
  const tag = readTag(html, closed);
  return typeof tag === "object" && (LINES.test(tag.name) || HIDDEN.test(tag.name));
}

/** Inline nodes with HTML as the links, images and breaks that Markdown has for it. Tags for looks go, their text stays. */
export function inlineMarkdown(nodes: readonly PhrasingContent[], closed: ReadonlySet<string>): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  let anchor: Link | undefined;
  for (const node of nodes) {
    const tag = node.type === "html" ? readTag(node.value, closed) : undefined;
    if (typeof tag === "object" && tag.name === "a") {
      anchor = tag.closing ? undefined : { type: "link", url: attribute(tag, "href"), children: [] };
      if (anchor) result.push(anchor);
    } else (anchor?.children ?? result).push(...(node.type === "html" ? fromTag(node.value, tag) : [node]));
  }
  return result;
}

function fromTag(html: string, tag: Tag | "comment" | undefined): PhrasingContent[] {
  if (tag === undefined) return [{ type: "text", value: html }];
  if (tag === "comment") return [];
  if (MEDIA.test(tag.name) && !tag.closing) return [{ type: "image", url: attribute(tag, "src"), alt: attribute(tag, "alt") }];
  if (APART.test(tag.name)) return [{ type: "text", value: " " }];
  return tag.name === "br" || LINES.test(tag.name) ? [{ type: "break" }] : [];
}

/** A tag, or code, whose tags are text. */
const TAG_OR_CODE = new RegExp(`\`[^\`\\n]*\`|${TAG.source}`, "gi");
/** Between a tag that ends a line and one that begins one there is one line break. */
const BREAK = "\v";

/** HTML with the lines that its tags make, as Markdown: list items, headings, tables, paragraphs. Other tags stay. Linear in time. */
export function blocksToMarkdown(html: string, closed: ReadonlySet<string>): string {
  const lists: { number?: number }[] = [];
  const lines = htmlTables(visibleHtml(html))
    .split("\n")
    .map((line) => line.trim());
  return lines
    .join("\n")
    .replace(TAG_OR_CODE, (whole) => {
      const tag = whole.startsWith("`") ? undefined : readTag(whole, closed);
      return typeof tag === "object" && (LINES.test(tag.name) || CELLS.test(tag.name)) ? lineOf(tag, lists) : whole;
    })
    .replace(/\v+/g, "\n")
    .replace(/^( *(?:-|\d{1,9}\.|#{1,6}) )\s+(?=[^\s-])/gm, "$1");
}

function lineOf(tag: Tag, lists: { number?: number }[]): string {
  const { name, closing } = tag;
  if (name === "ul" || name === "ol") {
    if (closing) lists.pop();
    else lists.push(name === "ol" ? { number: Number(attribute(tag, "start")) || 1 } : {});
    return lists.length > (closing ? 0 : 1) ? BREAK : "\n\n";
  }
  if (name === "li" && !closing) {
    const list = lists.at(-1);
    const mark = list?.number === undefined ? "-" : `${list.number++}.`;
    return `\n${"   ".repeat(Math.max(0, lists.length - 1))}${mark} `;
  }
  if (/^h[1-6]$/.test(name)) return closing ? "\n\n" : `\n\n${"#".repeat(Number(name.slice(1)))} `;
  if (name === "p" || name === "hr" || name === "table") return "\n\n";
  return CELLS.test(name) ? " " : BREAK;
}

const visibleHtml = (html: string) =>
  replaceBetween(
    replaceBetween(
      replaceBetween(html, "<!--", "-->", () => "", ""),
      "<script",
      "</script>",
      () => "",
    ),
    "<style",
    "</style>",
    () => "",
  );
