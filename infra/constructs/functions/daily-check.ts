import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { allow } from "../allow.ts";
import type { LeadForwarding } from "../lead-forwarding.ts";
import type { PeopleTopic } from "../people-topic.ts";
import { ServiceFunction } from "../service-function.ts";
import { acceptWildcard } from "../wildcard.ts";
import type { Shared } from "./shared.ts";

type DailyCheckProps = Shared & {
  code: string;
  publicUrl: string;
  /** In UTC. */
  hour: number;
  alarms: PeopleTopic;
  handoffs: PeopleTopic;
  /** Only if leads go to a CRM. */
  forwarding: LeadForwarding | undefined;
};

/** Looks each day at what needs nobody to be looked at, and mails what people must know. */
export class DailyCheck extends ServiceFunction {
  constructor(scope: Construct, id: string, props: DailyCheckProps) {
    const { code, publicUrl, hour, alarms, handoffs, forwarding, ...shared } = props;
    const { stage, limits, table, secret, turns, deliveries } = shared;
    const queues = [turns, deliveries, ...(forwarding ? [forwarding.leads] : [])];
    super(scope, id, {
      ...shared,
      name: "daily-check",
      description: "Checks accounts, numbers, templates and queues each day, and mails problems",
      code,
      // Mostly waits for providers.
      memoryMegabytes: 256,
      timeoutSeconds: limits["daily-check"],
      environment: {
        stage,
        secretId: secret.secret.secretArn,
        tableName: table.table.tableName,
        publicUrl,
        alarmTopicArn: alarms.topic.topicArn,
        handoffTopicArn: handoffs.topic.topicArn,
        turnsDeadLettersUrl: turns.deadLetters.queueUrl,
        deliveriesDeadLettersUrl: deliveries.deadLetters.queueUrl,
        ...omitUndefined({ leadsDeadLettersUrl: forwarding?.leads.deadLetters.queueUrl }),
      },
    });
    // What people were told already, and who gets no answer.
    table.allowItems(this.function, "BatchGetItem", "GetItem", "UpdateItem");
    table.allowQuery(this.function);
    table.allowPending(this.function);
    secret.allowRead(this.function);
    allow(this.function, ["sqs:GetQueueAttributes"], ...queues.map((queue) => queue.deadLetters.queueArn));
    // CloudWatch knows no resources for it.
    allow(this.function, ["cloudwatch:GetMetricData"], "*");
    acceptWildcard(
      this,
      "*",
      "Metrics have no ARN: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html",
    );
    alarms.allowPublish(this.function);
    allow(this.function, ["sns:ListSubscriptionsByTopic"], alarms.topic.topicArn, handoffs.topic.topicArn);
    new Rule(this, "Schedule", {
      description: `Chatsby on WhatsApp (${stage}): the daily check`,
      schedule: Schedule.cron({ hour: String(hour), minute: "0" }),
      targets: [new LambdaFunction(this.function, { retryAttempts: 2, maxEventAge: Duration.hours(2) })],
    });
  }
}
