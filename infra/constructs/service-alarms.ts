import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { countOf, serverErrorsOf } from "./log-alarm-metric.ts";
import type { PublicApi } from "./public-api.ts";
import type { ServiceFunction } from "./service-function.ts";
import type { WorkQueue } from "./work-queue.ts";

type ServiceAlarmsProps = {
  topic: ITopic;
  api: PublicApi;
  turns: WorkQueue;
  deliveries: WorkQueue;
  /** Only where leads go to a CRM. */
  leads: WorkQueue | undefined;
  webhook: ServiceFunction;
  worker: ServiceFunction;
  actions: ServiceFunction;
};

type Watch = {
  metric: IMetric;
  atLeast: number;
  /** How many five-minute periods must be bad, of how many. */
  periods?: { bad: number; of: number };
  impact: string;
  look: string;
};

const MINUTES = { period: Duration.minutes(5) };

/** Tells a person when customers are affected. Every alarm says how, and where to look first. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    for (const [name, watch] of Object.entries(watches(props))) this.raise(name, watch, new SnsAction(props.topic));
  }

  private raise(name: string, { metric, atLeast, periods = { bad: 1, of: 1 }, impact, look }: Watch, action: SnsAction): void {
    const alarm = new Alarm(this, name, {
      metric,
      threshold: atLeast,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      datapointsToAlarm: periods.bad,
      evaluationPeriods: periods.of,
      // Hours without a customer are no alarm.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Impact: ${impact} Look at: ${look}`,
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}

function watches({ api, turns, deliveries, leads, webhook, worker, actions }: ServiceAlarmsProps): Record<string, Watch> {
  const oldest = { ...MINUTES, statistic: Stats.MAXIMUM };
  const sum = { ...MINUTES, statistic: Stats.SUM };
  return {
    WebhookFailing: {
      metric: serverErrorsOf(api.accessLog, "/webhooks/"),
      // One is cured by the provider's next try; Twilio's last try is the fourth within seconds, and what it gives up is lost.
      atLeast: 3,
      impact: "new WhatsApp messages are not being taken in, and Twilio gives up on them within seconds.",
      look: "the webhook function's log (webhook.failed, secret.refresh-failed).",
    },
    WebhookRefusing: {
      metric: countOf(webhook.logs, "webhook.rejected"),
      atLeast: 1,
      // A stranger's probe is over in minutes; with a wrong secret the providers keep coming back.
      periods: { bad: 3, of: 12 },
      impact: "customers may get no answer, because webhooks are refused for a wrong signature.",
      look: "the app secret, auth token and public URL: do they match what Meta and Twilio use?",
    },
    RepliesWaiting: {
      metric: turns.queue.metricApproximateAgeOfOldestMessage(oldest),
      atLeast: 15 * 60,
      impact: "at least one customer has waited over a quarter of an hour for an answer.",
      look: "the worker's log (turn.error, turn.waiting, agent.failed, send.refused).",
    },
    RepliesStopped: {
      metric: countOf(worker.logs, "send.refused", { remedy: "stop" }),
      atLeast: 1,
      impact: "a business number cannot send any more, and its customers get no answer until a person mends it.",
      look: "the errorCode of send.refused in the worker's log: mostly an expired access token, a payment or a policy problem.",
    },
    TurnsFailed: {
      metric: countOf(worker.logs, "turn.failed"),
      atLeast: 1,
      impact: "a customer's message was given up without the agent's answer.",
      look: "the reason of turn.failed in the worker's log.",
    },
    WorkerFailing: {
      metric: worker.function.metricErrors(sum),
      atLeast: 1,
      impact: "answers are late, because the worker was cut off and its conversations are tried again.",
      look: "the worker's log: a time-out, memory, or a start that failed.",
    },
    TurnsGivenUp: {
      metric: turns.deadLetters.metricApproximateNumberOfMessagesVisible(oldest),
      atLeast: 1,
      impact: "a customer's message stays unanswered, and later ones of that conversation were held up by it.",
      look: "the dead-letter queue of turns and turn.error in the worker's log; redrive once the cause is mended.",
    },
    DeliveriesGivenUp: {
      metric: deliveries.deadLetters.metricApproximateNumberOfMessagesVisible(oldest),
      atLeast: 1,
      impact: "what became of some replies is unknown, so a reply may have failed unnoticed or may be sent twice.",
      look: "the dead-letter queue of deliveries and the delivery function's log; redrive once the cause is mended.",
    },
    ...(leads && {
      LeadsGivenUp: {
        metric: leads.deadLetters.metricApproximateNumberOfMessagesVisible(oldest),
        atLeast: 1,
        impact: "a captured lead has not reached the CRM, and nobody there will follow it up.",
        look: "the dead-letter queue of leads and lead.failed in the lead-webhook function's log; redrive once the CRM takes leads again.",
      },
    }),
    ActionsRefused: {
      metric: countOf(actions.logs, "action.refused"),
      atLeast: 1,
      // Once may be a stranger's probe; a wrong token is refused whenever a customer asks for a person.
      periods: { bad: 2, of: 12 },
      impact: "customers who ask the agent for a person may wait for nobody, because the agent's actions are refused.",
      look: "the bearer token in Chatsby's custom actions: is it one of actions.tokens in the secret?",
    },
    ActionsFailing: {
      metric: serverErrorsOf(api.accessLog, "/agent-actions/"),
      atLeast: 1,
      impact: "a customer's wish for a person, or a lead, that the agent passed on has not been taken in.",
      look: "the agent-actions function's log (action.failed, secret.refresh-failed).",
    },
    OperatorFailing: {
      // 502: the provider would not list its templates, and whoever asked was told.
      metric: serverErrorsOf(api.accessLog, "/conversations/", "502"),
      atLeast: 1,
      impact: "staff cannot answer customers, take conversations over or hand them back.",
      look: "the operator function's log (operator.failed, secret.refresh-failed).",
    },
    LoopDetected: {
      metric: countOf(worker.logs, "loop.detected"),
      atLeast: 1,
      impact: "low: one contact seems to be a bot too, so it gets no more answers and a person is asked to look.",
      look: "the conversation of loop.detected in the worker's log; resume it when a person is on the other side after all.",
    },
  };
}
