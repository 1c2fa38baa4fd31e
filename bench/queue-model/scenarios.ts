import { TIMEOUT_RULE } from "../../lib/application/turn/adaptive-timeout.ts";
import type { Outage, Slowness } from "./agent.ts";
import type { QueueModel } from "./queue-model.ts";

/** As deployed with the default settings; Lambda's scaling as AWS documents it for event sources of SQS. */
export const AS_DEPLOYED: QueueModel = {
  messagesPerSecond: 1,
  seconds: 600,
  countedFromSeconds: 60,
  countedToSeconds: Number.POSITIVE_INFINITY,
  conversations: 0,
  workers: 4,
  workersAtFirst: 5,
  addedPerSecond: 300 / 60,
  batchSize: 10,
  maxInFlight: 120_000,
  quietSeconds: 2,
  maxWaitSeconds: 8,
  agentAttempts: 3,
  ownSeconds: 0.5,
  agent: { meanSeconds: 5, spread: "log-normal", timeoutSeconds: 30 },
  timeoutRule: TIMEOUT_RULE,
  slowSeconds: 60,
  seed: 1,
};

export type Scenario = { name: string; model: QueueModel };

const BEFORE_OUTAGE_SECONDS = 180;

/** All workers run already. */
const steady = (messagesPerSecond: number, workers: number, seconds = 600): Scenario => ({
  name: `${messagesPerSecond} a second, ${workers} workers`,
  model: { ...AS_DEPLOYED, messagesPerSecond, workers, workersAtFirst: workers, seconds },
});

const rush = (messagesPerSecond: number, workers: number): Scenario => ({
  name: `from nothing to ${messagesPerSecond} a second, ${workers} workers`,
  model: { ...AS_DEPLOYED, messagesPerSecond, workers, countedFromSeconds: 0 },
});

export function outage(
  messagesPerSecond: number,
  workers: number,
  kind: Outage["kind"],
  minutes = 20,
): Scenario {
  const toSeconds = BEFORE_OUTAGE_SECONDS + minutes * 60;
  const model = {
    ...steady(messagesPerSecond, workers).model,
    seconds: toSeconds + 60 * minutes * 2,
    countedFromSeconds: BEFORE_OUTAGE_SECONDS,
    countedToSeconds: toSeconds,
    agent: { ...AS_DEPLOYED.agent, outage: { kind, fromSeconds: BEFORE_OUTAGE_SECONDS, toSeconds } },
  };
  return {
    name: `${messagesPerSecond} a second, ${workers} workers, the agent ${kind} for ${minutes} min`,
    model,
  };
}

/** As far as it answers at all. */
export const alwaysSlow = (meanSeconds: number): Slowness => ({
  meanSeconds,
  spread: "none",
  fromSeconds: 0,
  toSeconds: Number.POSITIVE_INFINITY,
});

const OUTAGES = [
  { messagesPerSecond: 1, workers: 4 },
  { messagesPerSecond: 100, workers: 200 },
  { messagesPerSecond: 700, workers: 1_000 },
];

export const SCENARIOS: readonly Scenario[] = [
  steady(1, 4),
  steady(3, 4),
  steady(100, 150),
  steady(700, 1_000, 300),
  steady(1_000, 1_000, 300),
  rush(100, 150),
  rush(700, 1_000),
  ...OUTAGES.flatMap(({ messagesPerSecond, workers }) => [
    outage(messagesPerSecond, workers, "refuses"),
    outage(messagesPerSecond, workers, "hangs"),
  ]),
];
