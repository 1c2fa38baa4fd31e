import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { build } from "../infra/bundles/esbuild.ts";
import { SOURCE_FOLDERS } from "../local/template/synthesize.ts";
import { circlesOf, type ImportGraph, readImportGraph } from "./support/import-graph.ts";

/** Besides its own layer. Nothing may import local or cli. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "lib/domain": [],
  "lib/application": ["lib/domain"],
  "lib/config": ["lib/domain", "declared data"],
  // The folder of a provider or an agent also holds its part of the settings and the secret: schemas and
  // data, nothing that runs.
  "declared data": ["lib/domain", "lib/config"],
  "lib/observability": ["lib/domain", "lib/application"],
  "lib/adapters": ["lib/domain", "lib/application", "lib/config", "lib/observability"],
  "lib/providers": ["lib/domain", "lib/application", "lib/adapters", "lib/config", "declared data"],
  // Engines that understand media.
  "lib/understanding": ["lib/domain", "lib/application", "lib/adapters", "lib/config"],
  "lib/agents": ["lib/domain", "lib/application", "lib/adapters", "lib/config", "declared data"],
  // Checks that need nobody: for the daily check and for doctor.
  "lib/health": [
    "lib/domain",
    "lib/application",
    "lib/adapters",
    "lib/providers",
    "lib/agents",
    "lib/config",
    "declared data",
  ],
  // Shared by the function and its clients. Of the adapters the one that reads a phone number.
  "lib/http-api": ["lib/domain", "lib/application", "lib/adapters", "lib/config"],
  "lib/operator-api": ["lib/domain", "lib/adapters", "lib/http-api"],
  "lib/inbox-api": ["lib/domain", "lib/operator-api", "lib/http-api"],
  functions: [
    "declared data",
    "lib/domain",
    "lib/application",
    "lib/adapters",
    "lib/providers",
    "lib/agents",
    "lib/understanding",
    "lib/health",
    "lib/config",
    "lib/observability",
    "lib/operator-api",
    "lib/http-api",
    "lib/inbox-api",
  ],
  local: [
    "declared data",
    "lib/domain",
    "lib/application",
    "lib/adapters",
    "lib/providers",
    "lib/agents",
    "lib/config",
    "lib/operator-api",
    "lib/http-api",
    "lib/inbox-api",
    "infra/bundles",
  ],
  // Of the application only the clock's type: it is a client of the operator API. And the bundles' source
  // maps, to read a log's frames.
  cli: [
    "declared data",
    "lib/domain",
    "lib/application",
    "lib/adapters",
    "lib/providers",
    "lib/agents",
    "lib/understanding",
    "lib/health",
    "lib/config",
    "lib/operator-api",
    "lib/http-api",
    "lib/inbox-api",
    "infra/bundles",
  ],
  // What is pure runs in a browser too.
  web: ["lib/domain"],
  "infra/bundles": ["lib/config"],
  // Of the adapters the one that bounds every call to AWS: at synth CloudFormation is asked whether the stack
  // has ever run.
  infra: ["infra/bundles", "lib/domain", "lib/config", "lib/adapters", "declared data"],
};

/** Types are not there at runtime. */
const TYPES_TOO: Record<string, readonly string[]> = {
  // What the local stack and the APIs give to the pages.
  web: ["local", "lib/inbox-api", "lib/http-api"],
  // What the inbox function reads of the page beside it.
  "infra/bundles": ["lib/inbox-api"],
  // Names of log codes: an alarm cannot wait for one that nobody writes.
  infra: ["lib/application"],
};

/** The parser of agents' Markdown is the one package that the domain may use. */
const DOMAIN_PACKAGES = /^(mdast|micromark|unist|decode-named-character-reference|character-entities)/;

const DECLARED_DATA =
  /^lib\/(?:providers|agents)\/(?:\w+\/(?:config\/)?)?(?:profiles?|provider-settings|settings|secrets?)\.ts$/;

const layerOf = (path: string) =>
  DECLARED_DATA.test(path)
    ? "declared data"
    : Object.keys(MAY_IMPORT)
        .filter((layer) => path.startsWith(`${layer}/`))
        .sort((a, b) => b.length - a.length)[0];
const adapterOf = (path: string) => /^lib\/(?:adapters|providers|agents)\/([^/]+)\//.exec(path)?.[1];

