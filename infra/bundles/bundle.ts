import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildFailure, BuildOptions, Metafile } from "esbuild";
import { atBuild } from "./at-build.ts";
import { build } from "./esbuild.ts";
import { writeInboxPage } from "./inbox-page.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** CommonJS dependencies need the `require` that ES modules lack. One line. */
const REQUIRE_BANNER =
  'import{createRequire as __makeRequire}from"node:module";const require=__makeRequire(import.meta.url);\n';

export type BundledFunction = {
  name: string;
  /** Absolute path of the folder to deploy. */
  folder: string;
  /** Absolute path of the module that exports `handler`. */
  entry: string;
  bytes: number;
  /** Paths are relative to the project's root. */
  metafile: Metafile;
  /**
   * By file name. Not in the folder: loading a source map would slow each cold start (docs/decisions/0016).
   */
  maps: ReadonlyMap<string, string>;
};

type BundleOptions = {
  /** Gets a folder per function. Default: the project's `dist`. */
  outdir?: string;
  /** Default: all functions. */
  names?: readonly string[];
  /** One folder per function. Default: the project's `functions`. */
  source?: string;
};

/**
 * Writes `<outdir>/<name>/index.mjs` and its chunks, in place of an earlier build. Throws if a named function
 * does not exist, or if there is none at all.
 */
export async function bundleFunctions(options: BundleOptions = {}): Promise<readonly BundledFunction[]> {
  const source = resolve(options.source ?? join(ROOT, "functions"));
  const outdir = resolve(options.outdir ?? join(ROOT, "dist"));
  const found = await functionsIn(source);
  const unknown = (options.names ?? []).filter((name) => !found.includes(name));
  if (unknown.length > 0)
    throw new Error(
      `No function named ${unknown.join(", ")} in ${source}. There are: ${found.join(", ") || "none"}.`,
    );
  const names = options.names ?? found;
  if (names.length === 0) throw new Error(`No function to build: ${source} has no folder with an index.ts.`);
  // One after the other: all at once takes four times the memory (840 MB) and no less time.
  const bundled: BundledFunction[] = [];
  for (const name of names)
    bundled.push(await bundleOne(name, join(source, name, "index.ts"), join(outdir, name)));
  return bundled;
}

async function functionsIn(source: string): Promise<string[]> {
  const folders = (await readdir(source, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const entries = await Promise.all(
    folders.map(({ name }) => stat(join(source, name, "index.ts")).catch(() => undefined)),
  );
  return folders.flatMap(({ name }, at) => (entries[at]?.isFile() ? [name] : [])).sort();
}

async function bundleOne(name: string, source: string, folder: string): Promise<BundledFunction> {
  await rm(folder, { recursive: true, force: true });
  const options = {
    absWorkingDir: ROOT,
    entryPoints: { index: source },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // What is imported late gets chunks of its own: a cold start does not parse them.
    splitting: true,
    format: "esm",
    minify: true,
    legalComments: "none",
    mainFields: ["module", "main"],
    platform: "node",
    target: "node24",
    metafile: true,
    plugins: [atBuild],
    // Always created: the chunks' names depend on them.
    sourcemap: "external",
    sourcesContent: false,
    write: false,
    // `explained` reports it once.
    logLevel: "silent",
  } satisfies BuildOptions;
  const built = await build(options).catch(explained(name));
  // Not by esbuild's `banner`: whether it is needed is known afterwards, and a second build takes seconds.
  const banner = needsRequire(built.metafile) ? REQUIRE_BANNER : "";
  const isMap = (path: string) => path.endsWith(".map");
  const files = built.outputFiles
    .filter(({ path }) => !isMap(path))
    .map(({ path, contents }) => ({ path, contents: Buffer.concat([Buffer.from(banner), contents]) }));
  const maps = built.outputFiles.filter(({ path }) => isMap(path));
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map(({ path, contents }) => writeFile(path, contents)));
  const pageBytes = name === "inbox" ? await writeInboxPage(join(folder, "page")) : 0;
  const outputs = Object.fromEntries(Object.entries(built.metafile.outputs).filter(([path]) => !isMap(path)));
  return {
    name,
    folder,
    entry: join(folder, "index.mjs"),
    bytes: files.reduce((sum, { contents }) => sum + contents.length, pageBytes),
    metafile: { ...built.metafile, outputs },
    maps: new Map(maps.map(({ path, text }) => [basename(path, ".map"), banner ? oneLineLower(text) : text])),
  };
}

/** Of a source map. */
function oneLineLower(text: string): string {
  const map: { mappings: string } = JSON.parse(text);
  return JSON.stringify({ ...map, mappings: `;${map.mappings}` });
}

/** One line per error, with its location: esbuild's message shows only the first few. */
const explained = (name: string) => (error: BuildFailure) => {
  const lines = error.errors.map(
    ({ location, text }) => `  ${location ? `${location.file}:${location.line}: ` : ""}${text}`,
  );
  throw new Error(`The function ${name} cannot be built:\n${lines.join("\n")}`);
};

/** A bundled CommonJS module's call of `require` for a Node module would throw in an ES module. */
const needsRequire = ({ outputs }: Metafile) =>
  Object.values(outputs).some(({ imports }) =>
    imports.some(({ kind, external }) => external === true && kind === "require-call"),
  );
