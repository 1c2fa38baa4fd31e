import type { Secrets } from "../../config/secrets.ts";
import { parseTwilioForm } from "./form.ts";
import { signTwilioRequest } from "./signature.ts";

export const twilioSigning = {
  header: "X-Twilio-Signature",
  contentType: "application/x-www-form-urlencoded; charset=UTF-8",
  signsUrl: true,
  keyOf: ({ twilio }: Pick<Secrets, "twilio">) => twilio?.authTokens[0],
  sign: (body: Buffer, url: string, key: string) => signTwilioRequest(url, parseTwilioForm(body) ?? [], key),
  problemOf: (body: Buffer) =>
    body.length === 0 || parseTwilioForm(body)
      ? undefined
      : "The body is no form (Body=hello&From=…), as Twilio sends it.",
};
