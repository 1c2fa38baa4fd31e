import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Jest's globalSetup: a folder that the suites of one run share. Workers inherit the variables. */
export default async () => {
  // For glibc. By default each thread of a local stack leaves a heap behind, and freed files of some MB leave holes
  // in it.
  process.env.MALLOC_ARENA_MAX ??= "2";
  process.env.MALLOC_MMAP_THRESHOLD_ ??= String(256 * 1024);
  process.env.MALLOC_TRIM_THRESHOLD_ ??= String(1024 * 1024);
  // What V8 keeps for young objects, by default up to 128 MB. Workers and their threads inherit the flag of
  // package.json's script, the programs that they start do so here.
  const young = process.execArgv.filter((flag) => flag.startsWith("--max-semi-space-size"));
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS ?? "", ...young].join(" ");
  process.env.TEST_RUN_FOLDER = mkdtempSync(join(tmpdir(), "chatsby-test-run-"));
};
