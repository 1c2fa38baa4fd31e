import { basename } from "node:path";
import * as z from "zod/mini";
import { AGENT_SECRETS } from "../../lib/agents/secrets.ts";
import { DEMO_SECRETS } from "../../lib/config/secrets/demo-secrets.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import { ConfigurationError, parseConfiguration } from "../../lib/config/settings/problems.ts";
import type { Settings, SettingsFile } from "../../lib/config/settings/settings.ts";
import { openCloud } from "../cloud/open.ts";
import { readUserFile } from "../files.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { openSecret } from "../secrets/open-secret.ts";
import { settingsPath } from "../settings-path.ts";

type AgentSecrets = Pick<Secrets, "chatsby">;

/** Everything that the system on this machine is started with. */
export type EvaluatedAgent = {
  /** In reports. */
  name: string;
  /** `undefined`: the built-in demo answers, at no cost. */
  own?: { file: SettingsFile; settings: Settings };
  secrets: Secrets;
};

function explained<Value>(source: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw new CliProblem(EXIT.usage, `${source} cannot be used:`, error.problems);
    throw error;
  }
}

async function readSettings(path: string) {
  const text = (await readUserFile(path)).toString("utf8");
  let file: SettingsFile;
  try {
    file = JSON.parse(text);
  } catch {
    throw new CliProblem(EXIT.usage, `${path} is not JSON (a comma or quotation mark may be missing).`);
  }
  return { file, settings: explained(path, () => completeSettings(file, path)) };
}

const secretsIn = (text: string, source: string): AgentSecrets =>
  explained(source, () => parseConfiguration(z.object(AGENT_SECRETS), text, source));

type ReadSecret = (stage: string) => Promise<Record<string, unknown>>;

const secretInAws =
  (io: Io): ReadSecret =>
  async (stage) =>
    (await openSecret(await openCloud({ stage }, io))).value;

/** From the environment, else from the stage's secret. */
async function findKey(
  io: Pick<Io, "env">,
  stage: string | undefined,
  readSecret: ReadSecret,
): Promise<AgentSecrets> {
  const { CHATSBY_API_KEY: apiKey, WA_SECRETS: secrets } = io.env;
  if (apiKey) return { chatsby: { apiKey } };
  if (secrets) return secretsIn(secrets, "WA_SECRETS");
  if (stage === undefined)
    throw new CliProblem(EXIT.usage, "The agent's key is missing.", [
      'Set CHATSBY_API_KEY, or WA_SECRETS with {"chatsby": {"apiKey": "…"}}.',
      "Or --stage NAME instead of a settings file: the key then comes from that stage's secret in AWS.",
    ]);
  return secretsIn(JSON.stringify(await readSecret(stage)), `The secret of ${stage}`);
}

/** The real WhatsApp is never called: of the secrets only the agent's are used. */
const withDemo = (agent: AgentSecrets): Secrets => ({ ...DEMO_SECRETS, ...agent });

/** `path`: a settings file. Without one and without a stage, the demo. Throws CliProblem. */
export async function chooseAgent(
  io: Io,
  { path, stage }: { path?: string | undefined; stage?: string | undefined },
  readSecret = secretInAws(io),
): Promise<EvaluatedAgent> {
  const file = path ?? (stage === undefined ? io.env.WA_SETTINGS : settingsPath(stage));
  if (!file) return { name: "the demo agent", secrets: DEMO_SECRETS };
  const own = await readSettings(file);
  return { name: basename(file), own, secrets: withDemo(await findKey(io, stage, readSecret)) };
}

/** The other agent may have a key of its own. */
export async function chooseOther(io: Io, path: string, first: EvaluatedAgent): Promise<EvaluatedAgent> {
  const own = await readSettings(path);
  const { WA_SECRETS_AGAINST: given } = io.env;
  const secrets = given
    ? withDemo(secretsIn(given, "WA_SECRETS_AGAINST"))
    : first.own
      ? first.secrets
      : withDemo(await findKey(io, undefined, secretInAws(io)));
  const name = basename(path);
  return { name: name === first.name ? path : name, own, secrets };
}

const DROPPED = ["publicUrl", "twilio", "media", "domain"];

/** As deployed, but nothing of it leaves this machine except the questions to the agent. */
export function settingsForThisMachine({ file, settings }: NonNullable<EvaluatedAgent["own"]>): SettingsFile {
  const kept = Object.fromEntries(
    Object.entries(structuredClone(file)).filter(([name]) => !DROPPED.includes(name)),
  );
  const { rollout: _, ...others } = kept;
  return {
    ...others,
    // Every customer is answered, by the agent itself.
    numbers: file.numbers.map((number) => {
      const { rollout: __, ...rest } = { rollout: undefined, ...number };
      return rest;
    }),
    meta: { graphVersion: settings.meta.graphVersion },
    leads: { fromText: settings.leads.fromText },
    chatsby: { ...file.chatsby, apiUrl: settings.chatsby.apiUrl },
  };
}
