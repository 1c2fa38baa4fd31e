import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { Subject } from "./cold-start.ts";

/** The product depends on none of them. */
const PACKAGES = [
  "@aws-lambda-powertools/idempotency@2.35.0",
  "@chat-adapter/whatsapp@4.41.1",
  "chat@4.41.1",
  "whatsapp-api-js@6.3.0",
];
const NAMES = ["whatsapp-api-js", "powertools-idempotency", "chat-adapter"];

/** The clients of the reference, in the same versions. */
async function clients(): Promise<string[]> {
  const { dependencies } = JSON.parse(await readFile("package.json", "utf8"));
  return ["client-dynamodb", "client-sqs"].map(
    (name) => `@aws-sdk/${name}@${dependencies[`@aws-sdk/${name}`]}`,
  );
}

/** In a temporary folder, from the registry. */
export async function installPeers(): Promise<Subject[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-peers-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "package.json"), '{"private":true,"type":"module"}');
  console.error(`installing into ${folder}: ${PACKAGES.join(", ")} ...`);
  // Powertools takes any version of lib-dynamodb: the newest one may want newer clients.
  const all = [...PACKAGES, ...(await clients()), "@aws-sdk/lib-dynamodb"];
  await promisify(execFile)(
    "npm",
    ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", ...all],
    { cwd: folder },
  );
  await cp("bench/reference/peers", join(folder, "src"), { recursive: true });
  await build({
    entryPoints: NAMES.map((name) => join(folder, "src", `${name}.mjs`)),
    outdir: join(folder, "dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    banner: {
      js: 'import{createRequire as __makeRequire}from"node:module";const require=__makeRequire(import.meta.url);',
    },
  });
  return Promise.all(
    NAMES.map(async (name) => {
      const entry = join(folder, "dist", `${name}.mjs`);
      return { name, entry, kilobytes: (await stat(entry)).size / 1000 };
    }),
  );
}
