import type { NumberOf } from "../../../config/settings/settings.ts";
import { missingSecret, type ProviderSending } from "../../sending.ts";
import { twilioCredentials } from "../config/credentials.ts";
import { twilioSender } from "./sender.ts";

export const twilioSending: ProviderSending<NumberOf<"twilio">> = {
  showsOptions: false,
  credentialsOf: (secrets) => {
    const credentials = twilioCredentials(secrets);
    return credentials && Object.values(credentials).join(" ");
  },
  sender: ({ from }, { settings, publicUrl, secrets, fetch, clock }) =>
    twilioSender({
      fetch,
      clock,
      ...settings.twilio,
      from,
      statusUrl: `${publicUrl}/webhooks/twilio/status`,
      credentials: async () => twilioCredentials(await secrets()) ?? Promise.reject(missingSecret("twilio")),
    }),
};
