import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

type Share = { first: number; runs: number; stride: number };
type Failure = { seed: number; found: readonly string[]; trace?: readonly string[] };

type SeededRuns = {
  /** URL of the calling module: its threads run the same one. */
  module: string;
  usage: string;
  /** Plural. */
  noun: string;
  /** Plural. */
  failures: string;
  runs: number;
  /** What is wrong with the run of a seed; nothing when all is well. */
  run(seed: number): Promise<Omit<Failure, "seed">>;
  /** Before the last line. */
  report(failures: readonly Failure[]): void;
};

const REPORT_EVERY = 50;

function wholeNumber(value: string | undefined, otherwise: number, name: string): number {
  if (value === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(value)) throw new Error(`--${name} takes a whole number`);
  return Number(value);
}

async function work({ first, runs, stride }: Share, run: SeededRuns["run"]) {
  let unreported = 0;
  for (let seed = first; seed < first + runs * stride; seed += stride) {
    const result = await run(seed);
    if (result.found.length > 0) parentPort?.postMessage({ seed, ...result });
    if (++unreported === REPORT_EVERY) {
      parentPort?.postMessage({ done: unreported });
      unreported = 0;
    }
  }
  parentPort?.postMessage({ done: unreported });
}

async function main({
  module,
  usage,
  noun,
  failures: failuresNoun,
  runs: usually,
  report,
}: SeededRuns): Promise<number> {
  const { values } = parseArgs({
    options: { runs: { type: "string" }, seed: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const runs = wholeNumber(values.runs, usually, "runs");
  const seed = wholeNumber(values.seed, Date.now() % 1_000_000_000, "seed");
  const startedAt = performance.now();
  const threads = Math.min(availableParallelism(), Math.max(1, runs));
  const failures: Failure[] = [];
  let done = 0;
  await Promise.all(
    Array.from({ length: threads }, (_, index) => {
      const share: Share = {
        first: seed + index,
        runs: Math.floor((runs - index + threads - 1) / threads),
        stride: threads,
      };
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL(module), { workerData: share });
        worker.on("message", (message: { done: number } | Failure) => {
          if ("done" in message) done += message.done;
          else failures.push(message);
          if (process.stderr.isTTY)
            process.stderr.write(`\r${done} of ${runs} ${noun}, ${failures.length} ${failuresNoun}`);
        });
        worker.on("error", reject);
        worker.on("exit", () => resolve());
      });
    }),
  );
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  if (failures.length > 0) report(failures);
  console.log(
    `${done} ${noun}, ${failures.length} ${failuresNoun}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  return failures.length > 0 ? 1 : 0;
}

/**
 * Runs many seeds over all cores: `--runs`, `--seed`, `--help`, progress on a terminal, exit code 1 on a
 * failure.
 */
export async function seededRuns(options: SeededRuns): Promise<void> {
  if (!isMainThread) return work(workerData as Share, options.run);
  try {
    process.exitCode = await main(options);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${options.usage}`);
    process.exitCode = 2;
  }
}
