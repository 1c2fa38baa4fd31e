import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { timeouts } from "../../config/limits.ts";
import type { AwsServices } from "../aws/services.ts";
import { type LogLine, readLogLine } from "../log-lines.ts";
import type { Builds } from "./builds.ts";
import { AT_ONCE, FUNCTION_NAMES, type FunctionName } from "./function-names.ts";
import { type PollerOptions, startPoller } from "./poller.ts";
import { type FunctionPool, startPool } from "./pool.ts";

/** Instances of each function at most. */
const MOST: Record<FunctionName, number> = {
  webhook: 4,
  worker: 5,
  delivery: 1,
  operator: 2,
  "agent-actions": 2,
  "lead-webhook": 1,
};

/** How long a stop waits for what is running; the rest comes back after its visibility timeout or at the next start. */
const STOP_WITHIN = 3_000;

export type Functions = {
  /** Rejects with FunctionError, which is logged. */
  invoke(name: FunctionName, event: unknown, requestId?: string): Promise<unknown>;
  /** Resolves when the invocations that run now have ended, however they end. */
  done(name: FunctionName): Promise<void>;
  /** As `FunctionPool.kill`. */
  kill(name: FunctionName, returnAfterSeconds?: number): Promise<number>;
  stop(): Promise<void>;
};

type Options = {
  /** Folder of `<function>/index.mjs`. */
  bundles: string;
  builds: Builds;
  /** What each of them sees. */
  environment(name: FunctionName): Record<string, string>;
  /** Seconds each may take. */
  limits: Pick<ReturnType<typeof timeouts>, FunctionName>;
  log(line: LogLine): void;
  /** Of a MovableClock. */
  clock: SharedArrayBuffer;
};

/** The built functions, each with instances of its own. */
export function startFunctions({ bundles, builds, environment, limits, log, clock }: Options): Functions {
  const pool = (name: FunctionName): FunctionPool =>
    startPool({
      name,
      entry: pathToFileURL(join(bundles, name, "index.mjs")).href,
      environment: { ...environment(name), POWERTOOLS_SERVICE_NAME: name, AWS_LAMBDA_FUNCTION_NAME: name },
      timeoutSeconds: limits[name],
      most: MOST[name],
      ahead: AT_ONCE.includes(name),
      onLine: (text) => log(readLogLine(name, text)),
      clock,
    });
  const pools = new Map(FUNCTION_NAMES.map((name) => [name, pool(name)]));
  const running = new Map(FUNCTION_NAMES.map((name) => [name, new Set<Promise<unknown>>()]));

  async function invoke(name: FunctionName, event: unknown, requestId?: string): Promise<unknown> {
    try {
      await builds.need(name);
      return await pools.get(name)?.invoke(event, requestId);
    } catch (error) {
      log(failure(name, "function.failed", error instanceof Error ? error.message : "unknown"));
      throw error;
    }
  }

  return {
    async invoke(name, event, requestId) {
      const invocation = invoke(name, event, requestId);
      const all = running.get(name);
      all?.add(invocation);
      return invocation.finally(() => all?.delete(invocation));
    },
    done: async (name) => void (await Promise.allSettled(running.get(name) ?? [])),
    kill: async (name, returnAfterSeconds) => (await pools.get(name)?.kill(returnAfterSeconds)) ?? 0,
    stop: async () => void (await Promise.all([...pools.values()].map((each) => each.stop()))),
  };
}

const failure = (name: string, code: string, why: string): LogLine => ({ function: name, text: why, level: "ERROR", code, facts: { why } });

/** Feeds the queues to their functions. The result stops that: what is running may end, but nobody waits for it for long. */
export function startPollers(
  functions: Functions,
  aws: AwsServices,
  { region, log }: Pick<PollerOptions, "region"> & { log(line: LogLine): void },
): () => Promise<void> {
  const onTrouble = (error: unknown) => log(failure("poller", "queue.unreadable", error instanceof Error ? error.name : "unknown"));
  const poller = (queue: AwsServices["turns"], name: FunctionName) =>
    startPoller({
      client: aws.sqs,
      queue,
      parallel: MOST[name],
      region,
      onTrouble,
      invoke: (event) => functions.invoke(name, event),
    });
  const pollers = [poller(aws.turns, "worker"), poller(aws.deliveries, "delivery"), poller(aws.leads, "lead-webhook")];
  return async () => {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, STOP_WITHIN);
    await Promise.race([Promise.all(pollers.map((each) => each.stop())), late]);
    clearTimeout(timer);
  };
}
