import { randomBytes } from "node:crypto";
import type { Secrets } from "../../lib/config/secrets.ts";
import type { SettingsFile } from "../../lib/config/settings.ts";
import { isProvider, type Provider } from "../../lib/domain/inbound/inbound.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";

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
  yes?: boolean;
  secretsStdin?: boolean;
};

type Question = {
  option: string;
  variable: string;
  text: string;
  /** `undefined` if the answer is right, else what to do. */
  wrong?(value: string): string | undefined;
  known?: string | undefined;
};

/** Stands for a missing answer until `finish` throws. */
const MISSING = "";

/**
 * Asks for what options and environment do not give. Without a terminal, `finish` throws one CliProblem that
 * lists everything missing or wrong, with its option or variable.
 */
export function askingFor({
  io,
  env,
  yes,
}: {
  io: Pick<Io, "ask" | "askHidden" | "err">;
  env: Io["env"];
  yes: boolean;
}) {
  const problems: string[] = [];
  const report = (problem: string) => {
    problems.push(problem);
    return MISSING;
  };
  /** At a terminal the first mistake ends setup. A script gets all of them. */
  function checked(value: string, name: string, wrong: Question["wrong"]): string {
    const problem = wrong?.(value);
    if (!problem) return value;
    if (io.ask) throw new CliProblem(EXIT.usage, `${name}: ${problem}`);
    return report(`${name}: ${problem}`);
  }

  async function askUntilValid(ask: () => Promise<string>, wrong: Question["wrong"]): Promise<string> {
    for (;;) {
      const answer = await ask();
      const problem = answer === MISSING ? "is needed" : wrong?.(answer);
      if (!problem) return answer;
      io.err(`  ${problem}\n`);
    }
  }

  async function ask(
    value: string | undefined,
    { option, variable, text, wrong, known }: Question,
  ): Promise<string> {
    const answer = value?.trim() || env[variable]?.trim();
    if (answer) return checked(answer, value?.trim() ? option : variable, wrong);
    if (yes && known !== undefined) return known;
    const { ask: question } = io;
    if (!question)
      return report(`${option}, or ${variable}: ${text}${known ? ` (--yes takes ${known})` : ""}`);
    return askUntilValid(
      async () => (await question(`${text}${known ? ` [${known}]` : ""}: `)).trim() || known || MISSING,
      wrong,
    );
  }

  /** `variable`: for scripts, because other users of the machine can see options. */
  async function secret(variable: string, text: string, wrong?: Question["wrong"]): Promise<string> {
    const value = env[variable]?.trim();
    if (value) return checked(value, variable, wrong);
    const { askHidden } = io;
    if (!askHidden)
      return report(`${variable} in the environment, or in what --secrets-stdin reads: ${text}`);
    return askUntilValid(async () => (await askHidden(text)).trim(), wrong);
  }

  /** A script must give it in advance. */
  function consent(what: string): void {
    if (!io.ask && !yes) report(what);
  }

  function finish(): void {
    if (problems.length > 0)
      throw new CliProblem(EXIT.usage, "There is no terminal to ask on. Add or correct:", problems);
  }
  return { ask, secret, consent, finish };
}

type Interview = ReturnType<typeof askingFor>;

const onlyDigits = (what: string) => (value: string) =>
  /^\d{5,20}$/.test(value) ? undefined : `${what} consists of digits only`;

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
    wrong: (value) => (isProvider(value) ? undefined : "use meta or twilio"),
  });
}

export async function askNumber(
  interview: Interview,
  provider: Provider,
  options: SetupOptions,
  known: NumberInFile | undefined,
) {
  const { ask } = interview;
  const name = await ask(options.name, {
    option: "--name",
    variable: "WA_NUMBER_NAME",
    text: "A short name for this number",
    known: known?.name ?? "support",
    wrong: (value) =>
      /^[a-z0-9][a-z0-9-]{0,29}$/.test(value) ? undefined : "use lower-case letters, digits and hyphens",
  });
  const agentId = await ask(options.agentId, {
    option: "--agent-id",
    variable: "CHATSBY_AGENT_ID",
    text: "Chatsby agent id (agent_…, in the agent's settings)",
    known: known?.agentId,
  });
  return { name, agentId, ...(await ASK_NUMBER[provider](interview, options, known)) };
}

