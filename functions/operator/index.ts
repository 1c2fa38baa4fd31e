import { randomUUID } from "node:crypto";
import middy from "@middy/core";
import { thinAws } from "../../lib/adapters/aws/thin.ts";
import { dynamodbAllowance, dynamodbCampaigns } from "../../lib/adapters/dynamodb/campaigns.ts";
import { dynamodbControls } from "../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDelayedAnswers } from "../../lib/adapters/dynamodb/delayed-answers.ts";
import { dynamodbHistory } from "../../lib/adapters/dynamodb/erasure/history.ts";
import { dynamodbHandoffs } from "../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbDirectory } from "../../lib/adapters/dynamodb/inbox/directory.ts";
import { dynamodbStaffFiles } from "../../lib/adapters/dynamodb/inbox/staff-files.ts";
import { dynamodbLeads } from "../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLedger } from "../../lib/adapters/dynamodb/ledger.ts";
import { dynamodbLinks } from "../../lib/adapters/dynamodb/links.ts";
import { dynamodbFailureCounts } from "../../lib/adapters/dynamodb/numbers/failure-counts.ts";
import { dynamodbRollouts } from "../../lib/adapters/dynamodb/numbers/rollouts.ts";
import { dynamodbSwitches } from "../../lib/adapters/dynamodb/numbers/switches.ts";
import { dynamodbOptIns } from "../../lib/adapters/dynamodb/opt-ins.ts";
import { dynamodbOutbox } from "../../lib/adapters/dynamodb/outbox.ts";
import { conversationIdOf, shortIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { storedFiles } from "../../lib/adapters/s3/stored-files.ts";
import { secretsManagerSecrets } from "../../lib/adapters/secrets/secrets-manager.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import { cachedTemplates } from "../../lib/application/staff/templates/cached-templates.ts";
import { loadSettings } from "../../lib/config/deployment/load.ts";
import { readOptional, readVariables } from "../../lib/config/deployment/variables.ts";
import { pauseRulesOf } from "../../lib/config/derived/hours-of.ts";
import { numberName } from "../../lib/domain/ids.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { CATALOGUES } from "../../lib/providers/catalogues.ts";
import { explainFailure } from "../../lib/providers/failures.ts";
import { createHandler } from "./handler.ts";

/** Where the team is not reminded. */
const UNTAKEN_AFTER_MINUTES = 30;

const where = readVariables(process.env, "settings", "secretId", "tableName", "turnsQueueUrl");
const settings = loadSettings(where.settings);
const { emulated, filesUrl } = readOptional(process.env, "emulated", "filesUrl");
const callProfile = emulated ? "person" : "work";
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
await Promise.all([secrets.get().catch(() => undefined), aws.open("dynamodb")]);

const table = {
  client: aws.dynamodb,
  tableName: where.tableName,
  retentionDays: settings.retention.days,
  clock,
};
const numbers = settings.numbers.map((number) => ({ ...number, name: numberName(number.name) }));
const connection = { settings, secrets: secrets.get, fetch, clock };
const byName = new Map(
  numbers.map((number) => [
    number.name,
    {
      number,
      templates: cachedTemplates(CATALOGUES[number.provider].catalogueOf(number, connection), clock),
    },
  ]),
);
function known(name: string) {
  const found = byName.get(numberName(name));
  if (!found) throw new Error("the number is not configured");
  return found;
}

const ports = {
  controls: linkedControls(dynamodbControls(table), dynamodbLinks(table)),
  outbox: dynamodbOutbox(table),
  turnQueue: sqsTurnQueue({ client: aws.sqs, queueUrl: where.turnsQueueUrl }),
  directory: dynamodbDirectory(table),
  leads: dynamodbLeads(table),
  handoffList: dynamodbHandoffs(table),
  history: dynamodbHistory(table),
  campaigns: dynamodbCampaigns(table),
  allowance: dynamodbAllowance(table),
  switches: dynamodbSwitches(table),
  rollouts: dynamodbRollouts(table),
  optIns: dynamodbOptIns(table),
  requiresOptIn: settings.optIn.requiredForMarketing,
  conversations: dynamodbConversations(table),
  ...(filesUrl && {
    files: { records: dynamodbStaffFiles(table), store: storedFiles(process.env, filesUrl, fetch) },
  }),
  clock,
  numbers,
  hasInbox: settings.inbox.enabled,
  ...pauseRulesOf(settings),
  shortId: shortIdOf,
  ledger: dynamodbLedger(table),
  delayedAnswers: dynamodbDelayedAnswers(table),
  failureCounts: dynamodbFailureCounts(table),
  untakenAfterMs: (settings.handoff.remindAfterMinutes || UNTAKEN_AFTER_MINUTES) * MINUTE_MS,
  explainFailure: (name: string, code: string) => explainFailure(known(name).number, code),
};

export const handler = middy(
  createHandler({
    deps: async () => {
      const { identityKey } = await secrets.get();
      return {
        ...ports,
        templatesOf: (name) => known(name).templates,
        conversationFor: (number, customer) => conversationIdOf(identityKey, number, customer),
      };
    },
    newId: randomUUID,
    telemetry,
  }),
).use(withTelemetry(telemetry));
