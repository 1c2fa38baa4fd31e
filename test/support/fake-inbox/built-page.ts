import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { InboxPageFiles } from "../../../lib/inbox-api/page-config.ts";

const BUILD = `
  const { writeInboxPage } = await import("./infra/bundles/inbox-page.ts");
  await writeInboxPage(process.argv[1]);
`;

/** The page as it is deployed: which file answers which path, and how to read one. */
export type BuiltPage = { files: InboxPageFiles; read(file: string): Buffer };

const pageIn = (folder: string): BuiltPage => ({
  files: JSON.parse(readFileSync(join(folder, "files.json"), "utf8")),
  read: (file) => readFileSync(join(folder, file)),
});

/** Built once a folder, which is by default the test run's, in a process of its own: see test/support/built-functions.ts. */
export async function builtPage(shared = process.env.TEST_RUN_FOLDER): Promise<BuiltPage> {
  if (!shared) throw new Error("TEST_RUN_FOLDER is set by test/support/run-folder.mjs");
  const folder = join(shared, "inbox-page");
  if (existsSync(folder)) return pageIn(folder);
  const building = await mkdtemp(join(shared, "building-"));
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", BUILD, building]);
  // Another suite may have been faster.
  await rename(building, folder).catch(() => rm(building, { recursive: true }));
  return pageIn(folder);
}
