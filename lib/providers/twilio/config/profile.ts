import type { ProviderProfile } from "../../profile.ts";
import type { TwilioNumber } from "./settings.ts";

/**
 * Twilio retries only when the URL asks for it: three times, on our errors and on time-outs of connecting and
 * reading.
 */
const RETRIES = "#rc=3&rp=5xx,ct,rt";

export const twilioProfile: ProviderProfile<TwilioNumber> = {
  displayName: "Twilio",
  addressKind: "sender",
  addressOf: ({ from }) => from,
  paths: { "/webhooks/twilio": ["POST"], "/webhooks/twilio/status": ["POST"] },
  callback: {
    path: `/webhooks/twilio${RETRIES}`,
    description: "Webhook for incoming messages at Twilio, including what follows the #: it asks for retries",
  },
};
