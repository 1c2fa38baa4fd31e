import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { countOf } from "./log-metrics.ts";
import { shareOfMessages, sumOver } from "./thresholds.ts";
import type { Watched, Watches } from "./watch.ts";

const HOUR = Duration.hours(1);
const DAY = Duration.days(1);
const MINUTES = Duration.minutes(5);

/** Whether customers get answers, and how the agent does. */
export function answerWatches({ turns, worker }: Watched): Watches {
  return {
    RepliesWaiting: {
      metric: turns.queue.metricApproximateAgeOfOldestMessage({ period: MINUTES, statistic: Stats.MAXIMUM }),
      atLeast: 15 * 60,
      critical: true,
      impact: "at least one customer has waited over a quarter of an hour for an answer.",
    },
    TurnsFailed: {
      // Over a day, so that a night or a Sunday between two customers does not hide them. Not among the critical
      // ones: it ends a day after the last of them, and would keep the next outage's mail back for so long.
      ...shareOfMessages({
        counted: countOf(worker.logs, "turn.failed", { ofCustomer: "first" }),
        atLeast: 3,
        share: 0.001,
        turns,
        period: DAY,
        label: "customers without the agent's answer in a day",
      }),
      impact: "customers' messages were given up without the agent's answer, for a reason that you can fix.",
    },
    WorkerFailing: {
      metric: sumOver(
        HOUR,
        worker.function.metricErrors({ statistic: Stats.SUM }),
        "workers cut off in an hour",
      ),
      // One is tried again at once, and nobody notices. What does not pass fails again within minutes.
      atLeast: 3,
      critical: true,
      impact: "answers are late, because the worker was cut off and its conversations are tried again.",
    },
    AgentFailing: {
      // The first failure of each turn: the retries would make one customer look like several.
      ...shareOfMessages({
        counted: countOf(worker.logs, "agent.failed", { failures: 1 }),
        atLeast: 3,
        share: 0.05,
        turns,
        period: HOUR,
        label: "turns that the agent failed in an hour",
      }),
      critical: true,
      impact: "the agent does not answer: customers wait, and get the fallback text in the end.",
    },
    AgentSlow: {
      ...shareOfMessages({
        counted: countOf(worker.logs, "agent.slow"),
        atLeast: 3,
        share: 0.05,
        turns,
        period: Duration.hours(6),
        label: "answers that were nearly too late in six hours",
      }),
      impact:
        "customers wait long, and answers are about to be lost, because the agent is nearly slower than its timeout.",
    },
    WindowMissed: {
      ...shareOfMessages({
        counted: countOf(worker.logs, "turn.deferred"),
        atLeast: 3,
        share: 0.002,
        turns,
        period: DAY,
        label: "replies too late for the window in a day",
      }),
      impact:
        "several replies came too late for WhatsApp's 24 hours, so they wait until the customers write again.",
    },
    OptOutsRising: {
      ...shareOfMessages({
        counted: countOf(worker.logs, "consent.changed", { action: "stop" }),
        atLeast: 3,
        // A mailing's stops come hours after it: compared with a day's messages, a good one's are few.
        share: 0.01,
        turns,
        period: DAY,
        label: "customers who said stop in a day",
      }),
      impact:
        "unusually many customers said stop: something that was sent annoys them, and Meta lowers the limits of such numbers.",
    },
    LoopDetected: {
      metric: countOf(worker.logs, "loop.detected"),
      atLeast: 1,
      impact:
        "low: one contact seems to be a bot too, so it gets no more answers and a person is asked to look.",
    },
  };
}
