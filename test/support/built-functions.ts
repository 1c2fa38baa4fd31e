import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const BUILD = `
  const { bundleFunctions } = await import("./infra/bundles/bundle.ts");
  await bundleFunctions({ outdir: process.argv[1] });
`;

/**
 * All functions as they are deployed: built once a test run, by the first suite that asks.
 * In a separate process: esbuild's service would stay in each test process, with 360 MB.
 */
export async function builtFunctions(): Promise<string> {
  const shared = process.env.TEST_RUN_FOLDER;
  if (!shared) throw new Error("TEST_RUN_FOLDER is set by test/support/run-folder.mjs");
  const folder = join(shared, "functions");
  if (existsSync(folder)) return folder;
  const building = await mkdtemp(join(shared, "building-"));
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", BUILD, building]);
  // Another suite may have been faster.
  await rename(building, folder).catch(() => rm(building, { recursive: true }));
  return folder;
}
