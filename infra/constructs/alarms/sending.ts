import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { countOf } from "./log-metrics.ts";
import { shareOfMessages, sumOver } from "./thresholds.ts";
import type { Watched, Watches } from "./watch.ts";

const HOUR = Duration.hours(1);
const DAY = Duration.days(1);

/** Whether replies are sent, and what they cost. */
export function sendingWatches({
  turns,
  worker,
  delivery,
  metrics,
  settings,
  firstDeploy,
}: Watched): Watches {
  const { billedPerDay, silentAfterHours } = settings.alerts;
  return {
    RepliesStopped: {
      // An hour: a stopped number is tried again every quarter of an hour, or half, and should not ring each time.
      metric: sumOver(
        HOUR,
        countOf(worker.logs, "send.refused", { failureAction: "stop" }),
        "refusals of every message in an hour",
      ),
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
      // Whatever the cause, mailings included. What the business can fix in its answers is TurnsFailed too.
      ...shareOfMessages({
        counted: countOf(worker.logs, ["turn.failed", "turn.undeliverable", "turn.non-agent"], {
          ofCustomer: "first",
        }),
        atLeast: 3,
        share: 0.01,
        turns,
        period: DAY,
        label: "customers whom a message did not reach in a day",
      }),
      impact: "several customers did not get what was sent to them, each for a reason of its own.",
    },
    SendsUnknown: {
      // One customer's reply is sent three times at most.
      ...shareOfMessages({
        counted: countOf(worker.logs, "send.unknown"),
        atLeast: 4,
        share: 0.02,
        turns,
        period: HOUR,
        label: "sends without an answer in an hour",
      }),
      critical: true,
      impact: "the provider does not say whether it took replies, so they are late, and some may come twice.",
    },
    SideTasksFailing: {
      metric: countOf(worker.logs, ["side-task.failed", "side-task.given-up"]),
      atLeast: 1,
      // A failure is tried again every two minutes at the latest: one that lasts is in each period, whatever
      // the size of the business.
      periods: { bad: 5, of: 6 },
      impact: "customers are answered, but the team's mails, events, follow-ups or leads are late.",
    },
    ...(billedPerDay !== undefined && {
      BilledTooMuch: {
        metric: sumOver(
          DAY,
          countOf(delivery.logs, "message.priced", { price: "billed" }),
          "billed messages in a day",
        ),
        atLeast: billedPerDay,
        impact:
          "cost: more messages were billed within 24 hours than `alerts.billedPerDay` allows. Nothing is stopped.",
      },
    }),
    // Nobody can have written before the first deploy ends, and an alarm would say so at once.
    ...(silentAfterHours !== undefined &&
      !firstDeploy &&
      silentNumbers(settings.numbers, metrics, silentAfterHours)),
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
