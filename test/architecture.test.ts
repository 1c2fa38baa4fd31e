import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { build, type Metafile } from "esbuild";
import { SOURCE_FOLDERS } from "../local/template/synthesize.ts";

/** Which layer a module may import, besides its own. Nothing may import local or cli, but the types that web shares with local. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "lib/domain": [],
  "lib/application": ["lib/domain"],
  "lib/config": ["lib/domain", "declared data"],
  // The folder of a provider or an agent also holds its part of the settings and the secret: schemas and data, nothing that runs.
  "declared data": ["lib/domain", "lib/config"],
  "lib/observability": ["lib/domain", "lib/application"],
  "lib/adapters": ["lib/domain", "lib/application", "lib/config", "lib/observability"],
  "lib/providers": ["lib/domain", "lib/application", "lib/adapters", "lib/config", "declared data"],
  "lib/agents": ["lib/domain", "lib/application", "lib/adapters", "lib/config", "declared data"],
  // Shared by the function and its clients. Of the adapters the one that reads a phone number.
  "lib/operator-api": ["lib/domain", "lib/adapters"],
  functions: [
    "declared data",
    "lib/domain",
    "lib/application",
    "lib/adapters",
    "lib/providers",
    "lib/agents",
    "lib/config",
    "lib/observability",
    "lib/operator-api",
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
    "infra/bundles",
  ],
  // Of the application only the clock's type: it is a client of the operator API.
  // And the bundles' source maps, to read a log's frames.
  cli: [
    "declared data",
    "lib/domain",
    "lib/application",
    "lib/adapters",
    "lib/providers",
    "lib/agents",
    "lib/config",
    "lib/operator-api",
    "infra/bundles",
  ],
  // Types of the local stack only, which a bundle does not hold.
  web: [],
  "infra/bundles": ["lib/config"],
  // Of the adapters the one that bounds every call to AWS: CloudFormation is asked at synth whether the stack has ever run.
  infra: ["infra/bundles", "lib/domain", "lib/config", "lib/adapters", "declared data"],
};

/** The parser of agents' Markdown is the one package that the domain may use. */
const DOMAIN_PACKAGES = /^(mdast|micromark|unist|decode-named-character-reference|character-entities)/;

const DECLARED_DATA =
  /^lib\/(?:providers|agents)\/(?:\w+\/)?(?:profiles?|provider-settings|settings|secrets?)\.ts$/;

const layerOf = (path: string) =>
  DECLARED_DATA.test(path)
    ? "declared data"
    : Object.keys(MAY_IMPORT)
        .filter((layer) => path.startsWith(`${layer}/`))
        .sort((a, b) => b.length - a.length)[0];
const adapterOf = (path: string) => /^lib\/(?:adapters|providers|agents)\/([^/]+)\//.exec(path)?.[1];

describe("the import graph", () => {
  let inputs: Metafile["inputs"];
  const modules = () => Object.entries(inputs).filter(([path]) => layerOf(path));

  beforeAll(async () => {
    const functions = readdirSync("functions").map((name) => `functions/${name}/index.ts`);
    const { metafile } = await build({
      entryPoints: [
        ...functions,
        "infra/app.ts",
        "infra/local-template.ts",
        "local/main.ts",
        "cli/main.ts",
        "web/phone/main.tsx",
      ],
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      outdir: "unused",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    inputs = metafile.inputs;
  });

  it("is really seen", () => {
    for (const layer of Object.keys(MAY_IMPORT))
      expect(modules().filter(([path]) => layerOf(path) === layer).length).toBeGreaterThan(0);
    expect(modules().length).toBeGreaterThan(60);
  });

  it("points from the outside in", () => {
    const wrong = modules().flatMap(([path, { imports }]) => {
      const layer = layerOf(path) ?? "";
      return imports
        .filter(({ external }) => !external)
        .filter(
          ({ path: to }) => layerOf(to) !== layer && !MAY_IMPORT[layer]?.includes(layerOf(to) ?? "elsewhere"),
        )
        .map(({ path: to }) => `${path} imports ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  it("keeps node and npm out of the domain", () => {
    const wrong = modules()
      .filter(([path]) => path.startsWith("lib/domain/"))
      .flatMap(([path, { imports }]) =>
        imports
          .filter(({ external, path: to }) => external && !DOMAIN_PACKAGES.test(to))
          .map(({ path: to }) => `${path} imports ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it("keeps adapters apart: only http and aws are shared", () => {
    const wrong = modules().flatMap(([path, { imports }]) =>
      imports
        .filter(
          ({ external, path: to }) =>
            !external &&
            adapterOf(path) &&
            adapterOf(to) &&
            adapterOf(to) !== adapterOf(path) &&
            !["http", "aws"].includes(adapterOf(to) ?? ""),
        )
        .map(({ path: to }) => `${path} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it("lets the operator API's declarations reach only what reads a contact", () => {
    const outside = modules()
      .filter(([path]) => path.startsWith("lib/operator-api/"))
      .flatMap(([, { imports }]) => imports.filter(({ external }) => !external).map(({ path: to }) => to))
      .filter((to) => !/^lib\/(operator-api|domain)\//.test(to));
    expect(outside).toEqual(["lib/adapters/phone/phones.ts"]);
  });

  it("lets the local stack's template be made of nothing that is not looked at for changes", () => {
    const reached = new Set<string>();
    const follow = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { external, path: to } of inputs[path]?.imports ?? []) if (!external) follow(to);
    };
    follow("infra/local-template.ts");
    expect(reached.size).toBeGreaterThan(30);
    expect(
      [...reached].filter((path) => !SOURCE_FOLDERS.some((folder) => path.startsWith(`${folder}/`))),
    ).toEqual([]);
  });

  it("has no cycle", () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]) => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      if (done.has(path) || trail.includes(path)) return;
      for (const { external, path: to } of inputs[path]?.imports ?? [])
        if (!external) visit(to, [...trail, path]);
      done.add(path);
    };
    for (const [path] of modules()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it("reads the environment only where a function or a tool starts", async () => {
    const { metafile: _, outputFiles } = await build({
      entryPoints: modules().map(([path]) => path),
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
        (path) => !/^functions\/[^/]+\/index\.ts$|^infra\/app\.ts$|^cli\/main\.ts$|^local\//.test(path),
      ),
    ).toEqual([]);
  });

  it("makes clients of AWS in one place only, where every call gets a time-out", () => {
    const makers = modules()
      .map(([path]) => path)
      .filter((path) => path !== "lib/adapters/aws/client.ts")
      .filter((path) => /\bnew\s+(\w+\.)?(?!Aws)\w+Client\b/.test(readFileSync(path, "utf8")));
    expect(makers).toEqual([]);
    const users = modules().filter(([path]) => /\bawsClient\(/.test(readFileSync(path, "utf8")));
    expect(users.length).toBeGreaterThan(10);
  });
});
