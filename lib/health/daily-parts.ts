import type { HealthPart } from "../application/health/check-daily.ts";
import type { SystemStatus } from "../application/status/system-status.ts";
import { numbersAt } from "../config/derived/numbers-at.ts";
import type { Secrets } from "../config/secrets/secrets.ts";
import type { Settings } from "../config/settings/settings.ts";
import { formatTime } from "../domain/handoff/mail-parts.ts";
import type { Finding } from "../domain/health/finding.ts";
import { numberName } from "../domain/ids.ts";
import { PROVIDERS, type Provider } from "../domain/inbound/inbound.ts";
import { statusFindings } from "../domain/status/status-findings.ts";
import type { Trouble } from "../domain/status/trouble.ts";
import type { AccountWorld } from "../providers/account-check.ts";
import { checkAgents, checkProvider } from "./check-accounts.ts";
import { checkSecret, type StageSecret } from "./check-secret.ts";
import { checkSilence, type MessagesReceived } from "./check-silence.ts";
import { checkTemplates } from "./check-templates.ts";
import { deadLettersFinding } from "./dead-letters-finding.ts";
import { MAIL_TOPICS, type MailTopic, mailAddress, mailFinding, type Subscription } from "./mail-findings.ts";

export type DailyWorld = AccountWorld & {
  settings: Settings;
  secret: StageSecret["secret"];
  /** The webhooks', as registered. */
  urls: Readonly<Record<Provider, string>>;
  /** Dead letters, by the queue's name. */
  deadLetters: Readonly<Record<string, () => Promise<number>>>;
  topicArns: Readonly<Record<MailTopic, string>>;
  subscribers(topicArn: string): Promise<readonly Subscription[]>;
  status(): Promise<SystemStatus>;
  /** Missing for the local stack, which has no metrics. */
  received?: MessagesReceived;
};

/** Others are of the last hour: an alarm tells them, and a day later they say nothing. */
const LASTING: ReadonlySet<Trouble["kind"]> = new Set([
  "number-stopped",
  "number-off",
  "answers-late",
  "handoffs-untaken",
]);

const lastingFindings = ({ troubles }: SystemStatus): Finding[] =>
  statusFindings(
    { troubles: troubles.filter(({ kind }) => LASTING.has(kind)) },
    { since: formatTime, at: formatTime },
  );

/** The checks that need nobody. A provider's are apart from the other's, so that one that is away hides nothing. */
export function dailyParts(world: DailyWorld): readonly HealthPart[] {
  const { settings, urls, deadLetters, topicArns, subscribers, status, received, clock } = world;
  const { numbers } = settings;
  let checking: ReturnType<typeof checkSecret> | undefined;
  /** Read once, for all parts. */
  const secret = () => {
    checking ??= checkSecret(world);
    return checking;
  };
  const withSecrets =
    <Result>(run: (secrets: Secrets) => Promise<Result>) =>
    async () => {
      const { secrets } = await secret();
      return secrets && run(secrets);
    };
  return [
    { part: "secret", run: async () => (await secret()).findings },
    ...PROVIDERS.filter((provider) => numbersAt(numbers, provider).length > 0).map((provider) => ({
      part: provider,
      run: withSecrets((secrets) => checkProvider(provider, world, settings, secrets[provider], urls)),
    })),
    {
      part: "agent",
      run: withSecrets(({ chatsby }) => checkAgents(world, settings, numbers, chatsby)),
    },
    { part: "templates", run: withSecrets((secrets) => checkTemplates(world, settings, secrets)) },
    { part: "status", run: async () => lastingFindings(await status()) },
    ...(received
      ? [
          {
            part: "silent numbers",
            run: () =>
              checkSilence(
                numbers.map(({ name }) => numberName(name)),
                received,
                clock.now(),
              ),
          },
        ]
      : []),
    ...Object.entries(deadLetters).map(([queue, count]) => ({
      part: `queue ${queue}`,
      run: async () => [deadLettersFinding(queue, await count())],
    })),
    ...MAIL_TOPICS.map((topic) => ({
      part: `${topic} mails`,
      run: async () => {
        const about = { address: mailAddress(settings, topic), topicArn: topicArns[topic] };
        return [mailFinding(topic, await subscribers(topicArns[topic]), about)];
      },
    })),
  ];
}
