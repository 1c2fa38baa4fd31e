import { execFileSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Metafile } from "esbuild";
import { type BundledFunction, bundleFunctions } from "../../infra/bundles/bundle.ts";
import { build } from "../../infra/bundles/esbuild.ts";
import { stageCode } from "../../infra/bundles/stage-code.ts";
import { FUNCTION_NAMES } from "../../lib/config/deployment/function-names.ts";
import { builtFunctions } from "../support/built-functions.ts";
import { META, settingsOf } from "./synthesized.ts";

/** Older packages name them without "node:". */
const BUILTINS = new Set(builtinModules);

const workspace = mkdtempSync(join(tmpdir(), "infra-bundles-"));
afterAll(() => rmSync(workspace, { recursive: true }));

/** In the bundle; modules that only gave types are not. */
const modulesOf = ({ metafile }: BundledFunction) =>
  Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );

/** What is loaded before the first call: not what is imported late. */
function startOf({ name, metafile: { outputs } }: BundledFunction): Metafile["outputs"][string][] {
  const start = Object.keys(outputs).find((path) =>
    outputs[path]?.entryPoint?.endsWith(`functions/${name}/index.ts`),
  );
  const reached = new Set<string>();
  const follow = (path: string | undefined): void => {
    if (path === undefined || reached.has(path)) return;
    reached.add(path);
    for (const { path: next, kind } of outputs[path]?.imports ?? [])
      if (kind === "import-statement" && next in outputs) follow(next);
  };
  follow(start);
  return [...reached].flatMap((path) => outputs[path] ?? []);
}

/** Paths of all files, below folders too, relative to it. */
const filesIn = (folder: string): string[] =>
  globSync("**/*.*", { cwd: folder })
    .map((path) => path.replaceAll("\\", "/"))
    .sort();

const packageOf = (module: string) =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules\/)/.exec(module)?.[1];

describe("the functions' bundles", () => {
  let bundles: readonly BundledFunction[] = [];
  const bundle = (name: string) => {
    const found = bundles.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`no bundle of ${name}`);
    return found;
  };
  beforeAll(async () => {
    bundles = await bundleFunctions({ outdir: join(workspace, "dist") });
  });

  it.each(FUNCTION_NAMES)("hold all that %s needs to run, and export its handler", (name) => {
    const { entry, folder, metafile } = bundle(name);
    expect(entry).toBe(join(workspace, "dist", name, "index.mjs"));
    const others = filesIn(folder).filter((file) => !/^[^/]+\.mjs$/.test(file));
    // Only the inbox serves a page.
    expect(others.filter((file) => !(name === "inbox" && file.startsWith("page/")))).toEqual([]);
    const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) =>
      entryPoint?.endsWith(`functions/${name}/index.ts`),
    );
    expect(output?.exports).toEqual(["handler"]);
    const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    );
    expect(outside.filter((path) => !path.startsWith("node:") && !BUILTINS.has(path))).toEqual([]);
  });

  it("spare the webhook what it does not need: its cold start is what Meta times", () => {
    const modules = modulesOf(bundle("webhook"));
    expect(modules.filter((path) => path.startsWith("lib/")).length).toBeGreaterThan(10);
    expect(modules.some((path) => path.endsWith("lib/providers/meta/webhook/signature.ts"))).toBe(true);
    expect(
      modules.filter((path) =>
        /lib\/(?:providers|agents)\/(?:[\w-]+\/)*(?:send\w+|catalogues?|templates?|settings|signing|account|connect|agent)\.ts|mdast|micromark|domain\/language\/(?:languages|en)\.ts/.test(
          path,
        ),
      ),
    ).toEqual([]);
  });

  it.each(["webhook", "worker", "delivery", "inbox", "operator", "agent-actions", "lead-webhook"])(
    "start %s without AWS's SDK, and without `node:http`, whose import loads undici",
    (name) => {
      const outputs = startOf(bundle(name));
      const modules = outputs.flatMap(({ inputs }) => Object.keys(inputs));
      expect(modules.some((path) => path.endsWith("lib/adapters/aws/thin.ts"))).toBe(true);
      expect(modules.filter((path) => /@aws-sdk|@smithy/.test(path))).toEqual([]);
      const builtIns = outputs.flatMap(({ imports }) => imports.map(({ path }) => path));
      expect(builtIns.filter((path) => path === "node:http" || path === "http")).toEqual([]);
      expect(builtIns).toContain("node:https");
    },
  );

  it("have the worker load the engines, and what looks at files, with the first file only, and the formatter with the first answer", () => {
    const late =
      /functions\/worker\/understanding|look-at-file|micromark|character-entities|domain\/markup\/format|client-transcribe-streaming|client-bedrock-runtime|file-type|image-size|lib\/understanding\/(?:aws|openai)/;
    const modulesIn = (outputs: readonly Metafile["outputs"][string][]) =>
      outputs.flatMap(({ inputs }) => Object.keys(inputs)).filter((path) => late.test(path));
    expect(modulesIn(startOf(bundle("worker")))).toEqual([]);
    expect(modulesIn(Object.values(bundle("worker").metafile.outputs)).length).toBeGreaterThan(20);
  });

  it("spare the operator function the schemas of its results, which only clients parse", async () => {
    const api = /^lib\/operator-api\/(?!errors)/;
    const bytesIn = (outputs: Metafile["outputs"]) =>
      Object.values(outputs)
        .flatMap(({ inputs }) => Object.entries(inputs))
        .reduce((sum, [path, { bytesInOutput }]) => sum + (api.test(path) ? bytesInOutput : 0), 0);
    const bundled = async (...names: string[]) => {
      const contents = names.map((name) => `export * from "./lib/operator-api/${name}.ts";`).join("");
      const options = {
        bundle: true,
        minify: true,
        format: "esm",
        platform: "node",
        write: false,
        metafile: true,
      } as const;
      return bytesIn(
        (await build({ ...options, stdin: { contents, resolveDir: process.cwd() } })).metafile.outputs,
      );
    };
    const [declarations, withResults] = [await bundled("operations"), await bundled("operations", "results")];
    expect(withResults).toBeGreaterThan(declarations * 1.5);
    expect(bytesIn(bundle("operator").metafile.outputs)).toBeLessThan(declarations * 1.1);
  });

  it("give the delivery function what error codes mean, and nothing that sends", () => {
    const modules = modulesOf(bundle("delivery")).filter(
      // What Meta's notices mean is text only.
      (path) => path.startsWith("lib/providers/") && !path.includes("/meta/notices/"),
    );
    expect(modules.filter((path) => path.endsWith("/failure-actions.ts"))).toHaveLength(2);
    expect(modules.filter((path) => /send|parse|webhook|template/.test(basename(path)))).toEqual([]);
  });

  it.each(FUNCTION_NAMES)("hold nothing of %s's development", (name) => {
    const modules = modulesOf(bundle(name));
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.filter((path) => /^(test|bench|infra|cli|local|web)\//.test(path))).toEqual([]);
    const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
      readFileSync("package.json", "utf8"),
    );
    const packages = new Set(modules.map(packageOf));
    expect(packages.size).toBeGreaterThan(3);
    expect(Object.keys(devDependencies).filter((dependency) => packages.has(dependency))).toEqual([]);
  });

  it("are the same bytes every time, so that a deployment replaces only what changed", async () => {
    const again = await builtFunctions();
    for (const { name, folder: before } of bundles) {
      const folder = join(again, name);
      expect(filesIn(folder)).toEqual(filesIn(before));
      for (const file of filesIn(folder))
        expect(readFileSync(join(folder, file)).equals(readFileSync(join(before, file)))).toBe(true);
    }
  });

  it("lie beside the effective settings where they are deployed", async () => {
    const settings = settingsOf({ numbers: [META] });
    const code = await stageCode(["delivery"], settings, join(workspace, "staged"));
    expect(JSON.parse(readFileSync(join(code.delivery, "settings.json"), "utf8"))).toEqual(settings);
    expect(existsSync(join(code.delivery, "index.mjs"))).toBe(true);
  });
});

