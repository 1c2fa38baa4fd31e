import { seededRuns } from "../support/seeded-runs.ts";
import { caseOf, fuzz } from "./run.ts";

const USAGE = `Sends mangled webhooks, correctly signed, through the webhook function, and checks that each is answered with 200 or 400
(413 over 3 MB), that no well-formed message beside a mangled one is lost, and that nothing of a body reaches a log or a metric.

  npm run fuzz -- [--runs N] [--seed S]

  --runs N   how many bodies (default 200,000)
  --seed S   seed of the first body; each body's seed is one more (default: from the clock)

Exit code 1, and what to run to see it again, when one of these did not hold.`;

await seededRuns({
  module: import.meta.url,
  usage: USAGE,
  noun: "bodies",
  failures: "failures",
  runs: 200_000,
  run: async (seed) => ({ found: await fuzz(caseOf(seed)) }),
  report(failures) {
    for (const { seed, found } of failures.toSorted((a, b) => a.seed - b.seed).slice(0, 10)) {
      console.log(`seed ${seed}: ${[...new Set(found)].join("; ")}`);
      console.log(`again: npm run fuzz -- --runs 1 --seed ${seed}`);
    }
  },
});
