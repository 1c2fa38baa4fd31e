import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { waitFor } from "./wait-for.ts";

/**
 * A folder of this test run: the first suite that asks fills it, and suites in other workers wait for that. The
 * module runs in a separate process, with a new folder as its argument. After a failure the next suite tries.
 */
export async function builtOnce(name: string, module: string, shared = process.env.TEST_RUN_FOLDER) {
  if (!shared) throw new Error("TEST_RUN_FOLDER is set by test/support/run-folder.mjs");
  const folder = join(shared, name);
  const lock = `${folder}.lock`;
  while (!existsSync(folder)) {
    const isFirst = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (!isFirst) {
      await waitFor(`${name} of another suite`, () => existsSync(folder) || !existsSync(lock), 60);
      continue;
    }
    try {
      // Another suite may have finished between the two looks.
      if (existsSync(folder)) break;
      const building = await mkdtemp(join(shared, "building-"));
      await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", module, building]);
      await rename(building, folder);
    } finally {
      await rmdir(lock);
    }
  }
  return folder;
}
