import { Duration } from "aws-cdk-lib";
import { MathExpression, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { WorkQueue } from "../work-queue.ts";
import { countOf, serverErrorsOf } from "./log-metrics.ts";
import { sumOver } from "./thresholds.ts";
import type { Watched, Watches } from "./watch.ts";

const MINUTES = { period: Duration.minutes(5) };
const MAXIMUM = { ...MINUTES, statistic: Stats.MAXIMUM };
const SUM = { ...MINUTES, statistic: Stats.SUM };

/** Dead letters, functions in trouble, and limits of AWS. */
export function platformWatches({
  settings,
  api,
  table,
  turns,
  deliveries,
  leads,
  webhook,
  worker,
  actions,
}: Watched): Watches {
  return {
    ...givenUp(
      "TurnsGivenUp",
      turns,
      "a customer's message stays unanswered, and later ones of that conversation waited for it.",
    ),
    ...givenUp(
      "DeliveriesGivenUp",
      deliveries,
      "what became of some replies is unknown, so a reply may have failed unnoticed or may be sent twice.",
    ),
    ...(leads &&
      givenUp(
        "LeadsGivenUp",
        leads,
        "a captured lead has not reached the CRM, and nobody there will follow it up.",
      )),
    ActionsRefused: {
      metric: sumOver(
        Duration.days(1),
        countOf(actions.logs, "action.refused"),
        "refused calls of the agent in a day",
      ),
      // One or two may be a stranger's. A wrong token fails whenever a customer asks for a person.
      atLeast: 3,
      impact:
        "customers who ask the agent for a person may wait for nobody, because the agent's actions are refused.",
    },
    ActionsFailing: {
      metric: sumOver(
        Duration.days(1),
        serverErrorsOf(api.accessLog, "/agent-actions/"),
        "calls of the agent that failed in a day",
      ),
      // The agent repeats one.
      atLeast: 3,
      impact: "a customer's request for a person, or a lead, that the agent passed on was not accepted.",
    },
    OperatorFailing: {
      // 502: the provider did not list its templates, and the caller knows.
      metric: sumOver(
        Duration.hours(1),
        serverErrorsOf(api.accessLog, "/conversations/", "502"),
        "requests of staff that failed in an hour",
      ),
      atLeast: 3,
      impact: "staff cannot answer customers, take conversations over or hand them back.",
    },
    ...(settings.inbox.enabled && {
      InboxFailing: {
        // 502: as above.
        metric: sumOver(
          Duration.hours(1),
          serverErrorsOf(api.accessLog, "/inbox", "502"),
          "requests of the inbox that failed in an hour",
        ),
        atLeast: 3,
        impact: "staff cannot load the inbox, or what they do in it fails, so customers may wait for them.",
      },
    }),
    FunctionsThrottled: {
      metric: new MathExpression({
        expression: "webhook + worker",
        usingMetrics: {
          webhook: webhook.function.metricThrottles(SUM),
          worker: worker.function.metricThrottles(SUM),
        },
        ...MINUTES,
        label: "throttled invocations",
      }),
      atLeast: 1,
      // A burst passes. A waiting message is tried again and again: one is enough to see what lasts.
      periods: { bad: 3, of: 3 },
      impact: "webhooks or answers are late, because the account has no more Lambda instances to give.",
    },
    TableThrottled: {
      // Whatever the operation. Filled: alarms on DynamoDB's own metrics would ignore missing data, and never end.
      metric: new MathExpression({
        expression: "FILL(reads, 0) + FILL(writes, 0)",
        usingMetrics: {
          reads: table.metric("ReadThrottleEvents", SUM),
          writes: table.metric("WriteThrottleEvents", SUM),
        },
        ...MINUTES,
        label: "throttled reads and writes",
      }),
      atLeast: 1,
      periods: { bad: 3, of: 3 },
      impact: "webhooks or answers are late, because DynamoDB takes no more requests of one kind for now.",
    },
  };
}

const MINUTE = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };

/**
 * One alarm from the first dead letter until none is left, and one for each further letter, because an active
 * alarm cannot fire again. SQS's NumberOfMessagesSent leaves out what a redrive policy moves, so the queue's
 * growth counts, hidden messages included. An empty, unused queue reports no data: the first letter has no
 * growth.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
function givenUp(name: string, { deadLetters }: WorkQueue, impact: string): Watches {
  const [seen, taken] = [
    deadLetters.metricApproximateNumberOfMessagesVisible(MINUTE),
    deadLetters.metricApproximateNumberOfMessagesNotVisible(MINUTE),
  ];
  return {
    [name]: { metric: deadLetters.metricApproximateNumberOfMessagesVisible(MAXIMUM), atLeast: 1, impact },
    [`${name}-again`]: {
      metric: new MathExpression({
        expression: "IF(seen + taken - DIFF(seen + taken) >= 1, DIFF(seen + taken), 0)",
        usingMetrics: { seen, taken },
        period: MINUTE.period,
        label: "dead letters that joined others",
      }),
      atLeast: 1,
      moment: true,
      impact: `one more: ${impact}`,
    },
  };
}
