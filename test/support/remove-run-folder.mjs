import { rmSync } from "node:fs";

/** Jest's globalTeardown. */
export default async () => {
  rmSync(process.env.TEST_RUN_FOLDER, { recursive: true, force: true });
};
