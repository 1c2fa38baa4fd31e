import { cp, mkdir, mkdtemp, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { assertLoopback } from "./emulator.ts";
import { type Ended, runProcess } from "./processes.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = [
  "functions",
  "infra",
  "lib",
  "cli",
  "local",
  "web",
  "cdk.json",
  "package.json",
  "tsconfig.json",
];

type RunOptions = { env?: Record<string, string>; onLine?(line: string): void };

export type Project = {
  folder: string;
  /** For all commands from now on. */
  reach(env: Record<string, string>): void;
  settings: { read(): Promise<SettingsFile>; write(settings: SettingsFile): Promise<void> };
  /** The real CDK CLI. */
  cdk(...args: string[]): Promise<Ended>;
  /** The `wa` command, without a terminal. */
  wa(args: readonly string[], options?: RunOptions): Promise<Ended>;
};

/** Settings and cdk.out of the original stay as they are. */
export async function copyProject(stage: string): Promise<Project> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "chatsby-whatsapp-aws-"));
  for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await symlink(await realpath(join(ROOT, "node_modules")), join(folder, "node_modules"));
  await mkdir(join(folder, "home"));
  const path = join(folder, "infra/settings", `${stage}.json`);
  let env: Record<string, string> = {};
  const node = (args: readonly string[], options: RunOptions = {}) => {
    assertLoopback(env.AWS_ENDPOINT_URL);
    return runProcess(process.execPath, args, { cwd: folder, ...options, env: { ...env, ...options.env } });
  };
  return {
    folder,
    reach: (given) => {
      env = given;
    },
    settings: {
      read: async () => JSON.parse(await readFile(path, "utf8")),
      write: (settings) => writeFile(path, `${JSON.stringify(settings, undefined, 2)}\n`),
    },
    cdk: (...args) => node(["node_modules/aws-cdk/bin/cdk", ...args]),
    wa: (args, options) => node(["cli/main.ts", ...args], options),
  };
}
