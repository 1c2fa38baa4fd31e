import { startStack } from "../../local/stack.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { builtFunctions } from "./built-functions.ts";

/** With the functions that all suites of a run share, unless `options` name others. */
export const startBuiltStack = async (options: StackOptions): Promise<LocalStack> =>
  startStack({ ...options, bundles: options.bundles ?? (await builtFunctions()) });
