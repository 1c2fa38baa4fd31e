import type { Image, ImageReference, Link, LinkReference, PhrasingContent } from "mdast";
import { marked } from "../picture-marks.ts";
import { BOLD, ITALIC, PLAIN, plainRun, type Run, STRIKE } from "../runs.ts";
import { bracketedUrlRuns, labelContainsUrl, urlLabelRuns, urlRun } from "../url-runs.ts";
import { isWholeUrl, type Range } from "../urls.ts";
import { inlineMarkdown } from "./html.ts";
import { literalMarkers } from "./literal-markers.ts";
import { citation, type References } from "./references.ts";

export type Source = {
  markdown: string;
  urls: readonly Range[];
  references: References;
  closedTags: ReadonlySet<string>;
  /** Whether a link is sent as a file. `isPicture`: it was written as one. */
  isFile(link: string, isPicture: boolean): boolean;
};

/** `style` is added to each run. Soft and hard line breaks become line feeds: chat answers mean them. */
export function phrasingRuns(children: readonly PhrasingContent[], source: Source, style = PLAIN): Run[] {
  const nodes = children.some(({ type }) => type === "html")
    ? inlineMarkdown(children, source.closedTags)
    : children;
  return nodes.flatMap((node, index) => {
    const followsLink = node.type === "link" && nodes[index - 1]?.type === "link";
    return [...(followsLink ? [plainRun(" ")] : []), ...nodeRuns(node, source, style)];
  });
}

function nodeRuns(node: PhrasingContent, source: Source, style: number): Run[] {
  switch (node.type) {
    case "text":
      return [{ kind: "text", text: node.value.replace(MAILTO, "$1"), style }];
    case "strong":
    case "emphasis":
    case "delete": {
      const literal = literalMarkers(node, source.markdown, source.urls, (style & BOLD) !== 0);
      if (literal === undefined) return phrasingRuns(node.children, source, style | styleOf(node.type));
      const marker: Run = { kind: "text", text: literal, style };
      return [marker, ...phrasingRuns(node.children, source, style), marker];
    }
    case "inlineCode":
      return [isWholeUrl(node.value) ? urlRun(node.value) : { kind: "code", text: node.value, style }];
    case "break":
      return [plainRun("\n")];
    case "link":
      return linkRuns(node, source, style);
    case "linkReference": {
      const citationMark = citation(node, source.markdown);
      return citationMark === undefined
        ? linkRuns(node, source, style)
        : [{ kind: "text", text: citationMark, style }];
    }
    case "image":
    case "imageReference": {
      const url = urlOf(node, source);
      const alt: Run[] = node.alt ? [{ kind: "text", text: node.alt, style }] : [];
      return url === "" || url.startsWith("data:")
        ? alt
        : [...alt, ...(node.alt ? [plainRun(": ")] : []), pictureRun(url, source)];
    }
    case "html":
    case "footnoteReference":
      return [];
  }
}

/** Bounded: linear in time. */
const MAILTO = /(?<!\w)mailto:([\w.+-]{1,64}@[\w.-]{1,100})(?:\?\S*)?/gi;

const styleOf = (type: "strong" | "emphasis" | "delete") =>
  ({ strong: BOLD, emphasis: ITALIC, delete: STRIKE })[type];

function pictureRun(url: string, { isFile }: Source): Run {
  const run = urlRun(url);
  return isFile(run.text, true) ? { ...run, text: marked(run.text) } : run;
}

/** A link that is a file itself is sent, and not the picture in it. */
const picturesIn = (node: Link | LinkReference, url: string, source: Source): Run[] =>
  node.children.flatMap((child) => {
    if (child.type !== "image" && child.type !== "imageReference") return [];
    const picture = urlOf(child, source);
    return source.isFile(picture, true) && !source.isFile(url, false)
      ? [plainRun(": "), pictureRun(picture, source)]
      : [];
  });

/**
 * `label (URL)`, or one of them when the label contains the URL. An image as label becomes its alternative
 * text, a number gets brackets.
 */
function linkRuns(node: Link | LinkReference, source: Source, style: number): Run[] {
  const url = urlOf(node, source);
  return [...labelledRuns(node, url, source, style), ...picturesIn(node, url, source)];
}

function labelledRuns(node: Link | LinkReference, url: string, source: Source, style: number): Run[] {
  const children = node.children.map(
    (child): PhrasingContent =>
      child.type === "image" || child.type === "imageReference"
        ? { type: "text", value: child.alt ?? "" }
        : child,
  );
  const label = phrasingRuns(children, source, style).map((run) => ({
    ...run,
    text: run.text.replace(/\n/g, " "),
  }));
  const text = label
    .map((run) => run.text)
    .join("")
    .trim();
  if (url === "" || url.startsWith("#")) return label;
  if (text === "") return [urlRun(url)];
  if (labelContainsUrl(text, url)) return [...urlLabelRuns(label, url)];
  return [...(/^\d{1,3}$/.test(text) ? [plainRun(`[${text}]`)] : label), ...bracketedUrlRuns(url)];
}

const urlOf = (node: Link | Image | LinkReference | ImageReference, source: Source) =>
  ("url" in node ? node.url : source.references.urls.get(node.identifier)) ?? "";
