import { fileURLToPath } from "node:url";
import { FUNCTION_NAMES } from "../lib/config/deployment/function-names.ts";
import { stageCode } from "./bundles/stage-code.ts";
import { synthesizeStage } from "./synthesize-stage.ts";

/** Not the folders of `npm run build`: a local run may be using those. */
const STAGED = fileURLToPath(new URL("../dist/.staged", import.meta.url));

try {
  await synthesizeStage(
    (stage, settings) => stageCode(FUNCTION_NAMES, settings, `${STAGED}/${stage}`),
    process.env,
  );
} catch (error) {
  // The message holds the problem. A stack trace helps nobody who wrote a settings file.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
