import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { agentTimeoutSeconds } from "../../../lib/config/agent-timeout.ts";
import { countOf } from "./log-metrics.ts";
import type { Watched, Watches } from "./watch.ts";

const HOUR = Duration.hours(1);
const MINUTES = Duration.minutes(5);

/** CloudWatch's limit for one alarm. */
const MAX_METRICS = 10;

const latencyAt = (number: string, namespace: string) =>
  new Metric({
    namespace,
    metricName: "AgentLatency",
    dimensionsMap: { service: "worker", number },
    statistic: Stats.percentile(90),
    period: MINUTES,
  });

/** Whether customers get answers, and how the agent does. */
export function answerWatches({ turns, worker, metrics, settings }: Watched): Watches {
  return {
    RepliesWaiting: {
      metric: turns.queue.metricApproximateAgeOfOldestMessage({ period: MINUTES, statistic: Stats.MAXIMUM }),
      atLeast: 15 * 60,
      critical: true,
      impact: "at least one customer has waited over a quarter of an hour for an answer.",
    },
    TurnsFailed: {
      metric: countOf(worker.logs, "turn.failed"),
      atLeast: 1,
      critical: true,
      impact: "a customer's message was given up without the agent's answer, for a reason that you can fix.",
    },
    MessagesOrphaned: {
      metric: countOf(worker.logs, "message.orphaned"),
      atLeast: 1,
      impact: "customers' messages were given up, because their number is not in the settings any more.",
    },
    WorkerFailing: {
      metric: worker.function.metricErrors({ period: MINUTES, statistic: Stats.SUM }),
      atLeast: 1,
      critical: true,
      impact: "answers are late, because the worker was cut off and its conversations are tried again.",
    },
    AgentFailing: {
      metric: countOf(worker.logs, "agent.failed"),
      atLeast: 3,
      periods: { bad: 2, of: 3 },
      critical: true,
      impact: "the agent does not answer: customers wait, and get the fallback text in the end.",
    },
    AgentSlow: {
      metric: new MathExpression({
        expression: "MAX(METRICS())",
        usingMetrics: Object.fromEntries(
          settings.numbers.slice(0, MAX_METRICS).map(({ name }, at) => [`n${at}`, latencyAt(name, metrics)]),
        ),
        period: MINUTES,
        label: "agent, p90 of the slowest number, ms",
      }),
      // Beyond the timeout the answer is lost.
      atLeast: agentTimeoutSeconds(settings) * 1_000 * 0.8,
      periods: { bad: 3, of: 3 },
      impact:
        "customers wait long, and answers are about to be lost, because the agent is nearly slower than its timeout.",
    },
    WindowMissed: {
      metric: countOf(worker.logs, "turn.deferred", {}, HOUR),
      atLeast: 5,
      impact:
        "several replies came too late for WhatsApp's 24 hours, so they wait until the customers write again.",
    },
    OptOutsRising: {
      metric: countOf(worker.logs, "consent.changed", { action: "stop" }, HOUR),
      atLeast: 10,
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
