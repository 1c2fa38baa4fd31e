import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Read } from "../../lib/config/settings/recorded-reads.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { keptTemplates } from "./kept-templates.ts";
import type { SynthesizedStack } from "./synthesized.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SYNTHESIS = join(ROOT, "infra", "local-template.ts");
const CACHE = join(ROOT, "dist", ".templates");
/** Node's compile cache of aws-cdk-lib saves a third of the time. */
const COMPILED = join(ROOT, "dist", ".compiled");
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

/**
 * The stack in infra/ for the stage "local" with these settings. Made in about a second, then kept in
 * dist/.templates until something that it is made of changes. Rejects with CDK's message.
 */
export async function synthesizedStack(
  settings: Settings,
  { cache = CACHE, synthesize = runCdk } = {},
): Promise<SynthesizedStack> {
  const input = JSON.stringify(localized(settings));
  const stage: object = JSON.parse(input);
  // Once a process: it keeps the modules that it has loaded, too.
  digest ??= digestOfSources();
  const kept = keptTemplates(cache, (await digest).slice(0, 32));
  const before = await kept.find(stage);
  if (before !== undefined) return before;
  const { reads, ...stack }: SynthesizedStack & { reads: readonly Read[] } = JSON.parse(
    await synthesize(input),
  );
  // A folder that cannot be written costs a second at the next start, and nothing else.
  await kept.add(stage, reads, stack).catch(() => undefined);
  return stack;
}