async function askMetaNumber({ ask }: Interview, options: SetupOptions, known: NumberInFile | undefined) {
  const phoneNumberId = await ask(options.phoneNumberId, {
    option: "--phone-number-id",
    variable: "META_PHONE_NUMBER_ID",
    text: "Phone number ID (WhatsApp > API Setup; not the number itself)",
    known: known && "phoneNumberId" in known ? known.phoneNumberId : undefined,
    wrong: onlyDigits("the phone number ID"),
  });
  const wabaId = await ask(options.wabaId, {
    option: "--waba-id",
    variable: "META_WABA_ID",
    text: "WhatsApp Business Account ID (same page)",
    known: known && "wabaId" in known ? known.wabaId : undefined,
    wrong: onlyDigits("the WhatsApp Business Account ID"),
  });
  return { provider: "meta", phoneNumberId, wabaId } as const;
}

async function askTwilioNumber({ ask }: Interview, options: SetupOptions, known: NumberInFile | undefined) {
  const from = await ask(options.from, {
    option: "--from",
    variable: "TWILIO_FROM",
    text: "WhatsApp sender (whatsapp:+14155238886 is the sandbox)",
    known: known && "from" in known ? known.from : "whatsapp:+14155238886",
    wrong: (value) =>
      /^whatsapp:\+\d{6,15}$/.test(value) ? undefined : 'write it as "whatsapp:+14155238886"',
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
  const { secret } = interview;
  const chatsby =
    env.CHATSBY_API_KEY || !known.chatsby
      ? { apiKey: await secret("CHATSBY_API_KEY", "Chatsby API key") }
      : known.chatsby;
  return { chatsby, ...(await ASK_SECRETS[provider](interview, known, env)) };
}

type AskSecrets = (interview: Interview, known: NewSecrets, env: Io["env"]) => Promise<NewSecrets>;

const askTwilioSecrets: AskSecrets = async ({ secret }, known, env) => {
  if (known.twilio && !env.TWILIO_AUTH_TOKEN) return { twilio: known.twilio };
  const accountSid = await secret("TWILIO_ACCOUNT_SID", "Twilio Account SID (AC…)", (value) =>
    /^AC\w+$/.test(value) ? undefined : "starts with AC",
  );
  const authToken = await secret("TWILIO_AUTH_TOKEN", "Twilio Auth Token");
  // Credentials of another account are useless now.
  const { authTokens = [], ...kept } = known.twilio?.accountSid === accountSid ? known.twilio : {};
  return { twilio: { ...kept, accountSid, authTokens: withFirst(authToken, authTokens) } };
};

const askMetaSecrets: AskSecrets = async ({ secret }, known, env) => {
  if (known.meta && !env.META_ACCESS_TOKEN && !env.META_APP_SECRET) return { meta: known.meta };
  const appSecret =
    env.META_APP_SECRET || !known.meta
      ? await secret("META_APP_SECRET", "App secret (App settings > Basic)")
      : undefined;
  const accessToken =
    env.META_ACCESS_TOKEN || !known.meta
      ? await secret("META_ACCESS_TOKEN", "Access token of a system user (EAA…)")
      : known.meta.accessToken;
  const appSecrets = appSecret
    ? withFirst(appSecret, known.meta?.appSecrets ?? [])
    : (known.meta?.appSecrets ?? []);
  const verifyToken =
    known.meta?.verifyToken ?? env.META_VERIFY_TOKEN ?? randomBytes(24).toString("base64url");
  return { meta: { appSecrets, verifyToken, accessToken } };
};

const ASK_SECRETS: Readonly<Record<Provider, AskSecrets>> = {
  meta: askMetaSecrets,
  twilio: askTwilioSecrets,
};

/** Earlier secrets stay valid: webhooks on their way carry their signatures. */
const withFirst = (first: string, others: readonly string[]) =>
  [first, ...others.filter((other) => other !== first)].slice(0, 5);
