import { DEMO_SETTINGS } from "../../local/demo.ts";
import { startStack } from "../../local/stack.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { builtFunctions } from "./built-functions.ts";

/**
 * With the functions that all suites of a run share, unless `options` name others. Most tests are about
 * something else than the disclosure, so that it is off unless their settings say otherwise.
 */
export const startBuiltStack = async (options: StackOptions): Promise<LocalStack> =>
  startStack({
    ...options,
    settings: { disclosure: "off", ...(options.settings ?? DEMO_SETTINGS) },
    bundles: options.bundles ?? (await builtFunctions()),
  });
