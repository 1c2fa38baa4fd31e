import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FunctionName } from "../../lib/config/deployment/function-names.ts";
import type { AwsServices } from "../aws/services.ts";
import type { Limits } from "../limits.ts";
import { type LogLine, readLogLine } from "../log-lines.ts";
import type { EventSourcePlan, FunctionPlan } from "../template/functions.ts";
import type { Builds } from "./builds.ts";
import { FunctionError, type Usage } from "./instance.ts";
import { platformLine } from "./platform-line.ts";
import { startPoller } from "./poller.ts";
import { type FunctionPool, startPool } from "./pool.ts";

/**
 * Handle every message: built and started in advance. The others start with their first call, so that the
 * start stays quick.
 */
export const AT_ONCE: readonly FunctionName[] = ["webhook", "worker", "delivery"];

/** Default of `atOnce`. */
const MAX_AT_ONCE = 4;

/** For running work. The rest comes back after its visibility timeout or at the next start. */
const STOP_TIMEOUT_MS = 3_000;

export type Invocations = { begun: number; running: number };

export type Functions = {
  /** Rejects with FunctionError, which is logged. */
  invoke(name: FunctionName, event: unknown, requestId?: string): Promise<unknown>;
  done(name: FunctionName): Promise<void>;
  /** Since the start, and at this time. */
  invocations(): Invocations;
  /** As `FunctionPool.kill`. */
  kill(name: FunctionName, returnAfterSeconds?: number): Promise<number>;
  /** Every invocation fails until `undefined` ends it; its messages return after so many seconds. */
  fails(name: FunctionName, returnAfterSeconds: number | undefined): void;
  /** By function. */
  usage(): Promise<Partial<Record<FunctionName, Usage>>>;
  stop(): Promise<void>;
};

/** After each invocation. */
export type OnInvoked = (name: FunctionName, event: unknown, milliseconds: number) => void;

type Options = {
  /** Folder of `<function>/index.mjs`. */
  bundles: string;
  builds: Builds;
  plans: readonly FunctionPlan[];
  environment(plan: FunctionPlan): Record<string, string>;
  limits: Limits;
  log(line: LogLine): void;
  onInvoked?: OnInvoked | undefined;
  clock: SharedArrayBuffer;
  /** Those of AT_ONCE start now. Otherwise with their first call. */
  ahead: boolean;
  /** The most instances of a function. */
  atOnce?: number | undefined;
};

export function startFunctions({
  bundles,
  builds,
  plans,
  environment,
  limits,
  log,
  onInvoked,
  clock,
  ahead,
  atOnce = MAX_AT_ONCE,
}: Options): Functions {
  const pool = (plan: FunctionPlan): FunctionPool => {
    const { name, handler, timeoutSeconds, memoryMegabytes, reserved = atOnce } = plan;
    return startPool({
      name,
      entry: pathToFileURL(join(bundles, name, `${handler.file}.mjs`)).href,
      handler: handler.name,
      environment: environment(plan),
      timeoutSeconds: limits[name] ?? timeoutSeconds,
      memoryMegabytes,
      most: Math.min(reserved, atOnce),
      ahead: ahead && AT_ONCE.includes(name),
      onLine: (text) => log(readLogLine(name, text)),
      clock,
    });
  };
  const pools = new Map(plans.map((plan) => [plan.name, pool(plan)]));
  if (pools.size < plans.length)
    throw new Error("Two functions of the template run the same code: see FUNCTION_NAMES.");
  const failing = new Map<FunctionName, number>();
  const running = new Map(plans.map(({ name }) => [name, new Set<Promise<unknown>>()]));
  let begun = 0;

  async function invoke(
    name: FunctionName,
    event: unknown,
    requestId: string = randomUUID(),
  ): Promise<unknown> {
    const startedAt = Date.now();
    try {
      const returnAfterSeconds = failing.get(name);
      if (returnAfterSeconds !== undefined)
        throw new FunctionError(name, "fails on purpose", { status: "init", returnAfterSeconds });
      await builds.need(name);
      const pool = pools.get(name);
      if (!pool) throw new FunctionError(name, "these settings deploy no such function");
      return await pool.invoke(event, requestId);
    } catch (error) {
      const line = failure(name, "function.failed", error instanceof Error ? error.message : "unknown");
      const text =
        error instanceof FunctionError
          ? platformLine(error.outcome, { requestId, startedAt, now: Date.now() })
          : line.text;
      log({ ...line, text });
      throw error;
    }
  }

  return {
    async invoke(name, event, requestId) {
      begun += 1;
      const invocation = invoke(name, event, requestId);
      const all = running.get(name);
      all?.add(invocation);
      const startedAt = performance.now();
      return invocation.finally(() => {
        all?.delete(invocation);
        onInvoked?.(name, event, performance.now() - startedAt);
      });
    },
    invocations: () => ({ begun, running: [...running.values()].reduce((sum, { size }) => sum + size, 0) }),
    done: async (name) => void (await Promise.allSettled(running.get(name) ?? [])),
    kill: async (name, returnAfterSeconds) => (await pools.get(name)?.kill(returnAfterSeconds)) ?? 0,
    fails(name, returnAfterSeconds) {
      if (returnAfterSeconds === undefined) failing.delete(name);
      else failing.set(name, returnAfterSeconds);
    },
    usage: async () =>
      Object.fromEntries(
        await Promise.all([...pools].map(async ([name, pool]) => [name, await pool.usage()] as const)),
      ),
    stop: async () => void (await Promise.all([...pools.values()].map((each) => each.stop()))),
  };
}

const failure = (name: string, code: string, why: string): LogLine => ({
  function: name,
  text: why,
  level: "ERROR",
  code,
  facts: { why },
});

type Feeding = {
  functions: Functions;
  sources: readonly EventSourcePlan[];
  aws: Pick<AwsServices, "calls" | "queues">;
  region: string;
  log(line: LogLine): void;
  /** The most parallel batches of a queue. */
  atOnce?: number | undefined;
};

export type Pollers = {
  /** Has what waits in the queues for its next attempt looked at now. */
  hurry(): Promise<void>;
  /** Waits a short time for running work. */
  stop(): Promise<void>;
};

export function startPollers({
  functions,
  sources,
  aws,
  region,
  log,
  atOnce = MAX_AT_ONCE,
}: Feeding): Pollers {
  const onTrouble = (error: unknown) =>
    log(failure("poller", "queue.unreadable", error instanceof Error ? error.name : "unknown"));
  const pollers = sources.flatMap(
    ({ queueArn, function: name, concurrency = atOnce, batchSize, partialResponse }) => {
      const queue = aws.queues.find(({ arn }) => arn === queueArn);
      if (!queue)
        throw new Error(`The template feeds ${name} from ${queueArn}, which is not one of its queues.`);
      return startPoller({
        client: aws.calls,
        queue,
        parallel: Math.min(concurrency, atOnce),
        batchSize,
        partialResponse,
        region,
        onTrouble,
        invoke: (event) => functions.invoke(name, event),
      });
    },
  );
  return {
    hurry: async () => void (await Promise.all(pollers.map((each) => each.hurry()))),
    async stop() {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, STOP_TIMEOUT_MS);
      await Promise.race([Promise.all(pollers.map((each) => each.stop())), late]);
      clearTimeout(timer);
    },
  };
}
