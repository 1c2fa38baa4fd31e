import { randomBytes } from "node:crypto";
import type { Secrets } from "../../config/secrets.ts";
import type { SettingsFile } from "../../config/settings.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";

export type Provider = "meta" | "twilio";
type NumberInFile = SettingsFile["numbers"][number];
/** What setup was told of the secret; the rest stays as it is. */
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
  yes?: boolean;
};

type Question = {
  option: string;
  text: string;
  /** What is right, or what to do: `undefined` is right. */
  wrong?(value: string): string | undefined;
  known?: string | undefined;
};

/** Asks for what was not given. Where nobody can be asked it throws one CliProblem that names the option or variable. */
export function interview({ io, yes }: { io: Io; yes: boolean }) {
  const given = (value: string, { option, wrong }: Question) => {
    const problem = wrong?.(value);
    if (problem) throw new CliProblem(EXIT.usage, `${option}: ${problem}`);
    return value;
  };

  async function ask(value: string | undefined, question: Question): Promise<string> {
    if (value !== undefined) return given(value.trim(), question);
    if (yes && question.known !== undefined) return question.known;
    if (!io.ask) throw new CliProblem(EXIT.usage, `Nobody can be asked here: give ${question.option} (${question.text}).`);
    for (;;) {
      const answer = (await io.ask(`${question.text}${question.known ? ` [${question.known}]` : ""}: `)).trim() || question.known || "";
      const problem = answer === "" ? "is needed" : question.wrong?.(answer);
      if (!problem) return answer;
      io.err(`  ${problem}\n`);
    }
  }

  /** `variable`: where a script puts it, because options can be seen by others on the machine. */
  async function secret(variable: string, text: string, wrong?: Question["wrong"]): Promise<string> {
    const value = io.env[variable]?.trim();
    if (value) return given(value, { option: variable, text, ...(wrong && { wrong }) });
    if (!io.askHidden) throw new CliProblem(EXIT.usage, `Nobody can be asked here: put the ${text} into the environment as ${variable}.`);
    for (;;) {
      const answer = (await io.askHidden(text)).trim();
      const problem = answer === "" ? "is needed" : wrong?.(answer);
      if (!problem) return answer;
      io.err(`  ${problem}\n`);
    }
  }
  return { ask, secret };
}

type Interview = ReturnType<typeof interview>;

const digits = (what: string) => (value: string) => (/^\d{5,20}$/.test(value) ? undefined : `${what} consists of digits only`);

export async function askNumber({ ask }: Interview, provider: Provider, options: SetupOptions, known: NumberInFile | undefined) {
  const name = await ask(options.name, {
    option: "--name",
    text: "A short name for this number",
    known: known?.name ?? "support",
    wrong: (value) => (/^[a-z0-9][a-z0-9-]{0,29}$/.test(value) ? undefined : "use lower-case letters, digits and hyphens"),
  });
  const agentId = await ask(options.agentId, {
    option: "--agent-id",
    text: "Chatsby agent id (agent_…, in the agent's settings)",
    known: known?.agentId,
  });
  if (provider === "twilio") {
    const from = await ask(options.from, {
      option: "--from",
      text: "WhatsApp sender (whatsapp:+14155238886 is the sandbox)",
      known: known?.provider === "twilio" ? known.from : "whatsapp:+14155238886",
      wrong: (value) => (/^whatsapp:\+\d{6,15}$/.test(value) ? undefined : 'write it as "whatsapp:+14155238886"'),
    });
    return { name, provider, from, agentId } as const;
  }
  const phoneNumberId = await ask(options.phoneNumberId, {
    option: "--phone-number-id",
    text: "Phone number ID (WhatsApp > API Setup; not the number itself)",
    known: known?.provider === "meta" ? known.phoneNumberId : undefined,
    wrong: digits("the phone number ID"),
  });
  const wabaId = await ask(options.wabaId, {
    option: "--waba-id",
    text: "WhatsApp Business Account ID (same page)",
    known: known?.provider === "meta" ? known.wabaId : undefined,
    wrong: digits("the WhatsApp Business Account ID"),
  });
  return { name, provider, phoneNumberId, wabaId, agentId } as const;
}

/** The provider's credentials and Chatsby's key. A verify token is made up when none is known: nobody ever has to type it. */
export async function askSecrets({ secret }: Interview, provider: Provider, known: NewSecrets, env: Io["env"]): Promise<NewSecrets> {
  const chatsby = env.CHATSBY_API_KEY || !known.chatsby ? { apiKey: await secret("CHATSBY_API_KEY", "Chatsby API key") } : known.chatsby;
  if (provider === "twilio") {
    if (known.twilio && !env.TWILIO_AUTH_TOKEN) return { chatsby, twilio: known.twilio };
    const accountSid = await secret("TWILIO_ACCOUNT_SID", "Twilio Account SID (AC…)", (value) =>
      /^AC\w+$/.test(value) ? undefined : "starts with AC",
    );
    return { chatsby, twilio: { accountSid, authTokens: [await secret("TWILIO_AUTH_TOKEN", "Twilio Auth Token")] } };
  }
  if (known.meta && !env.META_ACCESS_TOKEN && !env.META_APP_SECRET) return { chatsby, meta: known.meta };
  const appSecret = env.META_APP_SECRET || !known.meta ? await secret("META_APP_SECRET", "App secret (App settings > Basic)") : undefined;
  const accessToken =
    env.META_ACCESS_TOKEN || !known.meta
      ? await secret("META_ACCESS_TOKEN", "Access token of a system user (EAA…)")
      : known.meta.accessToken;
  const appSecrets = appSecret ? withFirst(appSecret, known.meta?.appSecrets ?? []) : (known.meta?.appSecrets ?? []);
  const verifyToken = known.meta?.verifyToken ?? env.META_VERIFY_TOKEN ?? randomBytes(24).toString("base64url");
  return { chatsby, meta: { appSecrets, verifyToken, accessToken } };
}

/** The secrets that were valid so far stay so: what is on its way was signed with them. */
const withFirst = (first: string, others: readonly string[]) => [first, ...others.filter((other) => other !== first)].slice(0, 5);
