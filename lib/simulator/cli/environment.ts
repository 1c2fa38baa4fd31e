import { readFileSync } from "node:fs";
import { ConfigurationError } from "../../config/problems.ts";
import { parseSecrets, requireProviders } from "../../config/secrets.ts";
import type { SettingsFile } from "../../config/settings.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../demo.ts";
import { completeSettings } from "../effective-settings.ts";
import type { StackOptions } from "../stack.ts";

type Environment = Record<string, string | undefined>;

/** What the environment says about the local stack. Throws ConfigurationError with everything that is wrong with one source. */
export function optionsFrom(env: Environment, defaultPort: number): StackOptions {
  const [settings, settingsSource] = env.WA_SETTINGS ? [readSettingsFile(env.WA_SETTINGS), env.WA_SETTINGS] : [DEMO_SETTINGS, "the demo settings"];
  const secrets = env.WA_SECRETS === undefined ? DEMO_SECRETS : parseSecrets(env.WA_SECRETS, "WA_SECRETS");
  requireProviders(secrets, new Set(completeSettings(settings, settingsSource).numbers.map(({ provider }) => provider)), "WA_SECRETS");
  const { AWS_ENDPOINT_URL_DYNAMODB: dynamodb, AWS_ENDPOINT_URL_SQS: sqs, AWS_REGION: region } = env;
  return {
    port: readPort(env.PORT, defaultPort),
    settings,
    settingsSource,
    secrets,
    ...(env.WA_STATE_DIR && { stateDir: env.WA_STATE_DIR }),
    endpoints: { ...(dynamodb && { dynamodb }), ...(sqs && { sqs }) },
    // Somebody's own services may want somebody's own credentials; the emulators must not see them.
    ...((dynamodb || sqs) && { ...credentialsFrom(env), ...(region && { region }) }),
  };
}

function readPort(text: string | undefined, otherwise: number): number {
  if (!text) return otherwise;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new ConfigurationError("the environment", ["PORT: use a number from 0 to 65535"]);
  return port;
}

/** Parsed but not yet checked: whether a server was named can only be told from the file itself. */
function readSettingsFile(path: string): SettingsFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new ConfigurationError(path, [`the file: cannot be read (${code})`]);
  }
  try {
    const file: SettingsFile = JSON.parse(text);
    completeSettings(file, path);
    return file;
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(path, ["the file: is not JSON (a comma or quotation mark may be missing; comments are not allowed)"]);
  }
}

function credentialsFrom(env: Environment): Pick<StackOptions, "credentials"> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  return accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } } : {};
}
