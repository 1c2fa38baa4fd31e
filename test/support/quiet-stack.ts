import { afterAll, beforeAll } from "@jest/globals";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import { type Depth, isEmpty } from "../../local/aws/queues.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { startBuiltStack } from "./start-built-stack.ts";
import { waitFor } from "./wait-for.ts";

/** For the tests of a file. `turns` are merged into the demo's settings. */
export function aStack(options: StackOptions & { turns?: SettingsFile["turns"] } = {}): () => LocalStack {
  let stack: LocalStack | undefined;
  beforeAll(async () => {
    const { turns, ...rest } = options;
    stack = await startBuiltStack({
      settings: { ...DEMO_SETTINGS, turns: { quietSeconds: 0, maxWaitSeconds: 0, ...turns } },
      ...rest,
    });
  });
  afterAll(async () => {
    await stack?.stop();
    // A worker keeps the modules of all its test files, and all that they hold.
    stack = undefined;
  });
  return () => {
    if (!stack) throw new Error("the stack runs only during tests");
    return stack;
  };
}

/** The agent answers once the result is called. */
export function holdAnswers({ chatsby }: LocalStack): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  chatsby.gate = promise;
  return () => {
    chatsby.gate = undefined;
    resolve();
  };
}

type Watched = Pick<LocalStack, "invocations" | "queueDepths" | "hurryQueues"> & {
  meta: Pick<LocalStack["meta"], "idle">;
  twilio: Pick<LocalStack["twilio"], "idle">;
  clock: Pick<LocalStack["clock"], "move">;
};

/** Functions and providers do nothing that could change what is queued. */
async function isIdle(stack: Watched, isLeft: (name: string, depth: Depth) => boolean): Promise<boolean> {
  const { begun, running } = stack.invocations();
  if (running > 0 || !stack.meta.idle || !stack.twilio.idle) return false;
  const depths = Object.entries(await stack.queueDepths());
  // A function that ran while the queues were counted may have filled one that was counted already.
  return depths.every(([name, depth]) => isLeft(name, depth)) && stack.invocations().begun === begun;
}

const isDead = (name: string) => name.endsWith("DeadLetters");

/** The clock moves while all that is left to do waits for its next attempt. */
async function passTime(stack: Watched): Promise<void> {
  if (!(await isIdle(stack, (name, { ready, delayed }) => ready + delayed === 0 || isDead(name)))) return;
  await stack.clock.move(SECOND_MS);
  await stack.hurryQueues();
}

/**
 * As `waitFor`, without real waits for the next attempt of what failed or was early: while nothing else is
 * left to do, the clock moves instead.
 */
export const waitQuickly = <Found>(
  stack: Watched,
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  seconds?: number,
): Promise<Found> =>
  waitFor(
    what,
    async () => {
      const found = await look();
      if (!found) await passTime(stack);
      return found;
    },
    seconds,
  );

type Rest = {
  seconds?: number;
  /** Dead letters may lie there. */
  deadLetters?: "any";
  /** As `waitQuickly`. */
  quickly?: boolean;
};

/** Nothing is queued or being worked on, and no provider's webhook is on its way. */
export const atRest = (stack: Watched, { seconds, deadLetters, quickly = false }: Rest = {}) =>
  waitFor(
    "rest",
    async () => {
      const isQuiet = await isIdle(
        stack,
        (name, depth) => isEmpty(depth) || (deadLetters === "any" && isDead(name)),
      );
      if (!isQuiet && quickly) await passTime(stack);
      return isQuiet;
    },
    seconds,
  );
