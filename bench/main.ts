import { cpus } from "node:os";
import { explainItself } from "../test/support/explain-itself.ts";
import { measureColdStarts } from "./cold-start.ts";
import { measureLocalStack } from "./local-stack.ts";
import { installPeers } from "./peers.ts";
import { printReplyTimes } from "./print-reply-times.ts";
import { queueModelMain } from "./queue-model/main.ts";
import { BOUNDS, rowsOf, tooSlow } from "./ratios.ts";
import { rehearsalMain } from "./rehearsal/main.ts";
import { table } from "./table.ts";
import { TURN } from "./turn.ts";

const USAGE = `Measures this machine now: cold starts of the built functions against two reference bundles, and the local stack
under load. Prints the tables of docs/performance.md, as ratios, and changes no file. Takes some minutes.

  npm run bench
  npm run bench -- --peers    installs comparable software into a temporary folder, and measures it too
  npm run bench -- --check    measures cold starts only; ends with 1 when a function is slower than bench/ratios.ts allows
  npm run bench -- rehearsal  many customers' messages through the whole system, and none may be lost (--help)
  npm run bench -- reply-time [ROUNDS]
                              measures from a customer's message to the reply's request, and where the time goes
  npm run bench -- queue-model
                              what a rush or an agent that is down does to the queue, by arithmetic (--help)`;

const ROUNDS = 15;
const CHECK_ROUNDS = 7;
/** Only what is too slow each time is. */
const MAX_CHECKS = 3;

const [option, ...rest] = process.argv.slice(2);
if (option === "queue-model") process.exit(queueModelMain(rest));
if (option === "rehearsal") process.exit(await rehearsalMain(rest));
if (option === "--check") process.exit(await check());
if (option === "reply-time") {
  await printReplyTimes(Number(process.argv[3] ?? 20));
  process.exit(0);
}
if (option !== "--peers") explainItself(USAGE);

async function check(): Promise<0 | 1> {
  for (let attempt = 1; ; attempt++) {
    const names = Object.keys(BOUNDS).filter((name) => name !== TURN);
    const measured = await measureColdStarts({ rounds: CHECK_ROUNDS, names });
    const slow = tooSlow(rowsOf(measured));
    if (slow.length === 0) {
      console.log("Every function starts as fast as bench/ratios.ts asks.");
      return 0;
    }
    console.error(slow.join("\n"));
    if (attempt === MAX_CHECKS) return 1;
  }
}

const [cpu] = cpus();
console.log(
  `Measured on ${cpus().length} x ${cpu?.model.trim()}, Node ${process.version}. Ratios are against the row named two-clients.\n`,
);

console.error(`cold starts, ${ROUNDS} of each, taking turns; medians ...`);
const peers = option === "--peers" ? await installPeers() : [];
const rows = rowsOf(await measureColdStarts({ rounds: ROUNDS, peers }));
console.log(
  table(
    [
      "bundle",
      "size, kB",
      "cold init + first call, ms",
      "ratio",
      "processor time of it, ms",
      "ratio",
      "processor time of a warm call, ms",
      "ratio",
    ],
    rows.map(({ name, kilobytes, cold, processor, warmProcessor, ratios }) => [
      name,
      kilobytes.toFixed(0),
      cold.toFixed(0),
      ratios.cold.toFixed(2),
      processor.toFixed(0),
      ratios.processor.toFixed(2),
      warmProcessor.toFixed(2),
      ratios.warmProcessor.toFixed(2),
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
