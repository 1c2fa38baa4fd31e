import { afterAll, beforeAll } from "@jest/globals";
import type { SettingsFile } from "../../lib/config/settings.ts";
import { isEmpty } from "../../local/aws/queues.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { startBuiltStack } from "./start-built-stack.ts";
import { waitFor } from "./wait-for.ts";

/** For the tests of a file. `turns` are merged into the demo's settings. */
export function aStack(options: StackOptions & { turns?: SettingsFile["turns"] } = {}): () => LocalStack {
  let stack: LocalStack;
  beforeAll(async () => {
    const { turns, ...rest } = options;
    stack = await startBuiltStack({
      settings: { ...DEMO_SETTINGS, turns: { quietSeconds: 0, maxWaitSeconds: 0, ...turns } },
      ...rest,
    });
  });
  afterAll(() => stack.stop());
  return () => stack;
}

type Rest = {
  seconds?: number;
  /** Dead letters may lie there. */
  deadLetters?: "any";
  /** What waits for another attempt is tried at once. */
  hurry?: boolean;
};

/** Nothing is queued or being worked on, and no provider's webhook is on its way. */
export const atRest = (stack: LocalStack, { seconds, deadLetters, hurry = false }: Rest = {}) =>
  waitFor(
    "rest",
    async () => {
      const { begun, running } = stack.invocations();
      if (running > 0 || !stack.meta.idle || !stack.twilio.idle) return false;
      const depths = Object.entries(await stack.queueDepths()).filter(
        ([name]) => deadLetters !== "any" || !name.endsWith("DeadLetters"),
      );
      const isQuiet = depths.every(([, depth]) => isEmpty(depth));
      if (!isQuiet && hurry) await stack.hurryQueues();
      // A function that ran while the queues were counted may have filled one that was counted already.
      return isQuiet && stack.invocations().begun === begun;
    },
    seconds,
  );
