import type { SecretOf } from "../../../config/secrets/secrets.ts";
import type { InboundEvent } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { ProviderWebhook, WebhookReading, WebhookRequest } from "../../webhook.ts";
import { type FormParams, parseTwilioForm } from "./form.ts";
import { parseTwilioMessage, parseTwilioStatus } from "./parse.ts";
import { verifyTwilioSignature } from "./signature.ts";

type TwilioRequest = WebhookRequest<SecretOf<"twilio">>;

/** Twilio sends the text of any other answer to the customer. */
const EMPTY_TWIML = {
  body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
  contentType: "text/xml",
};

type Parse = (params: FormParams, query: TwilioRequest["query"]) => readonly InboundEvent[];

const eventsWith =
  (parse: Parse) =>
  (raw: Buffer, query: TwilioRequest["query"]): readonly InboundEvent[] | undefined => {
    const params = parseTwilioForm(raw);
    return params && parse(params, query);
  };

const reading =
  (parse: Parse) =>
  ({ raw, url, query, header, secret: { authTokens, sharedKeys } }: TwilioRequest): WebhookReading => {
    const params = parseTwilioForm(raw);
    const signature = header("x-twilio-signature");
    if (
      !verifyTwilioSignature({
        url,
        params: params ?? [],
        header: signature,
        authTokens,
        ...omitUndefined({ sharedKeys }),
      })
    ) {
      // Twilio sends this header only when it signs with a shared key, which is then missing here.
      const lacksKey = !sharedKeys && header("x-twilio-webhooks-signature-settings") !== undefined;
      return { kind: "forged", reason: lacksKey ? "shared-key" : signature ? "signature" : "unsigned" };
    }
    if (!params) return { kind: "unreadable", reason: "not-a-form" };
    return { kind: "events", events: parse(params, query), answer: EMPTY_TWIML };
  };

const route = (path: string, parse: Parse) =>
  ({ method: "POST", path, read: reading(parse), eventsOf: eventsWith(parse) }) as const;

export const twilioWebhook: ProviderWebhook<"twilio"> = {
  provider: "twilio",
  routes: [
    route("/webhooks/twilio", (params) => parseTwilioMessage(params)),
    route("/webhooks/twilio/status", (params, { ref }) => parseTwilioStatus(params, ref)),
  ],
};
