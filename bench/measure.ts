import { execFile } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const CHILD = fileURLToPath(new URL("cold-child.mjs", import.meta.url));
const run = promisify(execFile);

export const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** In milliseconds. `processor`: the time that the processor spent on the cold start; `warmProcessor`: on each call after it. */
export type Cold = { cold: number; processor: number; warm: number[]; warmProcessor: number };

/** One core, as a small Lambda has: Node's other threads take their time from the same. Elsewhere than on Linux: all. */
const pinned = (command: readonly string[]) =>
  process.platform === "linux" ? ["taskset", "-c", String(cpus().length - 1), ...command] : [...command];

/** One cold start and `warmCalls` calls after it, in a process of its own. */
export async function measureOnce(
  bundle: string,
  event: string,
  env: Record<string, string>,
  warmCalls: number,
): Promise<Cold> {
  const [command = "", ...rest] = pinned([process.execPath, CHILD, bundle, event, String(warmCalls)]);
  const { stdout } = await run(command, rest, {
    env: { ...env, PATH: process.env.PATH ?? "" },
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
}
