import { seededRuns } from "../support/seeded-runs.ts";
import { randomRun } from "./run.ts";

const USAGE = `Runs the turn engine in random schedules with crashes, duplicates and lost responses, and checks its promises after each.

  npm run simulate -- [--runs N] [--seed S]

  --runs N   how many runs (default 10,000)
  --seed S   seed of the first run; each run's seed is one more (default: from the clock)

Exit code 1 and a trace of the shortest failing run when a promise was broken.`;

await seededRuns({
  module: import.meta.url,
  usage: USAGE,
  noun: "runs",
  failures: "violations",
  runs: 10_000,
  async run(seed) {
    const { broken, trace } = await randomRun(seed);
    return broken.length > 0 ? { found: broken, trace: trace() } : { found: [] };
  },
  report(failures) {
    const [shortest] = failures.toSorted((a, b) => (a.trace?.length ?? 0) - (b.trace?.length ?? 0));
    if (!shortest) return;
    for (const { seed, found } of failures) console.log(`seed ${seed}: ${found.join("; ")}`);
    console.log(`the trace of ${shortest.seed}:`);
    for (const line of shortest.trace ?? []) console.log(line);
    for (const promise of shortest.found) console.log(`BROKEN ${promise}`);
    console.log(`again: npm run simulate -- --runs 1 --seed ${shortest.seed}`);
  },
});
