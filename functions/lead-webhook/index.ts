import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SQS } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { crmLeadWebhook } from "../../lib/adapters/crm/lead-webhook.ts";
import { dynamodbLeads } from "../../lib/adapters/dynamodb/leads.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { secretsManagerSecrets } from "../../lib/adapters/secrets/secrets-manager.ts";
import { readLead } from "../../lib/adapters/sqs/envelope.ts";
import { sqsPostpone } from "../../lib/adapters/sqs/visibility.ts";
import { postLead } from "../../lib/application/lead-webhook/post-lead.ts";
import { loadSettings } from "../../lib/config/load.ts";
import { readOptional, readVariables } from "../../lib/config/variables.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { createHandler } from "./handler.ts";

const where = readVariables(process.env, "settings", "secretId", "tableName", "leadsQueueUrl");
const settings = loadSettings(where.settings);
const callProfile = readOptional(process.env, "emulated").emulated ? "person" : "work";
const url = settings.leads.webhook?.url;
if (!url) throw new Error("Set leads.webhook.url in the settings: this function posts leads there.");
const telemetry = powertoolsTelemetry();
const clock = { now: Date.now };
const secrets = secretsManagerSecrets({
  client: awsClient(SecretsManager, callProfile),
  secretId: where.secretId,
  clock,
  telemetry,
});

export const handler = middy(
  createHandler({
    read: readLead,
    post: postLead.bind(undefined, {
      leads: dynamodbLeads({
        client: awsClient(DynamoDB, callProfile),
        tableName: where.tableName,
        retentionDays: settings.retention.days,
        clock,
      }),
      receiver: crmLeadWebhook({
        fetch,
        clock,
        url,
        secrets: async () => (await secrets.get()).leads?.webhookSecrets ?? [],
      }),
      telemetry,
    }),
    postpone: sqsPostpone({ client: awsClient(SQS, callProfile), queueUrl: where.leadsQueueUrl }),
    telemetry,
  }),
).use(withTelemetry(telemetry));
