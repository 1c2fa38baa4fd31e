import type { ProviderSigning } from "../../provider-signing.ts";
import { parseTwilioForm } from "./form.ts";
import { signTwilioRequest } from "./signature.ts";

export const twilioSigning: ProviderSigning = {
  header: "X-Twilio-Signature",
  contentType: "application/x-www-form-urlencoded; charset=UTF-8",
  signsUrl: true,
  keyOf: ({ twilio }) => twilio?.authTokens[0],
  sign: (body, url, key) => signTwilioRequest(url, parseTwilioForm(body) ?? [], key),
  problemOf: (body) =>
    body.length === 0 || parseTwilioForm(body)
      ? undefined
      : "The body is no form (Body=hello&From=…), as Twilio sends it.",
  // A status that no part of a reply has. What follows the # in the URL is for Twilio only.
  probeAt: (url) => ({ url: `${url.split("#")[0]}/status`, body: "EventType=DOCTOR" }),
  forged: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
};
