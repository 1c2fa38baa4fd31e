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

/** Nothing is queued or being worked on any more. */
export const atRest = (stack: LocalStack, seconds?: number) =>
  waitFor("empty queues", async () => Object.values(await stack.queueDepths()).every(isEmpty), seconds);
