import { copyFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleFunctions } from "../../infra/bundles/bundle.ts";
import { table } from "../table.ts";
import { REHEARSAL_USAGE, readRehearsal } from "./options.ts";
import { rehearse } from "./rehearse.ts";
import { hasFailed, rowsOf } from "./report.ts";
import type { Sample } from "./usage.ts";

const PROGRESS_EVERY = 3;

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);

/** Of a built function. */
async function inProcesses(folder: string): Promise<void> {
  const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  await rename(join(folder, "index.mjs"), join(folder, "function.mjs"));
  await copyFile(beside("function-front.mjs"), join(folder, "index.mjs"));
  await copyFile(beside("function-process.mjs"), join(folder, "function-process.mjs"));
}

/** Returns the exit code. */
export async function rehearsalMain(args: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readRehearsal>;
  try {
    options = readRehearsal(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : "unknown"}\n\n${REHEARSAL_USAGE}`);
    return 2;
  }
  if (options.help) {
    console.log(REHEARSAL_USAGE);
    return 0;
  }
  const bundles = await mkdtemp(join(tmpdir(), "chatsby-rehearsal-"));
  let samples = 0;
  const onProgress = (sample: Sample, waiting: number) => {
    if (samples++ % PROGRESS_EVERY > 0) return;
    const { seconds, answered, rssBytes, emulators } = sample;
    console.error(
      `${seconds.toFixed(0)} s: ${answered} answered, ${waiting} to go; ${megabytes(rssBytes)} MB, emulators ${megabytes(emulators.rssBytes)} MB`,
    );
  };
  try {
    await bundleFunctions({ outdir: bundles, names: ["webhook", "worker", "delivery"] });
    if (options.workerProcesses) await inProcesses(join(bundles, "worker"));
    const report = await rehearse(options, { bundles, onProgress });
    console.log(`Measured on ${report.machine}.\n\n${table(["rehearsal", ""], rowsOf(report))}`);
    for (const problem of report.problems) console.error(problem);
    if (options.json !== undefined) await writeFile(options.json, JSON.stringify(report, undefined, 1));
    return hasFailed(report) ? 1 : 0;
  } finally {
    await rm(bundles, { recursive: true, force: true });
  }
}
