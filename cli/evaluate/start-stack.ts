import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import { CliProblem, EXIT } from "../problem.ts";

export type StackToStart = {
  /** Default: the demo's. */
  settings?: SettingsFile;
  secrets: Secrets;
};
export type StartedStack = { url: string; stop(): Promise<void> };

const PROGRAM = fileURLToPath(new URL("../../local/evaluation.ts", import.meta.url));
const STOP_TIMEOUT_MS = 8 * SECOND_MS;
/** These belong to `npm start`. */
const NOT_PASSED_ON =
  /^(PORT|CHATSBY_API_KEY|WA_|AWS_ENDPOINT_URL|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_PROFILE|AWS_REGION)/;

/**
 * The whole system in a process of its own, without its terminal: Ctrl-C reaches only the command, which then
 * stops it. Throws CliProblem if it does not start.
 */
export async function startLocalStack(
  { settings, secrets }: StackToStart,
  env: Readonly<Record<string, string | undefined>>,
): Promise<StartedStack> {
  const folder = await mkdtemp(join(tmpdir(), "wa-evaluate-"));
  const path = join(folder, "settings.json");
  if (settings) await writeFile(path, JSON.stringify(settings), { mode: 0o600 });
  const inherited = Object.entries(env).filter(([name]) => !NOT_PASSED_ON.test(name));
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      ...Object.fromEntries(inherited),
      PORT: "0",
      WA_SECRETS: JSON.stringify(secrets),
      ...(settings && { WA_SETTINGS: path }),
    },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  const closed = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
  const stop = async () => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await closed;
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true });
  };
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<string | undefined>((resolve) => {
    lines.on("line", (line) => {
      const [, url] = /^ready (http\S+)$/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
    void closed.then(() => resolve(undefined));
  });
  const url = await ready;
  if (url !== undefined) return { url, stop };
  await stop();
  throw new CliProblem(
    EXIT.failed,
    "The system did not start on this machine.",
    complaint.trim().split("\n"),
  );
}
