import type { Link, PhrasingContent } from "mdast";
import { decodeString } from "micromark-util-decode-string";
import { htmlTables } from "./html-table.ts";
import { replaceBetween } from "./replace-between.ts";

/** Anything else in angle brackets is text: `<order number>`, `<your-email>`. */
const HTML_TAGS = new Set(
  (
    "a abbr address article aside audio b big blockquote body br button caption center cite code col colgroup data dd del details dfn div dl dt " +
    "em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main " +
    "mark meta nav ol optgroup option output p picture pre q s samp script section select small source span strike strong style sub summary sup " +
    "svg table tbody td textarea tfoot th thead time title tr tt u ul var video wbr"
  ).split(" "),
);
const TAG = /<(\/?)([a-z][a-z0-9]*)(?=[\s/>])([^<>]*)>/gi;
const ONE_TAG = new RegExp(TAG.source, "i");
/** Without content, or allowed to stay open. */
const VOID_TAGS = /^(?:br|hr|wbr|BR)$/;
const OPTIONAL_END_TAG = /<(p|li|dt|dd|tr|td|th)>/g;

const BOOLEAN_ATTRIBUTES = /^(?:open|reversed|hidden|checked|disabled|required|controls|selected)$/i;

type Tag = { name: string; closing: boolean; attributes: string };

/** Tags with an end, or found at least twice where HTML needs none. Case-sensitive. */
export function closedTags(markdown: string): ReadonlySet<string> {
  if (!markdown.includes("<")) return new Set();
  const prose = markdown.replace(/```[\s\S]*?(?:```|$)/g, "").replace(/`[^`\n]*`/g, "");
  const open = Array.from(prose.matchAll(OPTIONAL_END_TAG), ([, name = ""]) => name);
  const closed = Array.from(prose.matchAll(/<\/([a-z][a-z0-9]*)/gi), ([, name = ""]) => name);
  return new Set([...closed, ...open.filter((name, index) => open.indexOf(name) < index)]);
}

/**
 * Returns `undefined` for text in angle brackets, also for a lone name without an end tag (`<CODE>`,
 * `<address>`): people write placeholders that way.
 */
function readTag(html: string, closed: ReadonlySet<string>): Tag | "comment" | undefined {
  if (/^<(?:!--|!doctype|\?xml|\?php)/i.test(html)) return "comment";
  const [, slash, name, attributes = ""] = ONE_TAG.exec(html) ?? [];
  if (name === undefined || !HTML_TAGS.has(name.toLowerCase())) return undefined;
  // `a<b and c>d` is a comparison: real attributes have values.
  const attributeText = attributes.replace(/\/\s*$/, "").trim();
  if (attributeText !== "" && !attributeText.includes("=") && !BOOLEAN_ATTRIBUTES.test(attributeText))
    return undefined;
  const isPlaceholder =
    slash === "" && attributes.trim() === "" && !closed.has(name) && !VOID_TAGS.test(name);
  return isPlaceholder ? undefined : { name: name.toLowerCase(), closing: slash === "/", attributes };
}

const attribute = ({ attributes }: Tag, name: string) => {
  const [, quoted, single, unquoted] =
    new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^"'\\s>]+))`, "i").exec(attributes) ?? [];
  return decodeString(quoted ?? single ?? unquoted ?? "").trim();
};

const BLOCK_TAGS =
  /^(?:address|article|aside|blockquote|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|header|hr|li|main|nav|ol|option|p|pre|section|select|summary|table|tr|ul|h[1-6])$/;
const CELL_TAGS = /^(?:td|th|thead|tbody|tfoot)$/;
const MEDIA_TAGS = /^(?:img|video|audio|iframe|source)$/;
/** Side by side on a page, with a gap. */
const SPACED_TAGS = /^(?:td|th|button|label)$/;
const HIDDEN_TAGS = /^(?:script|style)$/;

/** If so, its surroundings must be read as blocks. */
export function isBlockTag(html: string, closed: ReadonlySet<string>): boolean {
  const tag = readTag(html, closed);
  return typeof tag === "object" && (BLOCK_TAGS.test(tag.name) || HIDDEN_TAGS.test(tag.name));
}

/** Other tags go, their text stays. */
export function inlineMarkdown(
  nodes: readonly PhrasingContent[],
  closed: ReadonlySet<string>,
): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  let anchor: Link | undefined;
  for (const node of nodes) {
    const tag = node.type === "html" ? readTag(node.value, closed) : undefined;
    if (typeof tag === "object" && tag.name === "a") {
      anchor = tag.closing ? undefined : { type: "link", url: attribute(tag, "href"), children: [] };
      if (anchor) result.push(anchor);
    } else (anchor?.children ?? result).push(...(node.type === "html" ? tagNodes(node.value, tag) : [node]));
  }
  return result;
}

function tagNodes(html: string, tag: Tag | "comment" | undefined): PhrasingContent[] {
  if (tag === undefined) return [{ type: "text", value: html }];
  if (tag === "comment") return [];
  if (MEDIA_TAGS.test(tag.name) && !tag.closing)
    return [{ type: "image", url: attribute(tag, "src"), alt: attribute(tag, "alt") }];
  if (SPACED_TAGS.test(tag.name)) return [{ type: "text", value: " " }];
  return tag.name === "br" || BLOCK_TAGS.test(tag.name) ? [{ type: "break" }] : [];
}

/** In code, tags are text. */
const TAG_OR_CODE = new RegExp(`\`[^\`\\n]*\`|${TAG.source}`, "gi");
/** A single line break where one tag ends a line and the next begins one. */
const LINE_BREAK = "\v";

/** Other tags stay. Linear in time. */
export function blocksToMarkdown(html: string, closed: ReadonlySet<string>): string {
  const lists: { number?: number }[] = [];
  const lines = htmlTables(withoutHiddenParts(html))
    .split("\n")
    .map((line) => line.trim());
  return lines
    .join("\n")
    .replace(TAG_OR_CODE, (whole) => {
      const tag = whole.startsWith("`") ? undefined : readTag(whole, closed);
      return typeof tag === "object" && (BLOCK_TAGS.test(tag.name) || CELL_TAGS.test(tag.name))
        ? lineMarkdown(tag, lists)
        : whole;
    })
    .replace(/\v+/g, "\n")
    .replace(/^( *(?:-|\d{1,9}\.|#{1,6}) )\s+(?=[^\s-])/gm, "$1");
}

function lineMarkdown(tag: Tag, lists: { number?: number }[]): string {
  const { name, closing } = tag;
  if (name === "ul" || name === "ol") {
    if (closing) lists.pop();
    else lists.push(name === "ol" ? { number: Number(attribute(tag, "start")) || 1 } : {});
    return lists.length > (closing ? 0 : 1) ? LINE_BREAK : "\n\n";
  }
  if (name === "li" && !closing) {
    const list = lists.at(-1);
    const bullet = list?.number === undefined ? "-" : `${list.number++}.`;
    return `\n${"   ".repeat(Math.max(0, lists.length - 1))}${bullet} `;
  }
  if (/^h[1-6]$/.test(name)) return closing ? "\n\n" : `\n\n${"#".repeat(Number(name.slice(1)))} `;
  if (name === "p" || name === "hr" || name === "table") return "\n\n";
  return CELL_TAGS.test(name) ? " " : LINE_BREAK;
}

const withoutHiddenParts = (html: string) =>
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
