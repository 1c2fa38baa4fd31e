import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Jest's globalSetup: a folder that the suites of one run share. Workers inherit the variables. */
export default async () => {
  // For glibc. By default each thread of a local stack leaves a heap behind.
  process.env.MALLOC_ARENA_MAX ??= "2";
  process.env.TEST_RUN_FOLDER = mkdtempSync(join(tmpdir(), "chatsby-test-run-"));
};
