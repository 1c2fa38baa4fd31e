import { rmSync } from "node:fs";
import { lender } from "../browser/chromium.ts";

/** Jest's globalTeardown. */
export default async () => {
  await lender.stop();
  rmSync(process.env.TEST_RUN_FOLDER, { recursive: true, force: true });
};
