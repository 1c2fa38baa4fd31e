import { cpus } from "node:os";
import { explainItself } from "../test/support/explain-itself.ts";
import { measureColdStarts } from "./cold-start.ts";
import { measureLocalStack } from "./local-stack.ts";

explainItself(`Measures this machine now: cold starts of the built functions against two reference bundles, and the local stack
under load. Prints the tables of docs/performance.md, as ratios, and changes no file. Takes some minutes.

  npm run bench`);

const RUNS = 21;

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const [cpu] = cpus();
console.log(
  `Measured on ${cpus().length} x ${cpu?.model.trim()}, Node ${process.version}. Ratios are against the row named two-clients.\n`,
);

console.error(`cold starts, ${RUNS} of each, taking turns; medians ...`);
const cold = await measureColdStarts(RUNS);
const reference = cold.find(({ name }) => name === "two-clients");
if (!reference) throw new Error("the reference was not measured");
console.log(
  table(
    [
      "bundle",
      "size, kB",
      "cold init + first call, ms",
      "ratio",
      "processor time of it, ms",
      "ratio",
      "warm call, ms",
    ],
    cold.map(({ name, kilobytes, cold: ms, processor, warm }) => [
      name,
      kilobytes.toFixed(0),
      ms.toFixed(0),
      (ms / reference.cold).toFixed(2),
      processor.toFixed(0),
      (processor / reference.processor).toFixed(2),
      warm.toFixed(2),
    ]),
  ),
);

console.error("\nthe local stack under load ...");
const load = await measureLocalStack();
console.log(
  `\n${table(
    ["local stack", ""],
    [
      ["ready after a finished build, s", load.readySeconds.toFixed(2)],
      ["webhooks a second (all on this machine, with the emulators)", load.requestsPerSecond.toFixed(0)],
      ["latency p50 / p99, ms", `${load.p50} / ${load.p99}`],
      ["answers other than 200", String(load.notOk)],
      ["one POST of 1,000 messages answered, s", load.thousandSeconds.toFixed(2)],
    ],
  )}`,
);
