import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Jest's globalSetup: a folder that the suites of one run share. Workers inherit the variable. */
export default () => {
  process.env.TEST_RUN_FOLDER = mkdtempSync(join(tmpdir(), "chatsby-test-run-"));
};
