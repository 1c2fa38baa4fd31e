import { readFileSync } from "node:fs";
import { parseSecrets, requireProviders } from "../../lib/config/secrets/secrets.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import { ConfigurationError } from "../../lib/config/settings/problems.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import { DEMO_MEDIA, DEMO_REPLIES, DEMO_SECRETS, DEMO_SETTINGS } from "../demo.ts";
import type { StackOptions } from "../stack-options.ts";

const CHATSBY = "https://api.chatsby.co";

type Environment = Record<string, string | undefined>;

/** The user can fix it: one line each. */
class StartProblem extends Error {
  constructor(source: string, problems: readonly string[]) {
    super(problems.map((problem) => `${source}: ${problem}`).join("\n"));
    this.name = "StartProblem";
  }
}

function blaming<Value>(source: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError) throw new StartProblem(source, error.problems);
    throw error;
  }
}

/** Throws StartProblem with all problems of one source. */
export function optionsFrom(env: Environment, defaultPort: number): StackOptions {
  const port = readPort(env.PORT, defaultPort);
  const source = env.WA_SETTINGS || "the demo settings";
  const shown = { ...DEMO_SETTINGS, media: DEMO_MEDIA, replies: DEMO_REPLIES };
  const given = env.WA_SETTINGS ? readSettingsFile(env.WA_SETTINGS) : shown;
  const settings = env.CHATSBY_API_KEY ? withOwnAgent(given, env) : given;
  const providers = blaming(source, () => completeSettings(settings, source)).numbers.map(
    ({ provider }) => provider,
  );
  const secrets = blaming("WA_SECRETS", () => {
    const found = env.WA_SECRETS === undefined ? DEMO_SECRETS : parseSecrets(env.WA_SECRETS);
    requireProviders(found, providers);
    return env.CHATSBY_API_KEY ? { ...found, chatsby: { apiKey: env.CHATSBY_API_KEY } } : found;
  });
  const { AWS_ENDPOINT_URL_DYNAMODB: dynamodb, AWS_ENDPOINT_URL_SQS: sqs, AWS_REGION: region } = env;
  return {
    port,
    settings,
    secrets,
    ...(env.WA_STATE_DIR && { stateDir: env.WA_STATE_DIR }),
    endpoints: { ...(dynamodb && { dynamodb }), ...(sqs && { sqs }) },
    // External services may need the user's credentials. The emulators must not see them.
    ...((dynamodb || sqs) && { ...credentialsFrom(env), ...(region && { region }) }),
  };
}

function withOwnAgent(file: SettingsFile, env: Environment): SettingsFile {
  if (!env.WA_SETTINGS)
    throw new StartProblem("CHATSBY_API_KEY", [
      "also set WA_SETTINGS to a settings file in which `agentId` of each number is your agent's id",
    ]);
  return { ...file, chatsby: { ...file.chatsby, apiUrl: file.chatsby?.apiUrl ?? CHATSBY } };
}

function readPort(text: string | undefined, otherwise: number): number {
  if (!text) return otherwise;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new StartProblem("PORT", ["use a number from 0 to 65535"]);
  return Number(text);
}

/** Not checked: only the file itself shows whether it names a server. */
function readSettingsFile(path: string): SettingsFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = isRecord(error) && "code" in error ? String(error.code) : "unknown";
    throw new StartProblem(path, [`cannot be read (${code})`]);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes the text.
    throw new StartProblem(path, [
      "is not JSON (a comma or quotation mark may be missing; comments are not allowed)",
    ]);
  }
}

function credentialsFrom(env: Environment): Pick<StackOptions, "credentials"> {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  return accessKeyId && secretAccessKey
    ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }
    : {};
}