describe("the import graph", () => {
  let graph: ImportGraph;
  const layersOf = new Map<string, string>();
  /** Of another module of the project, also of a type. */
  const arrows = () =>
    [...graph].flatMap(([path, imports]) =>
      imports.filter(({ from }) => from === "module").map(({ to, kind }) => ({ path, to, kind })),
    );
  const shown = ({ path, to }: { path: string; to: string }) => `${path} imports ${to}`;

  beforeAll(() => {
    graph = readImportGraph(".", ["cli", "functions", "infra", "lib", "local", "web"]);
    for (const path of graph.keys()) {
      const layer = layerOf(path);
      if (layer) layersOf.set(path, layer);
    }
  });

  it("is really seen, with its types", () => {
    expect([...graph.keys()].filter((path) => !layersOf.has(path))).toEqual([]);
    expect(new Set(layersOf.values())).toEqual(new Set(Object.keys(MAY_IMPORT)));
    expect(graph.size).toBeGreaterThan(600);
    expect(arrows().filter(({ kind }) => kind === "type").length).toBeGreaterThan(800);
    expect(arrows().filter(({ kind }) => kind === "value").length).toBeGreaterThan(1500);
    expect(arrows().filter(({ to }) => !graph.has(to))).toEqual([]);
  });

  it("points from the outside in", () => {
    const wrong = arrows().filter(({ path, to, kind }) => {
      const [layer = "", target = "elsewhere"] = [layersOf.get(path), layersOf.get(to)];
      const allowed = [
        layer,
        ...(MAY_IMPORT[layer] ?? []),
        ...(kind === "type" ? (TYPES_TOO[layer] ?? []) : []),
      ];
      return !allowed.includes(target);
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it("keeps node and npm out of the domain", () => {
    const wrong = [...graph]
      .filter(([path]) => path.startsWith("lib/domain/"))
      .flatMap(([path, imports]) =>
        imports
          .filter(({ from, to }) => from === "package" && !DOMAIN_PACKAGES.test(to))
          .map(({ to }) => shown({ path, to })),
      );
    expect(wrong).toEqual([]);
  });

  it("keeps adapters apart: only http and aws are shared", () => {
    const wrong = arrows().filter(({ path, to }) => {
      const [mine, other] = [adapterOf(path), adapterOf(to)];
      return mine && other && mine !== other && !["http", "aws"].includes(other);
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it("lets the operator API's declarations reach only what reads a contact", () => {
    const outside = arrows()
      .filter(({ path }) => path.startsWith("lib/operator-api/"))
      .map(({ to }) => to)
      .filter((to) => !/^lib\/(operator-api|domain)\//.test(to));
    expect(new Set(outside)).toEqual(new Set(["lib/adapters/phone/phones.ts", "lib/http-api/operation.ts"]));
  });

  it("lets the local stack's template be made of nothing that is not looked at for changes", () => {
    const reached = new Set<string>();
    const follow = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { from, kind, to } of graph.get(path) ?? [])
        if (from === "module" && kind === "value") follow(to);
    };
    follow("infra/local-template.ts");
    expect(reached.size).toBeGreaterThan(30);
    expect(
      [...reached].filter((path) => !SOURCE_FOLDERS.some((folder) => path.startsWith(`${folder}/`))),
    ).toEqual([]);
  });

  it("has no circle, of types neither", () => {
    expect(circlesOf(graph)).toEqual([]);
  });

  it("reads the environment only where a function or a tool starts", async () => {
    const { metafile: _, outputFiles } = await build({
      entryPoints: [...graph.keys()],
      bundle: false,
      write: false,
      metafile: true,
      outdir: "unused",
      format: "esm",
    });
    const readers = outputFiles
      .filter(({ text }) => /\bprocess\.env\b/.test(text))
      .map(({ path }) => path.replace(/^.*unused\//, "").replace(/\.js$/, ".ts"));
    expect(
      readers.filter(
        (path) =>
          !/^functions\/[^/]+\/index\.ts$|^infra\/app\.ts$|^cli\/(?:main|launch)\.ts$|^local\//.test(path),
      ),
    ).toEqual([]);
  });

  it("makes clients of AWS in one place only, where every call gets a time-out", () => {
    const makers = [...graph.keys()]
      .filter((path) => path !== "lib/adapters/aws/client.ts")
      .filter((path) => /\bnew\s+(\w+\.)?(?!Aws)\w+Client\b/.test(readFileSync(path, "utf8")));
    expect(makers).toEqual([]);
    const deployed = [...graph.keys()].filter((path) => /^(?:lib|functions)\//.test(path));
    const filesWith = (text: RegExp) =>
      deployed.filter((path) => text.test(readFileSync(path, "utf8"))).sort();
    expect(filesWith(/\bjsonClient\(/)).toEqual(
      ["json-client", "thin"].map((name) => `lib/adapters/aws/${name}.ts`),
    );
    // The other one is the worker's fetch, whose callers give each call its time.
    expect(filesWith(/\bprotocolOf\(|"node:https"/)).toEqual([
      "lib/adapters/aws/post.ts",
      "lib/adapters/http/light-fetch.ts",
      "lib/adapters/http/protocol.ts",
    ]);
    const users = [...graph.keys()].filter((path) => /\bawsClient\(/.test(readFileSync(path, "utf8")));
    expect(users.length).toBeGreaterThan(10);
  });
});
