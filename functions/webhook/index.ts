import middy from "@middy/core";
import { thinAws } from "../../lib/adapters/aws/thin.ts";
import { dynamodbControls } from "../../lib/adapters/dynamodb/controls.ts";
import { dynamodbLedger } from "../../lib/adapters/dynamodb/ledger.ts";
import { dynamodbLinks } from "../../lib/adapters/dynamodb/links.ts";
import { dynamodbRepeatedTexts } from "../../lib/adapters/dynamodb/repeated-texts.ts";
import { conversationIdOf, textHashOf, turnIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { redeliverOnError, withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { secretsManagerSecrets } from "../../lib/adapters/secrets/secrets-manager.ts";
import { sqsDeliveryQueue } from "../../lib/adapters/sqs/delivery-queue.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { receiveWebhook } from "../../lib/application/intake/receive-webhook.ts";
import { loadSettings, numberFinder } from "../../lib/config/deployment/load.ts";
import { readOptional, readVariables } from "../../lib/config/deployment/variables.ts";
import { pauseRulesOf } from "../../lib/config/derived/hours-of.ts";
import { keywordDetector } from "../../lib/domain/consent/keywords.ts";
import { numberName } from "../../lib/domain/ids.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { createHandler } from "./handler.ts";

const where = readVariables(
  process.env,
  "settings",
  "secretId",
  "tableName",
  "turnsQueueUrl",
  "deliveriesQueueUrl",
  "publicUrl",
);
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
// there; the first request reads again.
await Promise.all([secrets.get().catch(() => undefined), aws.open("dynamodb", "sqs")]);

const findNumber = numberFinder(settings);
const sqs = aws.sqs;
const table = {
  client: aws.dynamodb,
  tableName: where.tableName,
  retentionDays: settings.retention.days,
  clock,
};
const parts = {
  ledger: dynamodbLedger(table),
  controls: dynamodbControls(table),
  links: dynamodbLinks(table),
  repeatedTexts: dynamodbRepeatedTexts(table),
  detectKeyword: keywordDetector(settings.keywords),
  idFor: turnIdOf,
  rules: {
    ...pauseRulesOf(settings),
    ...settings.turns,
    marketingStop: settings.optOut.marketingStop,
    notices: settings.operations.dailyCheck,
  },
  turnQueue: sqsTurnQueue({ client: sqs, queueUrl: where.turnsQueueUrl }),
  deliveryQueue: sqsDeliveryQueue({ client: sqs, queueUrl: where.deliveriesQueueUrl }),
  clock,
  telemetry,
  isElsewhere: (businessNumber: string) => settings.alerts.otherNumbers.includes(businessNumber),
  numberOf: (provider: Provider, businessNumber: string) => {
    const found = findNumber(provider, businessNumber);
    return found && numberName(found.name);
  },
};

export const handler = middy(
  createHandler({
    secrets: secrets.get,
    invalidateSecrets: secrets.invalidate,
    receive: (events, { identityKey }) =>
      receiveWebhook(
        {
          ...parts,
          conversationFor: (number, customer) => conversationIdOf(identityKey, number, customer),
          textHashOf: (number, text) => textHashOf(identityKey, number, text),
        },
        events,
      ),
    publicUrl: where.publicUrl,
    telemetry,
  }),
)
  .use(withTelemetry(telemetry))
  .use(redeliverOnError(telemetry));
