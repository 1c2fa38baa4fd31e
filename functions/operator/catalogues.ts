import type { TemplateCatalogue } from "../../lib/application/ports/control-ports.ts";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import type { Secrets } from "../../lib/config/secrets.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings.ts";
import { twilioCredentials } from "../../lib/config/twilio-credentials.ts";
import { metaTemplates } from "../../lib/providers/meta/templates.ts";
import { twilioTemplates } from "../../lib/providers/twilio/templates.ts";

export type Catalogues = {
  settings: Settings;
  secrets(): Promise<Secrets>;
  fetch: typeof fetch;
  clock: Clock;
};

/** Without it the provider cannot be asked. The code names the missing part. */
const missing = (system: "meta" | "twilio", code: "no_waba_id" | "no_secret") => new IntegrationError({ system, code, retry: "never" });

export function catalogueOf({ settings, secrets, fetch, clock }: Catalogues, number: NumberSettings): TemplateCatalogue {
  if (number.provider === "twilio")
    return twilioTemplates({
      fetch,
      clock,
      contentUrl: settings.twilio.contentUrl,
      credentials: async () => twilioCredentials(await secrets()) ?? Promise.reject(missing("twilio", "no_secret")),
    });
  const { wabaId, phoneNumberId } = number;
  if (!wabaId) {
    const unknown = () => Promise.reject(missing("meta", "no_waba_id"));
    return { list: unknown, dailyLimit: unknown };
  }
  return metaTemplates({
    fetch,
    clock,
    graphUrl: settings.meta.graphUrl,
    graphVersion: settings.meta.graphVersion,
    wabaId,
    phoneNumberId,
    accessToken: async () => (await secrets()).meta?.accessToken ?? Promise.reject(missing("meta", "no_secret")),
  });
}
