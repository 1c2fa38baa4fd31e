import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { countOf } from "./log-metrics.ts";
import type { Watched, Watches } from "./watch.ts";

const HOUR = Duration.hours(1);
const DAY = Duration.days(1);

/** Whether replies are sent, and what they cost. */
export function sendingWatches({ worker, delivery, metrics, settings }: Watched): Watches {
  const { billedPerDay, silentAfterHours } = settings.alerts;
  return {
    RepliesStopped: {
      metric: countOf(worker.logs, "send.refused", { failureAction: "stop" }),
      atLeast: 1,
      critical: true,
      impact:
        "a business number cannot send any more, and its customers get no answer until a person fixes it.",
    },
    RepliesThrottled: {
      metric: countOf(worker.logs, "send.refused", { failureAction: "slow" }),
      atLeast: 10,
      periods: { bad: 2, of: 3 },
      impact: "answers are late, because the provider takes no more messages of a number for now.",
    },
    RepliesRefused: {
      metric: new MathExpression({
        expression: "refused + failed",
        usingMetrics: {
          refused: countOf(worker.logs, "send.refused", { failureAction: "never" }, HOUR),
          failed: countOf(delivery.logs, "delivery.failed", {}, HOUR),
        },
        period: HOUR,
        label: "messages that did not arrive",
      }),
      atLeast: 5,
      impact: "several customers did not get what was sent to them, each for a reason of its own.",
    },
    SendsUnknown: {
      metric: countOf(worker.logs, "send.unknown"),
      atLeast: 5,
      periods: { bad: 2, of: 3 },
      critical: true,
      impact: "the provider does not say whether it took replies, so they are late, and some may come twice.",
    },
    SideTasksFailing: {
      metric: countOf(worker.logs, "side-task.failed"),
      atLeast: 5,
      periods: { bad: 2, of: 3 },
      impact: "customers are answered, but the team's mails, events, follow-ups or leads are late.",
    },
    ...(billedPerDay !== undefined && {
      BilledTooMuch: {
        metric: countOf(delivery.logs, "message.priced", { price: "billed" }, DAY),
        atLeast: billedPerDay,
        impact:
          "cost: more messages were billed today than `alerts.billedPerDay` allows. Nothing is stopped.",
      },
    }),
    ...(silentAfterHours !== undefined && silentNumbers(settings.numbers, metrics, silentAfterHours)),
  };
}

/** Mostly the webhook goes elsewhere, or the account is not subscribed. */
const silentNumbers = (numbers: Watched["settings"]["numbers"], namespace: string, hours: number): Watches =>
  Object.fromEntries(
    numbers.map(({ name }) => [
      `NumberSilent-${name}`,
      {
        // 1 if nobody wrote: alarms compare with "at least".
        metric: new MathExpression({
          expression: "IF(FILL(inbound, 0) > 0, 0, 1)",
          usingMetrics: {
            inbound: new Metric({
              namespace,
              metricName: "InboundMessages",
              dimensionsMap: { service: "webhook", number: name },
              statistic: Stats.SUM,
              period: HOUR,
            }),
          },
          period: HOUR,
          label: `hours without a message to ${name}`,
        }),
        atLeast: 1,
        periods: { bad: hours, of: hours },
        silenceIsBad: true,
        impact: `nobody has written to ${name} for ${hours} hours: either all is quiet, or messages do not arrive.`,
      },
    ]),
  );
