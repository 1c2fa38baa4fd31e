import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { messagesReceived } from "../../lib/adapters/cloudwatch/messages-received.ts";
import { dynamodbControls } from "../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDelayedAnswers } from "../../lib/adapters/dynamodb/delayed-answers.ts";
import { dynamodbHandoffs } from "../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbLedger } from "../../lib/adapters/dynamodb/ledger.ts";
import { dynamodbLinks } from "../../lib/adapters/dynamodb/links.ts";
import { dynamodbFailureCounts } from "../../lib/adapters/dynamodb/numbers/failure-counts.ts";
import { dynamodbHealthRecords } from "../../lib/adapters/dynamodb/numbers/health-records.ts";
import { dynamodbRollouts } from "../../lib/adapters/dynamodb/numbers/rollouts.ts";
import { dynamodbSwitches } from "../../lib/adapters/dynamodb/numbers/switches.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { snsNotifications } from "../../lib/adapters/sns/notifications.ts";
import { subscribersOf } from "../../lib/adapters/sns/subscribers.ts";
import { queueLength } from "../../lib/adapters/sqs/queue-length.ts";
import { checkDaily } from "../../lib/application/health/check-daily.ts";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import { readStatus } from "../../lib/application/status/read-status.ts";
import { loadSettings } from "../../lib/config/deployment/load.ts";
import { readOptional, readVariables } from "../../lib/config/deployment/variables.ts";
import { pauseRulesOf } from "../../lib/config/derived/hours-of.ts";
import { numberName } from "../../lib/domain/ids.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import { dailyParts } from "../../lib/health/daily-parts.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { explainFailure } from "../../lib/providers/failures.ts";
import { noticeFor } from "../../lib/providers/notices.ts";
import { webhookUrlsAt } from "../../lib/providers/profiles.ts";
import { createHandler } from "./handler.ts";

const where = readVariables(
  process.env,
  "settings",
  "secretId",
  "tableName",
  "publicUrl",
  "alarmTopicArn",
  "handoffTopicArn",
  "turnsDeadLettersUrl",
  "deliveriesDeadLettersUrl",
);
const optional = readOptional(process.env, "emulated", "stage", "leadsDeadLettersUrl");
const settings = loadSettings(where.settings);
const callProfile = optional.emulated ? "person" : "work";
const telemetry = powertoolsTelemetry();
const clock = { now: Date.now };
const table = {
  client: awsClient(DynamoDB, callProfile),
  tableName: where.tableName,
  retentionDays: settings.retention.days,
  clock,
};
const secrets = awsClient(SecretsManager, callProfile);
const [sqs, sns] = [awsClient(SQS, callProfile), awsClient(SNSClient, callProfile)];

const queues = omitUndefined({
  turns: where.turnsDeadLettersUrl,
  deliveries: where.deliveriesDeadLettersUrl,
  leads: optional.leadsDeadLettersUrl,
});
const numbers = settings.numbers.map((number) => ({ ...number, name: numberName(number.name) }));
const status = {
  conversations: dynamodbConversations(table),
  controls: linkedControls(dynamodbControls(table), dynamodbLinks(table)),
  handoffList: dynamodbHandoffs(table),
  switches: dynamodbSwitches(table),
  rollouts: dynamodbRollouts(table),
  ledger: dynamodbLedger(table),
  delayedAnswers: dynamodbDelayedAnswers(table),
  failureCounts: dynamodbFailureCounts(table),
  ...pauseRulesOf(settings),
  clock,
  numbers,
  // Without business hours a team that is closed at night answers in the morning.
  untakenAfterMs: DAY_MS,
  untakenAfterOpenMs: 4 * HOUR_MS,
  explainFailure: (name: string, code: string) => {
    const number = numbers.find((each) => each.name === name);
    return number ? explainFailure(number, code) : {};
  },
};

const cloudwatch = awsClient(CloudWatchClient, callProfile);
const counted = {
  namespace: process.env.POWERTOOLS_METRICS_NAMESPACE ?? "",
  numbers: numbers.map(({ name }) => name),
};
/** Whole minutes, because CloudWatch rounds. */
const minuteOf = (at: number) => at - (at % MINUTE_MS);

async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result | "late"> {
  const over = new AbortController();
  const late = sleep(timeoutMs, "late" as const, { signal: over.signal });
  // Ends with an error once the work has won.
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

export const handler = middy(
  createHandler({
    check: () =>
      checkDaily({
        parts: () =>
          dailyParts({
            fetch,
            clock,
            settings,
            secret: {
              async read() {
                const { SecretString } = await secrets.send(
                  new GetSecretValueCommand({ SecretId: where.secretId }),
                );
                return { text: SecretString ?? "" };
              },
            },
            urls: webhookUrlsAt(where.publicUrl),
            deadLetters: Object.fromEntries(
              Object.entries(queues).map(([name, url]) => [name, () => queueLength(sqs, url)]),
            ),
            topicArns: { alarms: where.alarmTopicArn, handoffs: where.handoffTopicArn },
            subscribers: (topicArn) => subscribersOf(sns, topicArn),
            status: () => readStatus(status),
            ...(!optional.emulated && {
              received: (since, until) =>
                messagesReceived(cloudwatch, counted, minuteOf(since), minuteOf(until)),
            }),
          }),
        records: dynamodbHealthRecords(table),
        notifications: snsNotifications({ topicArn: where.alarmTopicArn, callProfile }),
        clock,
        telemetry,
        stage: optional.stage,
        textOf: (notice) => noticeFor(notice, settings.numbers),
        within,
        pause: (ms) => sleep(ms),
      }),
    telemetry,
  }),
).use(withTelemetry(telemetry));
