import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildFailure } from "esbuild";
import type { InboxPageFiles } from "../../lib/inbox-api/page-config.ts";
import { build } from "./esbuild.ts";

const WEB = fileURLToPath(new URL("../../web/inbox", import.meta.url));

/** It answers `/inbox/<name>`, and `index.html` answers `/inbox`. */
type PageFile = { name: string; type: string; body: Uint8Array };

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

const AS_THEY_ARE = [
  "manifest.webmanifest",
  "icons/icon.svg",
  "icons/icon-180.png",
  "icons/icon-192.png",
  "icons/icon-512.png",
  "icons/icon-maskable.png",
];

const pageFile = (name: string, body: Uint8Array): PageFile => ({
  name,
  type: TYPES[extname(name)] ?? "application/octet-stream",
  body,
});

/** Script and style have a hash of their content in their names. */
async function bundleInbox(): Promise<PageFile[]> {
  const { outputFiles } = await build({
    entryPoints: { main: join(WEB, "main.tsx"), style: join(WEB, "styles/style.css") },
    entryNames: "[name]-[hash]",
    outdir: WEB,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    write: false,
    logLevel: "silent",
  }).catch(({ message }: BuildFailure) => {
    throw new Error(`The page of the inbox cannot be built: ${message}`);
  });
  const built = outputFiles.map(({ path, contents }) => pageFile(basename(path), contents));
  const html = built.reduce(
    (text, { name }) => text.replace(`/inbox/${name.replace(/-\w+\./, ".")}`, `/inbox/${name}`),
    await readFile(join(WEB, "index.html"), "utf8"),
  );
  const others = await Promise.all(
    AS_THEY_ARE.map(async (name) => pageFile(basename(name), await readFile(join(WEB, name)))),
  );
  return [pageFile("index.html", Buffer.from(html)), ...built, ...others];
}

/** Hashed: for ever. Icons: a day. The rest is asked for again. */
const cacheOf = (name: string) =>
  /-[A-Z0-9]{8}\./.test(name)
    ? "public, max-age=31536000, immutable"
    : /^icon/.test(name)
      ? "public, max-age=86400"
      : "no-cache";

/** The function reads once which file answers which path. */
const pageFilesOf = (files: readonly PageFile[]): InboxPageFiles =>
  Object.fromEntries(
    files.map(({ name, type }) => [
      name === "index.html" ? "/inbox" : `/inbox/${name}`,
      {
        file: name,
        type,
        cache: cacheOf(name),
      },
    ]),
  );

/** Writes `files.json`, too. Returns the size of all in bytes. */
export async function writeInboxPage(folder: string): Promise<number> {
  const files = await bundleInbox();
  await mkdir(folder, { recursive: true });
  await Promise.all([
    ...files.map(({ name, body }) => writeFile(join(folder, name), body)),
    writeFile(join(folder, "files.json"), JSON.stringify(pageFilesOf(files))),
  ]);
  return files.reduce((sum, { body }) => sum + body.length, 0);
}
