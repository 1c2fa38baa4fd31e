import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import middy from "@middy/core";
import { thinAws } from "../../lib/adapters/aws/thin.ts";
import { cognitoStaffDirectory } from "../../lib/adapters/cognito/staff-directory.ts";
import { dynamodbAllowance, dynamodbCampaigns } from "../../lib/adapters/dynamodb/campaigns.ts";
import { dynamodbControls } from "../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbHistory } from "../../lib/adapters/dynamodb/erasure/history.ts";
import { dynamodbHandoffs } from "../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbActivity } from "../../lib/adapters/dynamodb/inbox/activity.ts";
import { dynamodbChats } from "../../lib/adapters/dynamodb/inbox/chats.ts";
import { dynamodbDirectory } from "../../lib/adapters/dynamodb/inbox/directory.ts";
import { dynamodbDrafts } from "../../lib/adapters/dynamodb/inbox/drafts.ts";
import { dynamodbInboxLists } from "../../lib/adapters/dynamodb/inbox/inbox-lists.ts";
import { dynamodbNotes } from "../../lib/adapters/dynamodb/inbox/notes.ts";
import { dynamodbStaffFiles } from "../../lib/adapters/dynamodb/inbox/staff-files.ts";
import { dynamodbLeads } from "../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLinks } from "../../lib/adapters/dynamodb/links.ts";
import { dynamodbRollouts } from "../../lib/adapters/dynamodb/numbers/rollouts.ts";
import { dynamodbSwitches } from "../../lib/adapters/dynamodb/numbers/switches.ts";
import { dynamodbOptIns } from "../../lib/adapters/dynamodb/opt-ins.ts";
import { dynamodbOutbox } from "../../lib/adapters/dynamodb/outbox.ts";
import { conversationIdOf, shortIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { parseContactPhone } from "../../lib/adapters/phone/phones.ts";
import { storedFiles } from "../../lib/adapters/s3/stored-files.ts";
import { secretsManagerSecrets } from "../../lib/adapters/secrets/secrets-manager.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import { cachedTemplates } from "../../lib/application/staff/templates/cached-templates.ts";
import { loadSettings } from "../../lib/config/deployment/load.ts";
import { INBOX_SCOPE, SIGN_IN_PATHS } from "../../lib/config/deployment/sign-in.ts";
import { readOptional, readVariables } from "../../lib/config/deployment/variables.ts";
import { pauseRulesOf } from "../../lib/config/derived/hours-of.ts";
import { parseContactIdentifier } from "../../lib/domain/conversation/contact-identifier.ts";
import { numberName } from "../../lib/domain/ids.ts";
import type { InboxPageFiles } from "../../lib/inbox-api/page-config.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { CATALOGUES } from "../../lib/providers/catalogues.ts";
import { FAILURES } from "../../lib/providers/failures.ts";
import { mediaFiles } from "../../lib/providers/media.ts";
import { createHandler } from "./handler.ts";
import { createPage } from "./page.ts";

const where = readVariables(
  process.env,
  "settings",
  "secretId",
  "tableName",
  "turnsQueueUrl",
  "filesUrl",
  "userPoolId",
  "signInClientId",
  "signInIssuer",
  "signInUrl",
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
// there; the first call reads again.
await Promise.all([secrets.get().catch(() => undefined), aws.open("dynamodb")]);

const table = {
  client: aws.dynamodb,
  tableName: where.tableName,
  retentionDays: settings.retention.days,
  clock,
};
const inboxTable = { ...table, inboxPartitions: settings.capacity.inboxPartitions };
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
  activity: dynamodbActivity(inboxTable),
  lists: dynamodbInboxLists(inboxTable),
  notes: dynamodbNotes(table),
  drafts: dynamodbDrafts(table),
  chats: dynamodbChats(table),
  staff: cognitoStaffDirectory({ userPoolId: where.userPoolId, callProfile }),
  clock,
  telemetry,
  mediaFiles: mediaFiles(connection),
  files: { records: dynamodbStaffFiles(table), store: storedFiles(process.env, where.filesUrl, fetch) },
  numbers,
  hasInbox: settings.inbox.enabled,
  savedReplies: settings.inbox.savedReplies,
  ...pauseRulesOf(settings),
  shortId: shortIdOf,
  contactOf: (text: string) => parseContactIdentifier(text, parseContactPhone),
  failureTextOf: (name: string, code: string) => {
    const number = byName.get(numberName(name))?.number;
    return number && FAILURES[number.provider].failureText(code);
  },
};

const folder = new URL("./page/", import.meta.url);
const read = (file: string) => readFile(new URL(file, folder));
let files: Promise<InboxPageFiles> | undefined;
const signIn = (path: string) => `${where.signInUrl}${path}`;

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
    page: createPage({
      config: {
        issuer: where.signInIssuer,
        authorizationEndpoint: signIn(SIGN_IN_PATHS.authorize),
        tokenEndpoint: signIn(SIGN_IN_PATHS.token),
        revocationEndpoint: signIn(SIGN_IN_PATHS.revoke),
        logoutEndpoint: signIn(SIGN_IN_PATHS.logout),
        clientId: where.signInClientId,
        scope: INBOX_SCOPE,
      },
      filesUrl: where.filesUrl,
      files: () => {
        files ??= read("files.json").then((text) => JSON.parse(text.toString()) as InboxPageFiles);
        return files;
      },
      read,
    }),
    newId: randomUUID,
    telemetry,
  }),
).use(withTelemetry(telemetry));
