import type { Image, ImageReference, Link, LinkReference, PhrasingContent } from "mdast";
import { readTag } from "./html.ts";
import { inWord } from "./in-word.ts";
import { BOLD, ITALIC, PLAIN, plainRun, type Run, STRIKE } from "./runs.ts";
import { isWholeUrl, type Range } from "./urls.ts";

/** What inline nodes need to know of the document: the Markdown itself, where addresses stand in it, and its `[id]: address` lines. */
export type Source = { markdown: string; urls: readonly Range[]; addresses: ReadonlyMap<string, string> };

/** Inline nodes as styled runs, every style added to `style`. Soft and hard line breaks are `\n`: chat answers mean them. */
export function phrasingRuns(nodes: readonly PhrasingContent[], source: Source, style = PLAIN): Run[] {
  const anchors: string[] = [];
  return nodes.flatMap((node): Run[] => {
    if (node.type !== "html") return nodeRuns(node, source, style);
    const tag = readTag(node.value);
    if (tag === undefined) return [{ kind: "text", text: node.value, style }];
    if (tag === "comment") return [];
    if (tag.name === "br") return [plainRun("\n")];
    if (tag.name === "a" && !tag.closing) anchors.push(tag.href ?? "");
    return tag.name === "a" && tag.closing ? addressRuns(anchors.pop()) : [];
  });
}

function nodeRuns(node: PhrasingContent, source: Source, style: number): Run[] {
  switch (node.type) {
    case "text":
      return [{ kind: "text", text: node.value, style }];
    case "strong":
    case "emphasis":
    case "delete": {
      const literal = inWord(node, source.markdown, source.urls);
      if (literal === undefined) return phrasingRuns(node.children, source, style | styleOf(node.type));
      const marker: Run = { kind: "text", text: literal, style };
      return [marker, ...phrasingRuns(node.children, source, style), marker];
    }
    case "inlineCode":
      return [isWholeUrl(node.value) ? { kind: "url", text: node.value, style: PLAIN } : { kind: "code", text: node.value, style }];
    case "break":
      return [plainRun("\n")];
    case "link":
    case "linkReference":
      return linkRuns(node, source, style);
    case "image":
    case "imageReference": {
      const url = addressOf(node, source);
      const alt: Run[] = node.alt ? [{ kind: "text", text: node.alt, style }] : [];
      return url === "" || url.startsWith("data:") ? alt : [...alt, ...(node.alt ? [plainRun(": ")] : []), urlRun(url)];
    }
    case "html":
    case "footnoteReference":
      return [];
  }
}

const styleOf = (type: "strong" | "emphasis" | "delete") => ({ strong: BOLD, emphasis: ITALIC, delete: STRIKE })[type];

/** `label (address)`, or only the address when the label says the same. An image as label gives its alternative text. */
function linkRuns(node: Link | LinkReference, source: Source, style: number): Run[] {
  const url = addressOf(node, source);
  const label = node.children.flatMap((child) =>
    child.type === "image" || child.type === "imageReference"
      ? [{ kind: "text" as const, text: child.alt ?? "", style }]
      : nodeRuns(child, source, style),
  );
  const text = label.map((run) => run.text).join("");
  if (text.trim() === "" && url !== "") return [urlRun(url)];
  if (url === "" || url.startsWith("#")) return label;
  return bare(text) === bare(url) ? [sameAddress(url, text)] : [...label, ...addressRuns(url)];
}

const sameAddress = (url: string, text: string): Run => urlRun(/^(?:mailto|tel):/i.test(url) ? text.trim() : url);

function addressRuns(url: string | undefined): Run[] {
  if (!url || url.startsWith("#")) return [];
  return [plainRun(" ("), urlRun(url.replace(/^(?:mailto|tel):/i, "")), plainRun(")")];
}

const bare = (address: string) =>
  address
    .trim()
    .replace(/^(?:https?:\/\/|mailto:|tel:)?(?:www\.)?/i, "")
    .replace(/\/$/, "")
    .toLowerCase();

const addressOf = (node: Link | Image | LinkReference | ImageReference, source: Source) =>
  ("url" in node ? node.url : source.addresses.get(node.identifier)) ?? "";

/** White space would end the link on the phone. */
const urlRun = (url: string): Run => ({ kind: "url", text: url.trim().replace(/\s/g, "%20"), style: PLAIN });
