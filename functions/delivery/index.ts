import middy from "@middy/core";
import { thinAws } from "../../lib/adapters/aws/thin.ts";
import { dynamodbDeliveries } from "../../lib/adapters/dynamodb/deliveries.ts";
import { dynamodbHealthRecords } from "../../lib/adapters/dynamodb/numbers/health-records.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { snsNotifications } from "../../lib/adapters/sns/notifications.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { sqsPostpone } from "../../lib/adapters/sqs/visibility.ts";
import { recordDelivery } from "../../lib/application/delivery/record-delivery.ts";
import { tellNotices } from "../../lib/application/health/tell-notices.ts";
import { failureClass } from "../../lib/application/sending/failure-class.ts";
import { loadSettings } from "../../lib/config/deployment/load.ts";
import { readOptional, readVariables } from "../../lib/config/deployment/variables.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { FAILURES } from "../../lib/providers/failures.ts";
import { noticeFor } from "../../lib/providers/notices.ts";
import { PROFILES } from "../../lib/providers/profiles.ts";
import { createHandler } from "./handler.ts";

const where = readVariables(process.env, "settings", "tableName", "turnsQueueUrl", "deliveriesQueueUrl");
const optional = readOptional(process.env, "emulated", "alarmTopicArn", "stage");
const settings = loadSettings(where.settings);
const callProfile = optional.emulated ? "person" : "work";
const telemetry = powertoolsTelemetry();
const clock = { now: Date.now };
const aws = thinAws({ environment: process.env, callProfile, now: clock.now, random: Math.random });
// Awaited: Lambda may freeze an initialised function.
await aws.open("dynamodb");
const sqs = aws.sqs;
const table = {
  client: aws.dynamodb,
  tableName: where.tableName,
  retentionDays: settings.retention.days,
  clock,
};

export const handler = middy(
  createHandler({
    record: recordDelivery.bind(undefined, {
      deliveries: dynamodbDeliveries(table),
      turnQueue: sqsTurnQueue({ client: sqs, queueUrl: where.turnsQueueUrl }),
      telemetry,
      classOf: (provider, code) =>
        failureClass(FAILURES[provider].failureActionFor(code), FAILURES[provider].failureCause(code)),
    }),
    tell: tellNotices.bind(undefined, {
      records: dynamodbHealthRecords(table),
      notifications: snsNotifications({ topicArn: optional.alarmTopicArn ?? "", callProfile }),
      clock,
      telemetry,
      stage: optional.stage,
      nameOf: (provider) => PROFILES[provider].displayName,
      // Notices that were queued before the setting was switched off are dropped.
      textOf: (notice) => (optional.alarmTopicArn ? noticeFor(notice, settings.numbers) : undefined),
    }),
    postpone: sqsPostpone({ client: sqs, queueUrl: where.deliveriesQueueUrl }),
    telemetry,
  }),
).use(withTelemetry(telemetry));
