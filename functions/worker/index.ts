import middy from "@middy/core";
import { thinAws } from "../../lib/adapters/aws/thin.ts";
import { dynamodbCampaigns } from "../../lib/adapters/dynamodb/campaigns.ts";
import { dynamodbControls } from "../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDelayedAnswers } from "../../lib/adapters/dynamodb/delayed-answers.ts";
import { dynamodbDeliveries } from "../../lib/adapters/dynamodb/deliveries.ts";
import { dynamodbHistory } from "../../lib/adapters/dynamodb/erasure/history.ts";
import { dynamodbHandoffs } from "../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbActivity } from "../../lib/adapters/dynamodb/inbox/activity.ts";
import { dynamodbDirectory } from "../../lib/adapters/dynamodb/inbox/directory.ts";
import { dynamodbLeads } from "../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLinks } from "../../lib/adapters/dynamodb/links.ts";
import { dynamodbFailureCounts } from "../../lib/adapters/dynamodb/numbers/failure-counts.ts";
import type { RecentControls } from "../../lib/adapters/dynamodb/numbers/number-controls.ts";
import { dynamodbSwitches } from "../../lib/adapters/dynamodb/numbers/switches.ts";
import { dynamodbOptIns } from "../../lib/adapters/dynamodb/opt-ins.ts";
import { dynamodbOutbox } from "../../lib/adapters/dynamodb/outbox.ts";
import { dynamodbRepeatedTexts } from "../../lib/adapters/dynamodb/repeated-texts.ts";
import { eventBridgeEvents } from "../../lib/adapters/events/eventbridge.ts";
import { lightFetch } from "../../lib/adapters/http/light-fetch.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { storedFiles } from "../../lib/adapters/s3/stored-files.ts";
import { schedulerSchedules } from "../../lib/adapters/scheduler/schedules.ts";
import { secretsManagerSecrets } from "../../lib/adapters/secrets/secrets-manager.ts";
import { snsNotifications } from "../../lib/adapters/sns/notifications.ts";
import { writeCommand } from "../../lib/adapters/sqs/envelope.ts";
import { sqsLeadQueue } from "../../lib/adapters/sqs/lead-queue.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { sqsPostpone, sqsRemove } from "../../lib/adapters/sqs/visibility.ts";
import { Recent } from "../../lib/application/ports/recent.ts";
import { loadSettings } from "../../lib/config/deployment/load.ts";
import { readOptional, readVariables } from "../../lib/config/deployment/variables.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { createHandler } from "./handler.ts";
import { lateUnderstanding } from "./media.ts";
import { turnRunner } from "./turn-runner.ts";

const where = readVariables(
  process.env,
  "settings",
  "secretId",
  "tableName",
  "turnsQueueUrl",
  "eventBusName",
  "publicUrl",
  "handoffTopicArn",
);
const optional = readOptional(
  process.env,
  "leadsQueueUrl",
  "scheduleGroup",
  "scheduleRoleArn",
  "turnsQueueArn",
  "inboxUrl",
  "filesUrl",
  "stage",
);
const settings = loadSettings(where.settings);
const callProfile = readOptional(process.env, "emulated").emulated ? "person" : "work";
const telemetry = powertoolsTelemetry();
const clock = { now: Date.now };
const aws = thinAws({ environment: process.env, callProfile, now: clock.now, random: Math.random });
const secrets = secretsManagerSecrets({
  client: aws.secretsManager,
  secretId: where.secretId,
  clock,
  telemetry,
});
// Awaited: Lambda may freeze an initialised function, and a pending read would fail. A failure is logged
// there; the first turn reads again. Each turn needs the numbering plans: they load while the network is waited for.
await Promise.all([
  secrets.get().catch(() => undefined),
  aws.open("dynamodb"),
  import("../../lib/adapters/phone/phones.ts").catch(() => undefined),
]);

const sqs = aws.sqs;
const turns = { client: sqs, queueUrl: where.turnsQueueUrl };
const table = {
  client: aws.dynamodb,
  tableName: where.tableName,
  retentionDays: settings.retention.days,
  clock,
};
const recent: RecentControls = new Recent(clock);

function schedules() {
  const { scheduleGroup: group, scheduleRoleArn: roleArn, turnsQueueArn: queueArn } = optional;
  return group && roleArn && queueArn
    ? { schedules: schedulerSchedules({ group, roleArn, queueArn, clock, write: writeCommand, callProfile }) }
    : {};
}

const understanding = lateUnderstanding({
  settings,
  secrets: secrets.get,
  invalidateSecrets: secrets.invalidate,
  fetch,
  clock,
  telemetry,
  region: process.env.AWS_REGION ?? "",
});

const { leadsQueueUrl } = optional;
const forwardsLeads = settings.leads.webhook !== undefined && leadsQueueUrl !== undefined;

export const handler = middy(
  createHandler({
    run: turnRunner({
      settings,
      publicUrl: where.publicUrl,
      ...(settings.inbox.enabled && optional.inboxUrl && { inboxUrl: optional.inboxUrl }),
      ...(optional.filesUrl && { staffFiles: storedFiles(process.env, optional.filesUrl, fetch) }),
      ...(optional.stage && { stage: optional.stage }),
      secrets: secrets.get,
      invalidateSecrets: secrets.invalidate,
      fetch: lightFetch(clock.now),
      clock,
      random: Math.random,
      telemetry,
      conversations: dynamodbConversations({ ...table, recent }),
      deliveries: dynamodbDeliveries(table),
      controls: dynamodbControls(table),
      switches: dynamodbSwitches({ ...table, recent }),
      repeatedTexts: dynamodbRepeatedTexts(table),
      outbox: dynamodbOutbox(table),
      campaigns: dynamodbCampaigns(table),
      directory: dynamodbDirectory(table),
      optIns: dynamodbOptIns(table),
      links: dynamodbLinks(table),
      leads: dynamodbLeads(table),
      ...(forwardsLeads && { leadQueue: sqsLeadQueue({ client: sqs, queueUrl: leadsQueueUrl }) }),
      handoffs: dynamodbHandoffs(table),
      history: dynamodbHistory(table),
      ...(settings.inbox.enabled && {
        activity: dynamodbActivity({ ...table, inboxPartitions: settings.capacity.inboxPartitions }),
      }),
      delayedAnswers: dynamodbDelayedAnswers(table),
      failureCounts: dynamodbFailureCounts(table),
      notifications: snsNotifications({ topicArn: where.handoffTopicArn, callProfile }),
      ...schedules(),
      ...(understanding && { understanding }),
      turnQueue: sqsTurnQueue(turns),
      events: eventBridgeEvents({
        client: aws.eventBridge,
        busName: where.eventBusName,
        clock,
      }),
    }),
    postpone: sqsPostpone(turns),
    requeue: (command) => sqsTurnQueue(turns).send([command]),
    remove: sqsRemove(turns),
    now: clock.now,
    telemetry,
  }),
).use(withTelemetry(telemetry));
