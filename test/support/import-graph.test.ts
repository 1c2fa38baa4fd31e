import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { circlesOf, importsOf, readImportGraph } from "./import-graph.ts";

const arrow = (to: string, kind: "type" | "value") => ({ to, from: "module", kind });

describe("the imports of a source text", () => {
  it.each([
    ['import { a } from "./b.ts";', "value"],
    ['import a from "./b.ts";', "value"],
    ['import * as a from "./b.ts";', "value"],
    ['import "./b.ts";', "value"],
    ['import a, { type B } from "./b.ts";', "value"],
    ['import { a, type B } from "./b.ts";', "value"],
    ['import {\n  a,\n  c,\n} from "./b.ts";', "value"],
    ['export { a } from "./b.ts";', "value"],
    ['export * from "./b.ts";', "value"],
    ['export * as a from "./b.ts";', "value"],
    ['const { a } = await import("./b.ts");', "value"],
    ['const a = () =>\n  import(\n    "./b.ts"\n  );', "value"],
    ['import type { B } from "./b.ts";', "type"],
    ['import type B from "./b.ts";', "type"],
    ['import type * as B from "./b.ts";', "type"],
    ['import { type B } from "./b.ts";', "type"],
    ['import {\n  type B,\n  type C as D,\n} from "./b.ts";', "type"],
    ['export type { B } from "./b.ts";', "type"],
    ['export { type B } from "./b.ts";', "type"],
    ['export type * from "./b.ts";', "type"],
    ['let a: import("./b.ts").B;', "type"],
    ['type A = readonly (typeof import("./b.ts"))[];', "type"],
  ] as const)("are seen in %j", (text, kind) => {
    expect(importsOf("lib/a.ts", text)).toEqual([arrow("lib/b.ts", kind)]);
  });

  it.each([
    '// import { a } from "./b.ts";',
    '/* export * from "./b.ts" */',
    "const a = 'import { a } from \"./b.ts\";';",
    'const a = `\nimport { a } from "./b.ts";\n`;',
    "const name = './b.ts'; void import(name);",
    "const a = 1; export { a };",
  ])("are not seen in %j", (text) => {
    expect(importsOf("lib/a.ts", text)).toEqual([]);
  });

  it("names a module by its path, and a package as it is written", () => {
    const text =
      'import "../c/d.ts"; import "./e.ts"; import "node:fs"; import type { S } from "@aws/sdk/x";';
    expect(importsOf("lib/a/b.ts", text)).toEqual([
      arrow("lib/c/d.ts", "value"),
      arrow("lib/a/e.ts", "value"),
      { to: "node:fs", from: "package", kind: "value" },
      { to: "@aws/sdk/x", from: "package", kind: "type" },
    ]);
  });

  it("are seen beside what only a page has", () => {
    expect(
      importsOf("web/a.tsx", 'import { B } from "./b.tsx"; export const A = () => <B a="import" />;'),
    ).toEqual([arrow("web/b.tsx", "value")]);
  });

  it("are not guessed in a text that is no program", () => {
    expect(() => importsOf("lib/a.ts", 'import { from "./b.ts"')).toThrow("lib/a.ts: ");
  });
});

describe("the graph of planted files", () => {
  let root = "";
  const plant = (files: Record<string, string>) => {
    root = mkdtempSync(join(tmpdir(), "import-graph-"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  };
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("holds every source file of the folders and no other", () => {
    const files = ["lib/a.ts", "lib/deep/b.mjs", "lib/c.tsx", "lib/README.md", "lib/d.d.ts", "test/e.ts"];
    plant(Object.fromEntries(files.map((path) => [path, ""])));
    expect([...readImportGraph(root, ["lib"]).keys()].toSorted()).toEqual([
      "lib/a.ts",
      "lib/c.tsx",
      "lib/deep/b.mjs",
    ]);
  });

  it("is empty without files, so a test of it must ask how many it saw", () => {
    plant({ "lib/README.md": "" });
    expect(readImportGraph(root, ["lib"]).size).toBe(0);
  });

  it("shows circles, also those of types only", () => {
    plant({
      "lib/a.ts": 'import type { B } from "./b.ts"; export type A = B;',
      "lib/b.ts": 'import { c } from "./c.ts"; export type B = typeof c;',
      "lib/c.ts": 'export const c = (a: import("./a.ts").A) => a;',
      "lib/d.ts": 'import "./a.ts"; import "./c.ts";',
    });
    expect(circlesOf(readImportGraph(root, ["lib"]))).toEqual([
      "lib/a.ts -> lib/b.ts -> lib/c.ts -> lib/a.ts",
    ]);
  });

  it("shows a module that imports itself, and none where two paths meet", () => {
    plant({
      "lib/a.ts": 'import "./b.ts"; import "./c.ts";',
      "lib/b.ts": 'import "./d.ts";',
      "lib/c.ts": 'import "./d.ts";',
      "lib/d.ts": 'import type { D } from "./d.ts";',
    });
    expect(circlesOf(readImportGraph(root, ["lib"]))).toEqual(["lib/d.ts -> lib/d.ts"]);
  });
});
