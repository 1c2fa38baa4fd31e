import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { randomRun } from "./run.ts";

type Share = { first: number; runs: number; stride: number };
type Report = { done: number } | { seed: number; broken: string[]; trace: string[] };

const REPORT_EVERY = 50;

async function work({ first, runs, stride }: Share) {
  let unreported = 0;
  for (let seed = first; seed < first + runs * stride; seed += stride) {
    const { broken, trace } = await randomRun(seed);
    if (broken.length > 0) parentPort?.postMessage({ seed, broken, trace } satisfies Report);
    if (++unreported === REPORT_EVERY) {
      parentPort?.postMessage({ done: unreported } satisfies Report);
      unreported = 0;
    }
  }
  parentPort?.postMessage({ done: unreported } satisfies Report);
}

const USAGE = `Runs the turn engine in random schedules with crashes, duplicates and lost responses, and checks its promises after each.

  npm run simulate -- [--runs N] [--seed S]

  --runs N   how many runs (default 10,000)
  --seed S   seed of the first run; each run's seed is one more (default: from the clock)

Exit code 1 and a trace of the shortest failing run when a promise was broken.`;

function wholeNumber(value: string | undefined, otherwise: number, name: string): number {
  if (value === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(value)) throw new Error(`--${name} takes a whole number`);
  return Number(value);
}

async function main() {
  const options = { runs: { type: "string" }, seed: { type: "string" }, help: { type: "boolean" } } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const runs = wholeNumber(values.runs, 10_000, "runs");
  const seed = wholeNumber(values.seed, Date.now() % 1_000_000_000, "seed");
  const startedAt = performance.now();
  const threads = Math.min(availableParallelism(), Math.max(1, runs));
  const failures: { seed: number; broken: string[]; trace: string[] }[] = [];
  let done = 0;
  const progress = () => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${runs} runs, ${failures.length} violations`);
  };

  await Promise.all(
    Array.from({ length: threads }, (_, index) => {
      const share: Share = { first: seed + index, runs: Math.floor((runs - index + threads - 1) / threads), stride: threads };
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: share });
        worker.on("message", (report: Report) => {
          if ("done" in report) done += report.done;
          else failures.push(report);
          progress();
        });
        worker.on("error", reject);
        worker.on("exit", () => resolve());
      });
    }),
  );
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  const [shortest] = failures.sort((a, b) => a.trace.length - b.trace.length);
  if (shortest) {
    console.log(`seed ${shortest.seed}:`);
    for (const line of shortest.trace) console.log(line);
    for (const promise of shortest.broken) console.log(`BROKEN ${promise}`);
    console.log(`again: npm run simulate -- --runs 1 --seed ${shortest.seed}`);
  }
  console.log(`${done} runs, ${failures.length} violations, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return failures.length > 0 ? 1 : 0;
}

if (isMainThread) {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
      process.exitCode = 2;
    },
  );
} else await work(workerData as Share);
