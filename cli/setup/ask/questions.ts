import { randomBytes } from "node:crypto";
import type { Secrets } from "../../../lib/config/secrets/secrets.ts";
import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import { isProvider, type Provider } from "../../../lib/domain/inbound/inbound.ts";
import type { Io } from "../../io.ts";
import { asSender } from "./answer-rules.ts";
import type { Interview } from "./interview.ts";

type NumberInFile = SettingsFile["numbers"][number];
export type NewSecrets = Partial<Pick<Secrets, "meta" | "twilio" | "chatsby">>;

export type SetupOptions = {
  provider?: Provider;
  name?: string;
  phoneNumberId?: string;
  wabaId?: string;
  from?: string;
  agentId?: string;
  alertsEmail?: string;
  handoffEmail?: string;
  staffEmail?: string;
  hours?: string;
  timeZone?: string;
  yes?: boolean;
  secretsStdin?: boolean;
};

export function askProvider(
  { ask }: Interview,
  option: Provider | undefined,
  known: Provider | undefined,
): Promise<string> {
  return ask(option, {
    option: "--provider",
    variable: "WA_PROVIDER",
    text: "Is the number at Meta or Twilio? (meta, twilio)",
    known: known ?? "meta",
    wrong: (value) => (isProvider(value) ? undefined : "is neither meta nor twilio"),
  });
}

export async function askNumber(
  interview: Interview,
  provider: Provider,
  options: SetupOptions,
  known: NumberInFile | undefined,
) {
  const { ask, rules } = interview;
  const name = await ask(options.name, {
    option: "--name",
    variable: "WA_NUMBER_NAME",
    text: "A short name for this number",
    known: known?.name ?? "support",
    wrong: rules.name,
  });
  const agentId = await ask(options.agentId, {
    option: "--agent-id",
    variable: "CHATSBY_AGENT_ID",
    text: "Chatsby agent id (agent_…, in the agent's settings)",
    known: known?.agentId,
    wrong: rules.agentId,
  });
  // Another number has other ids.
  const same = known?.name === name ? known : undefined;
  return { name, agentId, ...(await ASK_NUMBER[provider](interview, options, same)) };
}

async function askMetaNumber(
  { ask, rules }: Interview,
  options: SetupOptions,
  known: NumberInFile | undefined,
) {
  const phoneNumberId = await ask(options.phoneNumberId, {
    option: "--phone-number-id",
    variable: "META_PHONE_NUMBER_ID",
    text: "Phone number ID (WhatsApp > API Setup; not the number itself)",
    known: known && "phoneNumberId" in known ? known.phoneNumberId : undefined,
    wrong: rules.phoneNumberId,
  });
  const wabaId = await ask(options.wabaId, {
    option: "--waba-id",
    variable: "META_WABA_ID",
    text: "WhatsApp Business Account ID (same page)",
    known: known && "wabaId" in known ? known.wabaId : undefined,
    wrong: (value) =>
      value === phoneNumberId
        ? "is the Phone number ID once more. The WhatsApp Business Account ID is the other long number on that page."
        : rules.wabaId(value),
  });
  return { provider: "meta", phoneNumberId, wabaId } as const;
}

async function askTwilioNumber(
  { ask, rules }: Interview,
  options: SetupOptions,
  known: NumberInFile | undefined,
) {
  const from = await ask(options.from, {
    option: "--from",
    variable: "TWILIO_FROM",
    text: "WhatsApp sender (whatsapp:+14155238886 is the sandbox)",
    known: known && "from" in known ? known.from : "whatsapp:+14155238886",
    asStored: asSender,
    wrong: rules.from,
  });
  return { provider: "twilio", from } as const;
}

const ASK_NUMBER = { meta: askMetaNumber, twilio: askTwilioNumber } satisfies Record<Provider, unknown>;

/** Generates a verify token if there is none: nobody has to type it. */
export async function askSecrets(
  interview: Interview,
  provider: Provider,
  known: NewSecrets,
  env: Io["env"],
): Promise<NewSecrets> {
  const { secret, rules } = interview;
  const chatsby =
    env.CHATSBY_API_KEY || !known.chatsby
      ? { apiKey: await secret("CHATSBY_API_KEY", "Chatsby API key", rules.chatsbyKey) }
      : known.chatsby;
  return { chatsby, ...(await ASK_SECRETS[provider](interview, known, env)) };
}

type AskSecrets = (interview: Interview, known: NewSecrets, env: Io["env"]) => Promise<NewSecrets>;

const askTwilioSecrets: AskSecrets = async ({ secret, rules }, known, env) => {
  if (known.twilio && !env.TWILIO_AUTH_TOKEN) return { twilio: known.twilio };
  const accountSid = await secret("TWILIO_ACCOUNT_SID", "Twilio Account SID (AC…)", rules.accountSid);
  const authToken = await secret("TWILIO_AUTH_TOKEN", "Twilio Auth Token", rules.authToken);
  // Credentials of another account are useless now.
  const { authTokens = [], ...kept } = known.twilio?.accountSid === accountSid ? known.twilio : {};
  return { twilio: { ...kept, accountSid, authTokens: withFirst(authToken, authTokens) } };
};

const askMetaSecrets: AskSecrets = async ({ secret, given, rules }, known, env) => {
  if (known.meta && !env.META_ACCESS_TOKEN && !env.META_APP_SECRET) return { meta: known.meta };
  const appSecret =
    env.META_APP_SECRET || !known.meta
      ? await secret("META_APP_SECRET", "App secret (App settings > Basic)", rules.appSecret)
      : undefined;
  const accessToken =
    env.META_ACCESS_TOKEN || !known.meta
      ? await secret("META_ACCESS_TOKEN", "Access token of a system user (EAA…)", rules.accessToken)
      : known.meta.accessToken;
  const appSecrets = appSecret
    ? withFirst(appSecret, known.meta?.appSecrets ?? [])
    : (known.meta?.appSecrets ?? []);
  const verifyToken =
    known.meta?.verifyToken ??
    given(undefined, { option: "", variable: "META_VERIFY_TOKEN", wrong: rules.verifyToken }) ??
    randomBytes(24).toString("base64url");
  return { meta: { ...known.meta, appSecrets, verifyToken, accessToken } };
};

const ASK_SECRETS: Readonly<Record<Provider, AskSecrets>> = {
  meta: askMetaSecrets,
  twilio: askTwilioSecrets,
};

/** Earlier secrets stay valid: webhooks on their way carry their signatures. */
const withFirst = (first: string, others: readonly string[]) =>
  [first, ...others.filter((other) => other !== first)].slice(0, 5);
