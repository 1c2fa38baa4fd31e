import { cpus } from "node:os";
import { isEmpty } from "../../local/aws/queues.ts";
import type { QueueDepths } from "../../local/aws/services.ts";
import type { RehearsalOptions } from "./options.ts";
import type { Proof } from "./proof.ts";
import type { TableCounts } from "./table.ts";
import { functionsGrowth, type Growth, growthOf, isSteady, type Sample } from "./usage.ts";
import type { WebhookSender } from "./webhooks.ts";

/** Of the worker. */
export type Invocations = { milliseconds: number[]; records: number[] };

type Measured = {
  options: RehearsalOptions;
  proof: Proof;
  samples: readonly Sample[];
  /** When the last message was answered. */
  answeredSample: Sample;
  depths: QueueDepths;
  table: TableCounts;
  logs: ReadonlyMap<string, number>;
  invocations: Invocations;
  kills: { thinking: number; accepted: number };
  webhooks: WebhookSender["counts"];
  /** 0: not measured. */
  workerMaxRssBytes: number;
};

/** Fewer say nothing about memory: the functions are still warming up. */
const MIN_MESSAGES_FOR_MEMORY = 5_000;

const quantile = (sorted: Float32Array | Float64Array, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Milliseconds of processor time for each message. "rest": front door, pollers, the load itself. */
function cpuPerMessage({ samples, options: { messages } }: Measured): Record<string, number> {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return {};
  const functions = Object.entries(last.functions).map(([name, { cpuMs }]) => {
    const before = Object.entries(first.functions).find(([known]) => known === name)?.[1].cpuMs ?? 0;
    return [name, (cpuMs - before) / messages] as const;
  });
  const ours = functions.reduce((sum, [, each]) => sum + each, 0);
  return {
    ...Object.fromEntries(functions.filter(([, each]) => each > 0)),
    emulators: (last.emulators.cpuMs - first.emulators.cpuMs) / messages,
    rest: (last.cpuMs - first.cpuMs) / messages - ours,
  };
}

export function reportOf(measured: Measured) {
  const { options, proof, samples, answeredSample, depths, table, logs, invocations, kills, webhooks } =
    measured;
  const lost = proof.lost();
  for (const [name, depth] of Object.entries(depths))
    if (!isEmpty(depth)) proof.other(`the queue ${name} is not empty: ${JSON.stringify(depth)}`);
  if (table.messages !== options.messages) proof.other(`the table has ${table.messages} messages`);
  if (table.waiting > 0) proof.other(`${table.waiting} messages wait in the table`);
  if (webhooks.givenUp > 0) proof.other(`${webhooks.givenUp} webhooks were never taken`);
  const growth: Growth[] = [
    ...functionsGrowth(samples),
    growthOf("all of this process", samples, ({ rssBytes }) => rssBytes),
  ];
  // This process also holds the load, the fakes and the logs that they keep.
  const unsteady = functionsGrowth(samples).filter((each) => !isSteady(each));
  const judgesMemory = options.messages >= MIN_MESSAGES_FOR_MEMORY;
  const cpu = cpuPerMessage(measured);
  const { emulators = 0, rest = 0, ...functions } = cpu;
  const ours = Object.values(functions).reduce((sum, each) => sum + each, 0);
  const waits = proof.waitMs.slice().sort();
  const batches = Float64Array.from(invocations.milliseconds).sort();
  const last = samples.at(-1);
  return {
    options,
    machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`,
    seconds: answeredSample.seconds,
    turns: proof.turns,
    perSecond: options.messages / answeredSample.seconds,
    perCpuSecond: { functions: 1000 / ours, all: 1000 / (ours + emulators + rest) },
    cpuMsPerMessage: cpu,
    waitMs: {
      p50: quantile(waits, 0.5),
      p95: quantile(waits, 0.95),
      p99: quantile(waits, 0.99),
      max: quantile(waits, 1),
    },
    worker: {
      invocations: batches.length,
      meanRecords: mean(invocations.records),
      meanMs: mean(invocations.milliseconds),
      p95Ms: quantile(batches, 0.95),
    },
    kills,
    askedAgain: proof.askedAgain,
    webhooks,
    table,
    workerMaxMegabytes: measured.workerMaxRssBytes / 1e6,
    emulatorsMegabytes: (last?.emulators.rssBytes ?? 0) / 1e6,
    growth,
    steady: judgesMemory ? unsteady.length === 0 : undefined,
    logs: Object.fromEntries([...logs].sort()),
    lost: lost.length,
    problemCount: proof.problemCount,
    problems: proof.problems,
    samples,
  };
}

export type Report = ReturnType<typeof reportOf>;

export const hasFailed = ({ problemCount, steady }: Report): boolean => problemCount > 0 || steady === false;

export function rowsOf(report: Report): [string, string][] {
  const { options, waitMs, worker, kills, perCpuSecond, webhooks } = report;
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
  return [
    ["conversations, messages", `${options.conversations}, ${options.messages}`],
    ["turns, replies", String(report.turns)],
    ["lost, answered twice, out of order, or left behind", String(report.problemCount)],
    [
      "workers killed while the agent thinks / after a reply was accepted",
      `${kills.thinking} / ${kills.accepted}`,
    ],
    ["asked again after a kill", String(report.askedAgain)],
    ["replies whose price was counted", String(report.logs["message.priced"] ?? 0)],
    ["webhooks, of them twice", `${webhooks.posted}, ${webhooks.duplicates}`],
    ["slowest webhook, s", seconds(webhooks.slowestMs)],
    [
      "most statuses in the queue",
      String(Math.max(...report.samples.map(({ queued }) => queued.deliveries ?? 0))),
    ],
    ["messages a second", report.perSecond.toFixed(1)],
    [
      "messages a second of processor time, all / functions only",
      `${perCpuSecond.all.toFixed(0)} / ${perCpuSecond.functions.toFixed(0)}`,
    ],
    ...Object.entries(report.cpuMsPerMessage).map(([name, ms]): [string, string] => [
      `processor time for each message, ${name}, ms`,
      ms.toFixed(2),
    ]),
    [
      "from the message to the reply, p50 / p95 / p99 / most, s",
      [waitMs.p50, waitMs.p95, waitMs.p99, waitMs.max].map(seconds).join(" / "),
    ],
    [
      "wake-ups in a batch of the worker, and its time, s",
      `${worker.meanRecords.toFixed(1)}, ${seconds(worker.meanMs)}`,
    ],
    ...(report.workerMaxMegabytes > 0
      ? [
          ["memory of a worker's process, most, MB", report.workerMaxMegabytes.toFixed(0)] satisfies [
            string,
            string,
          ],
        ]
      : []),
    ...report.growth.map((each): [string, string] => [
      `${each.name}, mean of the second half and growth, MB`,
      `${each.meanMegabytes.toFixed(1)}, ${each.growthMegabytes.toFixed(1)}`,
    ]),
  ];
}
