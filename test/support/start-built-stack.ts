import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { Fakes } from "../../local/fakes.ts";
import { startStack } from "../../local/stack.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { builtFunctions } from "./built-functions.ts";

/** Statuses follow each other as in `npm start`, with a tenth of the pauses. */
function hurryStatuses({ meta, twilio }: Fakes): void {
  meta.statuses = meta.statuses.map((status) => ({ ...status, afterMs: status.afterMs / 10 }));
  twilio.statuses = twilio.statuses.map((status) => ({ ...status, afterMs: status.afterMs / 10 }));
}

/**
 * With the functions that all suites of a run share, unless `options` name others. Most tests are about
 * something else than the disclosure, so that it is off unless their settings say otherwise. Functions start with
 * their first call: many stacks are for tests that never call all of them. Two of each meet as well as four, and
 * start in half the time.
 */
export const startBuiltStack = async ({ prepare, ...options }: StackOptions): Promise<LocalStack> =>
  startStack({
    ahead: false,
    atOnce: 2,
    ...options,
    settings: { disclosure: "off", ...(options.settings ?? DEMO_SETTINGS) },
    bundles: options.bundles ?? (await builtFunctions()),
    prepare(fakes) {
      hurryStatuses(fakes);
      prepare?.(fakes);
    },
  });