describe("the bundler", () => {
  const source = join(workspace, "functions");
  const outdir = join(workspace, "hello");
  const functionOf = (name: string, files: Record<string, string>) => {
    mkdirSync(join(source, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(source, name, file), text);
  };
  const run = (entry: string) =>
    execFileSync(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { handler } from ${JSON.stringify(entry)}; console.log(handler())`,
      ],
      {
        encoding: "utf8",
      },
    );
  beforeAll(() => {
    functionOf("hello", { "index.ts": 'export const handler = (): string => "hello";' });
    functionOf("old", {
      "index.ts": 'import { base } from "./common.cjs"; export const handler = (): string => base("/a/b");',
      "common.cjs": 'const path = require("path"); exports.base = (text) => path.basename(text);',
    });
    mkdirSync(join(source, "notes"), { recursive: true });
  });

  it("builds every folder that has an index.ts, and runs", async () => {
    const built = await bundleFunctions({ source, outdir });
    expect(built.map(({ name }) => name)).toEqual(["hello", "old"]);
    expect(built.map(({ entry }) => run(entry).trim())).toEqual(["hello", "b"]);
  });

  it("adds a require only to those that would not run without it", async () => {
    const [hello, old] = await bundleFunctions({ source, outdir });
    expect(readFileSync(hello?.entry ?? "", "utf8")).not.toContain("createRequire");
    expect(readFileSync(old?.entry ?? "", "utf8")).toContain("createRequire");
  });

  it("removes what an earlier build of that function left, and leaves the others alone", async () => {
    await bundleFunctions({ source, outdir });
    writeFileSync(join(outdir, "hello", "chunk-STALE.mjs"), "");
    writeFileSync(join(outdir, "old", "mine.txt"), "");
    await bundleFunctions({ source, outdir, names: ["hello"] });
    expect(readdirSync(join(outdir, "hello"))).toEqual(["index.mjs"]);
    expect(readdirSync(join(outdir, "old")).sort()).toEqual(["index.mjs", "mine.txt"]);
  });

  it("names the existing functions when asked for one that is missing", async () => {
    await expect(bundleFunctions({ source, outdir, names: ["hello", "bye"] })).rejects.toThrow(
      /No function named bye .* There are: hello, old\./,
    );
  });

  it("reports every error of a function that cannot be built, with its place", async () => {
    const broken = join(workspace, "broken");
    mkdirSync(join(broken, "bad"), { recursive: true });
    writeFileSync(join(broken, "bad", "index.ts"), 'import "./one.ts";\nimport "./two.ts";\n');
    const built = bundleFunctions({ source: broken, outdir });
    await expect(built).rejects.toThrow(
      /function bad cannot be built:\n.*index\.ts:1: .*one\.ts.*\n.*index\.ts:2: .*two\.ts/,
    );
  });
});
