import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InboxPageFiles } from "../../../lib/inbox-api/page-config.ts";
import { builtOnce } from "../built-once.ts";

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

/** Built once a folder, which is by default the test run's. */
export const builtPage = async (shared?: string): Promise<BuiltPage> =>
  pageIn(await builtOnce("inbox-page", BUILD, shared));
