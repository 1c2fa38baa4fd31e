import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { dynamodbAllowance, dynamodbCampaigns } from "../../lib/adapters/dynamodb/campaigns.ts";
import { dynamodbControls } from "../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDeliveries } from "../../lib/adapters/dynamodb/deliveries.ts";
import { dynamodbDirectory } from "../../lib/adapters/dynamodb/directory.ts";
import { dynamodbHandoffs } from "../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbHistory } from "../../lib/adapters/dynamodb/history.ts";
import { dynamodbLeads } from "../../lib/adapters/dynamodb/leads.ts";
import { dynamodbOutbox } from "../../lib/adapters/dynamodb/outbox.ts";
import { dynamodbSwitches } from "../../lib/adapters/dynamodb/switches.ts";
import { eventBridgeEvents } from "../../lib/adapters/events/eventbridge.ts";
import { observed } from "../../lib/adapters/lambda/middleware.ts";
import { secretsManagerSecrets } from "../../lib/adapters/secrets/secrets-manager.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { sqsRemoval, sqsVisibility } from "../../lib/adapters/sqs/visibility.ts";
import { loadSettings } from "../../lib/config/load.ts";
import { readVariables } from "../../lib/config/variables.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { createHandler } from "./handler.ts";
import { turnRunner } from "./turn-runner.ts";

const where = readVariables(process.env, "settings", "secretId", "tableName", "turnsQueueUrl", "eventBusName", "publicUrl");
const settings = loadSettings(where.settings);
const telemetry = powertoolsTelemetry();
const clock = { now: Date.now };
const secrets = secretsManagerSecrets({ client: new SecretsManagerClient(), secretId: where.secretId, clock, telemetry });
// Fetched while Lambda still initialises; a failure is logged there and retried by the first turn.
secrets.get().catch(() => undefined);

const turns = { client: new SQSClient(), queueUrl: where.turnsQueueUrl };
const table = { client: new DynamoDBClient(), tableName: where.tableName, retentionDays: settings.retention.days, clock };

export const handler = middy(
  createHandler({
    run: turnRunner({
      settings,
      publicUrl: where.publicUrl,
      secrets: secrets.get,
      doubtSecrets: secrets.doubt,
      fetch,
      clock,
      random: Math.random,
      telemetry,
      conversations: dynamodbConversations(table),
      deliveries: dynamodbDeliveries(table),
      turnQueue: sqsTurnQueue(turns),
      events: eventBridgeEvents({ client: new EventBridgeClient(), busName: where.eventBusName, clock }),
    }),
    postpone: sqsVisibility(turns),
    remove: sqsRemoval(turns),
    now: clock.now,
    telemetry,
  }),
).use(observed(telemetry));
