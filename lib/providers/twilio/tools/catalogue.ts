import type { NumberOf } from "../../../config/settings/settings.ts";
import { cannotAsk, type ProviderCatalogue } from "../../catalogue.ts";
import { twilioCredentials } from "../config/credentials.ts";
import { twilioTemplates } from "./templates.ts";

export const twilioCatalogue: ProviderCatalogue<NumberOf<"twilio">> = {
  canAsk: (_, secrets) => twilioCredentials(secrets) !== undefined,
  catalogueOf: (_, { settings, secrets, fetch, clock }) =>
    twilioTemplates({
      fetch,
      clock,
      contentUrl: settings.twilio.contentUrl,
      credentials: async () =>
        twilioCredentials(await secrets()) ?? Promise.reject(cannotAsk("twilio", "no_secret")),
    }),
};
