import middy from "@middy/core";
import { thinAws } from "../../lib/adapters/aws/thin.ts";
import { dynamodbControls } from "../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDirectory } from "../../lib/adapters/dynamodb/inbox/directory.ts";
import { dynamodbLeads } from "../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLinks } from "../../lib/adapters/dynamodb/links.ts";
import { sessionHashOf, shortIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { secretsManagerSecrets } from "../../lib/adapters/secrets/secrets-manager.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { captureLead } from "../../lib/application/agent-actions/capture-lead.ts";
import { escalate } from "../../lib/application/agent-actions/escalate.ts";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import { loadSettings } from "../../lib/config/deployment/load.ts";
import { readOptional, readVariables } from "../../lib/config/deployment/variables.ts";
import { handoffTextOf } from "../../lib/config/derived/closed-text.ts";
import { pauseRulesOf } from "../../lib/config/derived/hours-of.ts";
import { countryOfCustomer } from "../../lib/domain/language/country.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { createHandler } from "./handler.ts";

const where = readVariables(process.env, "settings", "secretId", "tableName", "turnsQueueUrl");
const settings = loadSettings(where.settings);
const callProfile = readOptional(process.env, "emulated").emulated ? "emulatedRequest" : "request";
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
// there; the first call reads again.
await Promise.all([secrets.get().catch(() => undefined), aws.open("dynamodb", "sqs")]);

const table = {
  client: aws.dynamodb,
  tableName: where.tableName,
  retentionDays: settings.retention.days,
  clock,
};
const ports = {
  controls: linkedControls(dynamodbControls(table), dynamodbLinks(table)),
  conversations: dynamodbConversations(table),
  directory: dynamodbDirectory(table),
  leads: dynamodbLeads(table),
  turnQueue: sqsTurnQueue({ client: aws.sqs, queueUrl: where.turnsQueueUrl }),
  clock,
  ...pauseRulesOf(settings),
  shortId: shortIdOf,
};
const withKey = (identityKey: string) => ({
  ...ports,
  sessionKey: (session: string) => sessionHashOf(identityKey, session),
});

export const handler = middy(
  createHandler({
    secrets: secrets.get,
    escalate: ({ identityKey }, session, summary) => escalate(withKey(identityKey), session, summary),
    captureLead: ({ identityKey }, session, facts) => captureLead(withKey(identityKey), session, facts),
    handoffText: async ({ number, customer }) => {
      // Imported late: the numbering plans would slow down cold starts.
      const { countryOfPhone } = await import("../../lib/adapters/phone/phones.ts");
      const settled = settings.numbers.find(({ name }) => name === number) ?? { texts: {}, hours: undefined };
      return handoffTextOf(settings, settled)(countryOfCustomer(customer, countryOfPhone), clock.now());
    },
    telemetry,
  }),
).use(withTelemetry(telemetry));
