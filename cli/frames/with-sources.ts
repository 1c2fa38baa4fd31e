import { SourceMap, type SourceMapPayload } from "node:module";

const FRAME = /([\w.-]+\.mjs):(\d+):(\d+)/g;

type Found = { frame: string /** `file:line:column`, relative to the project's root. */; source: string };

/** node_modules and the bundle lie at different depths. */
const withinProject = (source: string) =>
  source.replace(/^(?:.*?\/)?(?=(?:node_modules|lib|functions|infra)\/)/, "");

export function withSources(
  text: string,
  maps: ReadonlyMap<string, string>,
): { found: readonly Found[]; unknown: readonly string[] } {
  const read = new Map<string, SourceMap>();
  const mapOf = (file: string) => {
    const text = maps.get(file);
    if (text === undefined) return undefined;
    const map = read.get(file) ?? new SourceMap(JSON.parse(text) as SourceMapPayload);
    read.set(file, map);
    return map;
  };
  const found: Found[] = [];
  const unknown: string[] = [];
  for (const [frame, file = "", line, column] of text.matchAll(FRAME)) {
    const origin = mapOf(file)?.findOrigin(Number(line), Number(column));
    if (origin && "fileName" in origin)
      found.push({
        frame,
        source: `${withinProject(origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`,
      });
    else unknown.push(frame);
  }
  return { found, unknown };
}
