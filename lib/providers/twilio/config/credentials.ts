import type { Secrets } from "../../../config/secrets/secrets.ts";

export type TwilioCredentials = { accountSid: string; authToken: string };

/** The first token signs. `undefined` when the secret has none. */
export function twilioCredentials({ twilio }: Pick<Secrets, "twilio">): TwilioCredentials | undefined {
  const authToken = twilio?.authTokens[0];
  return twilio && authToken ? { accountSid: twilio.accountSid, authToken } : undefined;
}
