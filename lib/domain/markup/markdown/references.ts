import type { Definition, LinkReference, Nodes, Root } from "mdast";
import { plainRun, type Run } from "../runs.ts";
import { bracketedUrlRuns, urlRun } from "../url-runs.ts";

export type References = {
  /** By identifier; the first definition counts. */
  urls: ReadonlyMap<string, string>;
  /** Definitions whose URL a link shows. The others are shown where they stand: no source is lost. */
  shownInText: ReadonlySet<Definition>;
};

const CITATION = /^(?:\[\^?\d{0,3}\^?\]){1,2}$|^\[\^[^\]]+\]$/;

/** `[1]`, `[1][2]`, `[^note]`; `undefined` for a reference with words: a link. */
export function citation({ position }: LinkReference, markdown: string): string | undefined {
  const source = markdown.slice(position?.start.offset, position?.end.offset);
  return CITATION.test(source) ? source.replace(/\[\]$/, "") : undefined;
}

export function findReferences(root: Root, markdown: string): References {
  const definitions = new Map<string, Definition>();
  const linked = new Set<string>();
  const cited = new Set<string>();
  const visit = (node: Nodes) => {
    if (node.type === "definition" && !definitions.has(node.identifier))
      definitions.set(node.identifier, node);
    if (node.type === "imageReference") linked.add(node.identifier);
    if (node.type === "linkReference") {
      if (citation(node, markdown) === undefined) linked.add(node.identifier);
      else
        for (const [, id = ""] of markdown
          .slice(node.position?.start.offset, node.position?.end.offset)
          .matchAll(/\[([^\]]+)\]/g))
          cited.add(id.toLowerCase());
    }
    if ("children" in node) node.children.forEach(visit);
  };
  visit(root);
  const shown = Array.from(definitions.values()).filter(
    ({ identifier }) => linked.has(identifier) && !cited.has(identifier),
  );
  return {
    urls: new Map(Array.from(definitions, ([id, { url }]) => [id, url])),
    shownInText: new Set(shown),
  };
}

/** `[Note]: closed` and `[^1]: **EU** only` are text. */
export const hasUrl = ({ url }: Definition) => /[./:@#]|^$/.test(url) && !/^[[*_`!]/.test(url);

/** `[1]: URL`, `[1]: Title (URL)`, `Label: URL`. Nothing for the comment `[//]: # (note)`. */
export function definitionRuns(definition: Definition, references: References): Run[] {
  const { label, identifier, url, title } = definition;
  if (references.shownInText.has(definition) || url === "" || url === "#") return [];
  const id = label ?? identifier;
  const name = /^\^|^\d+$/.test(id) ? `[${id}]: ` : `${id}: `;
  return [plainRun(name), ...(title ? [plainRun(title), ...bracketedUrlRuns(url)] : [urlRun(url)])];
}
