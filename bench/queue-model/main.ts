import { parseArgs } from "node:util";
import { table } from "../table.ts";
import { type Modelled, runModel } from "./model.ts";
import type { QueueModel } from "./queue-model.ts";
import { AS_DEPLOYED, alwaysSlow, outage, SCENARIOS } from "./scenarios.ts";

const USAGE = `Models the queue of turns, Lambda's workers and an agent, message by message, and prints the table of
docs/scale.md. No AWS, no clock: a minute of processor time.

  npm run bench -- queue-model
  npm run bench -- queue-model --rate 50 --workers 100    one case of your own:

  --rate N              messages a second, each of another customer
  --workers N           capacity.workers (default ${AS_DEPLOYED.workers})
  --workers-at-first N  at the start (default: all of them; Lambda itself begins with 5)
  --seconds N           how long messages arrive (default ${AS_DEPLOYED.seconds})
  --agent-seconds N     mean time of the agent (default ${AS_DEPLOYED.agent.meanSeconds})
  --timeout-seconds N   chatsby.timeoutSeconds (default ${AS_DEPLOYED.agent.timeoutSeconds})
  --own-seconds N       of a turn beside the agent (default ${AS_DEPLOYED.ownSeconds})
  --quiet-seconds N     turns.quietSeconds (default ${AS_DEPLOYED.quietSeconds})
  --conversations N     customers who write again and again (default: each message is another one's)
  --outage-minutes N    the agent is down; with --refuses it says so at once, else its requests hang
  --slow-after N        after that each answer takes so many seconds
  --fixed-timeout       workers never wait for a shorter time while the agent hangs
  --seed N`;

const NUMBERS = [
  "rate",
  "workers",
  "workers-at-first",
  "seconds",
  "agent-seconds",
  "timeout-seconds",
  "own-seconds",
  "quiet-seconds",
  "conversations",
  "outage-minutes",
  "slow-after",
  "seed",
] as const;
type Name = (typeof NUMBERS)[number];

/** Throws for an unknown option and for what is no number. */
function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(NUMBERS.map((name) => [name, { type: "string" as const }])),
      refuses: { type: "boolean" },
      "fixed-timeout": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const given: Readonly<Record<string, unknown>> = values;
  function number(name: Name, otherwise: number): number {
    const value = given[name] === undefined ? otherwise : Number(given[name]);
    if (Number.isFinite(value) && value >= 0) return value;
    throw new Error(`--${name} takes a number, not ${JSON.stringify(given[name])}`);
  }
  const [refuses, hasFixedTimeout] = [given.refuses === true, given["fixed-timeout"] === true];
  return { number, help: given.help === true, refuses, hasFixedTimeout };
}

function ownModel({ number, refuses, hasFixedTimeout }: ReturnType<typeof readOptions>): QueueModel {
  const [rate, workers, minutes] = [
    number("rate", AS_DEPLOYED.messagesPerSecond),
    number("workers", AS_DEPLOYED.workers),
    number("outage-minutes", 0),
  ];
  const base =
    minutes > 0 ? outage(rate, workers, refuses ? "refuses" : "hangs", minutes).model : AS_DEPLOYED;
  const slowSeconds = number("slow-after", 0);
  return {
    ...base,
    ...(hasFixedTimeout && { timeoutRule: "none" }),
    messagesPerSecond: rate,
    workers,
    workersAtFirst: number("workers-at-first", workers),
    seconds: number("seconds", base.seconds),
    ownSeconds: number("own-seconds", base.ownSeconds),
    quietSeconds: number("quiet-seconds", base.quietSeconds),
    conversations: number("conversations", 0),
    seed: number("seed", base.seed),
    agent: {
      ...base.agent,
      meanSeconds: number("agent-seconds", base.agent.meanSeconds),
      timeoutSeconds: number("timeout-seconds", base.agent.timeoutSeconds),
      ...(slowSeconds > 0 && { slowness: alwaysSlow(slowSeconds) }),
    },
  };
}

const HEAD = [
  "",
  "to the reply, p50 / p95 / most, s",
  "fallback text",
  "of them needlessly",
  "workers, most",
  "in flight, most",
  "ready and waiting, most",
  "at the agent, most",
  "conversations in a batch",
  "worker time for a message, s",
  "normal again, min after",
];

const whole = (value: number) => Math.round(value).toLocaleString("en");
const short = (seconds: number) => seconds.toFixed(seconds < 100 ? 1 : 0);

function row(name: string, { model, waits, counted, peak, time }: Modelled): string[] {
  const end = model.agent.outage?.toSeconds;
  const again = Math.max(0, time.lastSlowArrival - (end ?? 0)) / 60;
  return [
    name,
    [waits.quantile(0.5), waits.quantile(0.95), waits.max].map(short).join(" / "),
    counted.fallback === 0
      ? "0"
      : `${whole(counted.fallback)} (${((100 * counted.fallback) / Math.max(1, waits.count)).toFixed(0)} %)`,
    whole(counted.needlessFallback),
    whole(peak.workers),
    whole(peak.inFlight),
    whole(peak.waiting),
    whole(peak.asking),
    (counted.received / counted.invocations).toFixed(1),
    (time.busySeconds / counted.arrived).toFixed(2),
    time.lastSlowArrival === 0 ? "" : again.toFixed(1),
  ];
}

/** Returns the exit code. */
export function queueModelMain(args: readonly string[]): number {
  try {
    const options = readOptions(args);
    if (options.help) {
      console.log(USAGE);
      return 0;
    }
    const cases = args.length > 0 ? [{ name: args.join(" "), model: ownModel(options) }] : SCENARIOS;
    const rows = cases.map(({ name, model }) => {
      console.error(`${name} ...`);
      return row(name, runModel(model));
    });
    console.log(table(HEAD, rows));
    return 0;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : "unknown"}\n\n${USAGE}`);
    return 2;
  }
}
