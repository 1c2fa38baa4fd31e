import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { caseOf, fuzz } from "./run.ts";

type Share = { first: number; runs: number; stride: number };
type Failure = { seed: number; found: string[] };
type Report = { done: number } | Failure;

const REPORT_EVERY = 200;

async function work({ first, runs, stride }: Share) {
  let unreported = 0;
  for (let seed = first; seed < first + runs * stride; seed += stride) {
    const found = await fuzz(caseOf(seed));
    if (found.length > 0) parentPort?.postMessage({ seed, found } satisfies Report);
    if (++unreported === REPORT_EVERY) {
      parentPort?.postMessage({ done: unreported } satisfies Report);
      unreported = 0;
    }
  }
  parentPort?.postMessage({ done: unreported } satisfies Report);
}

const USAGE = `Sends mangled webhooks, correctly signed, through the webhook function, and checks that each is answered with 200 or 400
(413 over 3 MB), that no well-formed message beside a mangled one is lost, and that nothing of a body reaches a log or a metric.

  npm run fuzz -- [--runs N] [--seed S]

  --runs N   how many bodies (default 200,000)
  --seed S   seed of the first body; each body's seed is one more (default: from the clock)

Exit code 1, and what to run to see it again, when one of these did not hold.`;

function wholeNumber(value: string | undefined, otherwise: number, name: string): number {
  if (value === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(value)) throw new Error(`--${name} takes a whole number`);
  return Number(value);
}

async function main() {
  const { values } = parseArgs({ options: { runs: { type: "string" }, seed: { type: "string" }, help: { type: "boolean" } } });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const runs = wholeNumber(values.runs, 200_000, "runs");
  const seed = wholeNumber(values.seed, Date.now() % 1_000_000_000, "seed");
  const startedAt = performance.now();
  const threads = Math.min(availableParallelism(), Math.max(1, runs));
  const failures: Failure[] = [];
  let done = 0;
  await Promise.all(
    Array.from({ length: threads }, (_, index) => {
      const share: Share = { first: seed + index, runs: Math.floor((runs - index + threads - 1) / threads), stride: threads };
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: share });
        worker.on("message", (report: Report) => {
          if ("done" in report) done += report.done;
          else failures.push(report);
          if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${runs} bodies, ${failures.length} failures`);
        });
        worker.on("error", reject);
        worker.on("exit", () => resolve());
      });
    }),
  );
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  for (const failure of failures.sort((a, b) => a.seed - b.seed).slice(0, 10)) {
    console.log(`seed ${failure.seed}: ${[...new Set(failure.found)].join("; ")}`);
    console.log(`again: npm run fuzz -- --runs 1 --seed ${failure.seed}`);
  }
  console.log(`${done} bodies, ${failures.length} failures, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
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
