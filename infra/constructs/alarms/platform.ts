import { Duration } from "aws-cdk-lib";
import { MathExpression, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { WorkQueue } from "../work-queue.ts";
import { alsoIn, codeIs, serverErrorsOf } from "./log-metrics.ts";
import { sumOver } from "./thresholds.ts";
import type { Watched, Watches } from "./watch.ts";

const MAXIMUM = { period: Duration.minutes(5), statistic: Stats.MAXIMUM };

/**
 * Dead letters, and what the agent and staff call. Limits of AWS have no alarms: a function or table that takes
 * no more makes replies wait or webhooks fail, and those alarms ring.
 */
export function platformWatches({ settings, api, turns, deliveries, leads, actions }: Watched): Watches {
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
    ActionsFailing: {
      metric: sumOver(
        Duration.days(1),
        alsoIn(actions.logs, serverErrorsOf(api.accessLog, "/agent-actions/"), codeIs("action.refused")),
        "calls of the agent that were refused or failed in a day",
      ),
      // One or two may be a stranger's, and the agent repeats one. A wrong token fails whenever a customer asks
      // for a person.
      atLeast: 3,
      impact:
        "customers who ask the agent for a person may wait for nobody, because its actions are refused or fail.",
    },
    StaffFailing: {
      metric: sumOver(
        Duration.hours(1),
        // 502: the provider did not list its templates, and the caller knows.
        serverErrorsOf(
          api.accessLog,
          ["/conversations/", ...(settings.inbox.enabled ? ["/inbox"] : [])],
          "502",
        ),
        "requests of staff that failed in an hour",
      ),
      atLeast: 3,
      impact: "staff cannot answer customers, take conversations over or hand them back.",
    },
  };
}

const MINUTE = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };

/**
 * One alarm from the first dead letter until none is left, and one for each further letter, because an active
 * alarm cannot fire again. SQS's NumberOfMessagesSent leaves out what a redrive policy moves, so the queue's
 * growth counts. Hidden messages do not, as a metric costs money: where a redrive hides a part of them for a
 * minute, it can ring when they come back. An empty, unused queue reports no data: the first letter has no
 * growth.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
function givenUp(name: string, { deadLetters }: WorkQueue, impact: string): Watches {
  return {
    [name]: { metric: deadLetters.metricApproximateNumberOfMessagesVisible(MAXIMUM), atLeast: 1, impact },
    [`${name}-again`]: {
      metric: new MathExpression({
        expression: "IF(seen - DIFF(seen) >= 1, DIFF(seen), 0)",
        usingMetrics: { seen: deadLetters.metricApproximateNumberOfMessagesVisible(MINUTE) },
        period: MINUTE.period,
        label: "dead letters that joined others",
      }),
      atLeast: 1,
      moment: true,
      impact: `one more: ${impact}`,
    },
  };
}
