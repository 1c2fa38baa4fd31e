import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const CHILD = fileURLToPath(new URL("cold-child.mjs", import.meta.url));
const run = promisify(execFile);

export const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** In milliseconds. `processor`: the time that the processor spent on the cold start. */
export type Cold = { cold: number; processor: number; warm: number[] };

/** One cold start and `warmCalls` calls after it, in a process of its own. */
export async function measureOnce(
  bundle: string,
  event: string,
  env: Record<string, string>,
  warmCalls: number,
): Promise<Cold> {
  const { stdout } = await run(process.execPath, [CHILD, bundle, event, String(warmCalls)], {
    env,
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
}
