import type { Settings } from "../config/settings/settings.ts";
import { type Finding, ok, problem, warning } from "../domain/health/finding.ts";

export const MAIL_TOPICS = ["handoffs", "alarms"] as const;
export type MailTopic = (typeof MAIL_TOPICS)[number];

export type Subscription = { protocol: string; confirmed: boolean };

/** The address of the settings that gets the topic's mails. */
export const mailAddress = ({ alerts, handoff }: Settings, topic: MailTopic): string | undefined =>
  topic === "alarms" ? alerts.email : handoff.email;

/** `pending`: AWS's mail is not confirmed. `missing`: there is an address, but AWS knows nothing of it. */
export type MailState = "confirmed" | "pending" | "missing" | "no-address";

export function mailState(subscriptions: readonly Subscription[], address: string | undefined): MailState {
  if (subscriptions.some(({ confirmed }) => confirmed)) return "confirmed";
  if (subscriptions.length > 0) return "pending";
  return address === undefined ? "no-address" : "missing";
}

const ABOUT: Record<MailTopic, { ok: string; nobody: string; setting: string }> = {
  alarms: {
    ok: "Alarms reach a person.",
    nobody: "Alarms reach nobody",
    setting: '"alerts": { "email": "…" }',
  },
  handoffs: {
    ok: "When a customer wants a person, somebody gets a mail.",
    nobody: "When a customer wants a person, nobody gets a mail",
    setting: '"handoff": { "email": "…" }',
  },
};

/**
 * AWS sends the mail again for a repeated subscription.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
const again = (topicArn: string | undefined) =>
  `aws sns subscribe --topic-arn ${topicArn ?? "ARN"} --protocol email --notification-endpoint ADDRESS`;

export function mailFinding(
  topic: MailTopic,
  subscriptions: readonly Subscription[],
  { address, topicArn }: { address: string | undefined; topicArn: string | undefined },
): Finding {
  const [check, about] = [`${topic}.subscribers`, ABOUT[topic]];
  switch (mailState(subscriptions, address)) {
    case "confirmed":
      return ok(check, about.ok);
    case "pending":
      return problem(
        check,
        `${about.nobody}, because AWS's subscription mail is not confirmed.`,
        `Open the mail from AWS Notifications (also in the spam folder) and confirm it, within two days. To get it again: ${again(topicArn)}`,
      );
    case "missing":
      return problem(
        check,
        `${about.nobody}: the subscription of the settings' address is gone, because it was not confirmed in time or was ended from a mail.`,
        `To get the mail again: ${again(topicArn)}`,
      );
    case "no-address":
      return warning(
        check,
        `${about.nobody}.`,
        `Set ${about.setting} in the settings and deploy; \`npm run wa -- setup\` asks for it.`,
      );
  }
}
