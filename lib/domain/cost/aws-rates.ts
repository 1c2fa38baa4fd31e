/**
 * AWS's list prices of us-east-1 for what costs money without traffic, without free tiers, as known in November
 * 2026: https://aws.amazon.com/cloudwatch/pricing/, https://aws.amazon.com/secrets-manager/pricing/,
 * https://aws.amazon.com/kms/pricing/, https://aws.amazon.com/sqs/pricing/. USD a month.
 */
const AWS_MONTHLY_USD = {
  /** Each metric in an alarm's expression. */
  alarmMetric: 0.1,
  compositeAlarm: 0.5,
  /** Each name and each value of its dimensions, by the hours that have it. */
  customMetric: 0.3,
  secret: 0.4,
  /** In its first year. Each of the first two yearly rotations adds as much. */
  key: 1,
  /** Beyond an account's first three. */
  dashboard: 3,
} as const;

const FREE_DASHBOARDS = 3;

/** USD for a million calls. */
const SQS_USD: Readonly<Record<QueueOrder, number>> = { fifo: 0.5, any: 0.4 };

/** Lambda begins with five pollers, each of which waits 20 s for a message. */
const IDLE_POLLS_A_MONTH = (5 * 30.4 * 24 * 3_600) / 20;

/**
 * Custom metrics of what ordinary life has now and then (handoffs, opt-outs, strangers' webhooks, what alarms
 * count), added up: each costs the hours that have it.
 */
const OCCASIONAL_METRICS = 1;

type QueueOrder = "fifo" | "any";

/** What a stage has, whatever its traffic. */
export type Standing = {
  alarmMetrics: number;
  compositeAlarms: number;
  /** Of all numbers. */
  everydayMetrics: number;
  secrets: number;
  keys: number;
  dashboards: number;
  polledQueues: readonly QueueOrder[];
};

/** USD a month, by what it is for. */
export const standingUsd = (stage: Standing): Readonly<Record<string, number>> => ({
  alarms:
    stage.alarmMetrics * AWS_MONTHLY_USD.alarmMetric + stage.compositeAlarms * AWS_MONTHLY_USD.compositeAlarm,
  metrics: (stage.everydayMetrics + OCCASIONAL_METRICS) * AWS_MONTHLY_USD.customMetric,
  secrets: stage.secrets * AWS_MONTHLY_USD.secret,
  keys: stage.keys * AWS_MONTHLY_USD.key,
  dashboards: Math.max(0, stage.dashboards - FREE_DASHBOARDS) * AWS_MONTHLY_USD.dashboard,
  polling: stage.polledQueues.reduce((sum, order) => sum + (IDLE_POLLS_A_MONTH * SQS_USD[order]) / 1e6, 0),
});

export const totalUsd = (items: Readonly<Record<string, number>>): number =>
  Object.values(items).reduce((sum, usd) => sum + usd, 0);
