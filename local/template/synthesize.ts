import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { SynthesizedStack } from "./synthesized.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SYNTHESIS = join(ROOT, "infra", "local-template.ts");
const CACHE = join(ROOT, "dist", ".templates");
/** Node's compile cache of aws-cdk-lib saves a third of the time. */
const COMPILED = join(ROOT, "dist", ".compiled");
const MAX_KEPT = 50;
const TIMEOUT_MS = 60_000;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * What a template is made of besides the settings: infra and what it may import, providers and agents for
 * their schemas and paths (test/architecture.test.ts), CDK and its flags.
 */
export const SOURCE_FOLDERS = ["infra", "lib/config", "lib/agents", "lib/domain", "lib/providers"];
const SOURCE_FILES = ["cdk.json", "package-lock.json"];

/** Only a deployed stage can be called at these addresses. */
const localized = ({ publicUrl: _, domain: __, ...settings }: Settings): Settings => settings;

async function sources(): Promise<string[]> {
  const found = await Promise.all(
    SOURCE_FOLDERS.map(async (folder) =>
      (await readdir(join(ROOT, folder), { recursive: true }))
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(folder, name)),
    ),
  );
  return [...found.flat().toSorted(), ...SOURCE_FILES];
}

async function digestOfSources(): Promise<string> {
  const hash = createHash("sha256");
  const paths = await sources();
  const contents = await Promise.all(paths.map((path) => readFile(join(ROOT, path))));
  for (const [at, path] of paths.entries()) hash.update(`\0${path}\0`).update(contents[at] ?? "");
  return hash.digest("hex");
}

let digest: Promise<string> | undefined;

async function fingerprint(input: string): Promise<string> {
  // Once a process: it keeps the modules that it has loaded, too.
  digest ??= digestOfSources();
  return createHash("sha256")
    .update(input)
    .update(await digest)
    .digest("hex")
    .slice(0, 32);
}

/** The separate process frees aws-cdk-lib's memory at its end. */
function runCdk(input: string): Promise<string> {
  // Nothing of the environment decides what is synthesized.
  const outside = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|NODE)_/.test(name));
  const env = { ...Object.fromEntries(outside), CDK_VALIDATION: "false", NODE_COMPILE_CACHE: COMPILED };
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [SYNTHESIS],
      { env, timeout: TIMEOUT_MS, maxBuffer: MAX_BYTES },
      (error, stdout, stderr) => {
        if (error)
          reject(new Error(`The stack in infra/ cannot be synthesized:\n${stderr.trim() || error.message}`));
        else resolve(stdout);
      },
    );
    child.stdin?.end(input);
  });
}

async function keep(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Another process may be making the same one.
  const unfinished = `${path}.${process.pid}.${Date.now()}`;
  await writeFile(unfinished, text);
  await rename(unfinished, path);
  const names = await readdir(folder);
  if (names.length <= MAX_KEPT) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = aged.toSorted((one, other) => other.at - one.at).slice(MAX_KEPT);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}

/**
 * The stack in infra/ for the stage "local" with these settings. Made in about a second, then kept in
 * dist/.templates until something that it is made of changes. Rejects with CDK's message.
 */
export async function synthesizedStack(
  settings: Settings,
  { cache = CACHE, synthesize = runCdk } = {},
): Promise<SynthesizedStack> {
  const input = JSON.stringify(localized(settings));
  const path = join(cache, `${await fingerprint(input)}.json`);
  const kept = await readFile(path, "utf8")
    .then(JSON.parse, () => undefined)
    .catch(() => undefined);
  if (kept !== undefined) return kept;
  const text = await synthesize(input);
  // A folder that cannot be written costs a second at the next start, and nothing else.
  await keep(cache, path, text).catch(() => undefined);
  return JSON.parse(text);
}
