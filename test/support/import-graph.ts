import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync, type StringLiteral, Visitor } from "oxc-parser";

export type Import = {
  /** A module's path, or the specifier of a package. */
  to: string;
  from: "module" | "package";
  /** `type`: not there at runtime. */
  kind: "type" | "value";
};

/** By module, in the order of its lines. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

const SOURCE = /(?<!\.d)\.(ts|tsx|mjs)$/;

/** Statements, re-exports, `import()` calls and `import("…")` types. */
export function importsOf(path: string, text: string): Import[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: Import[] = [];
  const add = (source: StringLiteral, isType: boolean) => {
    const isModule = source.value.startsWith(".");
    found.push({
      to: isModule ? posix.join(posix.dirname(path), source.value) : source.value,
      from: isModule ? "module" : "package",
      kind: isType ? "type" : "value",
    });
  };
  new Visitor({
    ImportDeclaration({ source, importKind, specifiers }) {
      const allTypes =
        specifiers.length > 0 &&
        specifiers.every((one) => one.type === "ImportSpecifier" && one.importKind === "type");
      add(source, importKind === "type" || allTypes);
    },
    ExportNamedDeclaration({ source, exportKind, specifiers }) {
      const allTypes = specifiers.length > 0 && specifiers.every((one) => one.exportKind === "type");
      if (source) add(source, exportKind === "type" || allTypes);
    },
    ExportAllDeclaration({ source, exportKind }) {
      add(source, exportKind === "type");
    },
    ImportExpression({ source }) {
      // A computed one names no module.
      if (source.type === "Literal" && typeof source.value === "string") add(source, false);
    },
    TSImportType({ source }) {
      add(source, true);
    },
  }).visit(program);
  return found;
}

/** Every source file in these folders of `root`. Throws if one imports a module that is not among them. */
export function readImportGraph(root: string, folders: readonly string[]): ImportGraph {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => SOURCE.test(name))
      .map((name) => posix.join(folder, name))
      .toSorted(),
  );
  return new Map(paths.map((path) => [path, importsOf(path, readFileSync(join(root, path), "utf8"))]));
}

/** Each circle of imports once, as `a -> b -> a`. */
export function circlesOf(graph: ImportGraph): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    if (done.has(path) || trail.includes(path)) return;
    for (const { from, to } of graph.get(path) ?? []) if (from === "module") visit(to, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return circles;
}
