import { numbersAt } from "../lib/config/derived/numbers-at.ts";
import type { Secrets } from "../lib/config/secrets/secrets.ts";
import type { Settings } from "../lib/config/settings/settings.ts";
import { WEBHOOK_FIELDS } from "../lib/providers/meta/health/webhook-findings.ts";
import type { Fakes } from "./fakes.ts";

type Registration = {
  settings: Settings;
  secrets: Secrets;
  outputs: Readonly<Record<string, string>>;
  /** The stack's public URL. */
  url: string;
  frontUrl: string;
};

/** Registers the webhooks at the fakes, as setup does at the providers. */
export function registerWebhooks(
  { meta, twilio, chatsby }: Fakes,
  { settings, secrets, outputs, url, frontUrl }: Registration,
): void {
  const { MetaWebhookUrl = "", TwilioWebhookUrl = "" } = outputs;
  meta.webhookUrl = MetaWebhookUrl.replace(url, frontUrl);
  meta.account.webhook = {
    url: MetaWebhookUrl,
    active: true,
    fields: WEBHOOK_FIELDS,
  };
  // Twilio signs the URL that it calls, so it must call the public one.
  twilio.webhookUrl = TwilioWebhookUrl;
  for (const { from } of numbersAt(settings.numbers, "twilio"))
    twilio.account.webhooks.set(from, twilio.webhookUrl);
  const [token] = secrets.actions?.tokens ?? [];
  if (token !== undefined) chatsby.actions = { url, token };
}
