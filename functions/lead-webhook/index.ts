import middy from "@middy/core";
import { thinAws } from "../../lib/adapters/aws/thin.ts";
import { crmLeadWebhook } from "../../lib/adapters/crm/lead-webhook.ts";
import { dynamodbLeads } from "../../lib/adapters/dynamodb/leads.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { secretsManagerSecrets } from "../../lib/adapters/secrets/secrets-manager.ts";
import { readLead } from "../../lib/adapters/sqs/envelope.ts";
import { sqsPostpone } from "../../lib/adapters/sqs/visibility.ts";
import { postLead } from "../../lib/application/lead-webhook/post-lead.ts";
import { loadSettings } from "../../lib/config/deployment/load.ts";
import { readOptional, readVariables } from "../../lib/config/deployment/variables.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { createHandler } from "./handler.ts";

const where = readVariables(process.env, "settings", "secretId", "tableName", "leadsQueueUrl");
const settings = loadSettings(where.settings);
const callProfile = readOptional(process.env, "emulated").emulated ? "person" : "work";
const url = settings.leads.webhook?.url;
if (!url) throw new Error("Set leads.webhook.url in the settings: this function posts leads there.");
const telemetry = powertoolsTelemetry();
const clock = { now: Date.now };
const aws = thinAws({ environment: process.env, callProfile, now: clock.now, random: Math.random });
const secrets = secretsManagerSecrets({
  client: aws.secretsManager,
  secretId: where.secretId,
  clock,
  telemetry,
});

export const handler = middy(
  createHandler({
    read: readLead,
    post: postLead.bind(undefined, {
      leads: dynamodbLeads({
        client: aws.dynamodb,
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
    postpone: sqsPostpone({ client: aws.sqs, queueUrl: where.leadsQueueUrl }),
    telemetry,
  }),
).use(withTelemetry(telemetry));
