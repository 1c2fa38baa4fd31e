import type { Fetch } from "../../../adapters/http/fetch.ts";
import { record, text } from "../../../adapters/http/json.ts";
import { request } from "../../../adapters/http/request.ts";
import { requireSuccess } from "../../../adapters/http/require-success.ts";
import { sendOutcome } from "../../../adapters/http/send-outcome.ts";
import { templateValue } from "../../../adapters/http/template-value.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import type { Outgoing, Sender } from "../../../application/ports/sender.ts";
import type { Customer } from "../../../domain/inbound/inbound.ts";
import { codeOf, TWILIO } from "../error.ts";
import { listedFailureAction } from "./failure-actions.ts";
import { TWILIO_FILES } from "./files.ts";

export type TwilioSenderOptions = {
  fetch: Fetch;
  clock: Clock;
  apiUrl: string;
  messagingUrl: string;
  /** `whatsapp:+14155238886` */
  from: string;
  /** For status callbacks; our reference goes into the query, which Twilio's signature covers. */
  statusUrl: string;
  credentials(): Promise<{ accountSid: string; authToken: string }>;
  timeoutMs?: number;
};

/** 1,600 by Twilio's error 21617, which does not say how characters outside the basic plane count. */
const MAX_LENGTH = 1_500;

const address = ({ phone, userId }: Customer) => (phone ? `whatsapp:+${phone}` : `whatsapp:${userId}`);

const read = (json: unknown) => ({ id: text(record(json)?.sid), code: codeOf(json) });

/**
 * A text, a file with its caption, or a template with its values as JSON.
 * https://www.twilio.com/docs/content/send-templates-created-with-the-content-template-builder
 */
function shown({
  text: body,
  template,
  media,
}: Pick<Outgoing, "text" | "template" | "media">): Record<string, string> {
  if (media)
    return {
      MediaUrl: media.url,
      ...(body !== "" && TWILIO_FILES.withCaption.has(media.kind) && { Body: body }),
    };
  if (!template) return { Body: body };
  const values = Object.entries(template.body ?? {}).map(([key, value]) => [key, templateValue(value)]);
  return {
    ContentSid: template.name,
    ...(values.length > 0 && { ContentVariables: JSON.stringify(Object.fromEntries(values)) }),
  };
}

/** https://www.twilio.com/docs/messaging/api/message-resource */
export function twilioSender(options: TwilioSenderOptions): Sender {
  const { fetch, clock, apiUrl, messagingUrl, from, statusUrl, credentials, timeoutMs = 15_000 } = options;

  async function post(
    urlFor: (accountSid: string) => string,
    contentType: string,
    body: string,
    deadline: number,
  ) {
    const { accountSid, authToken } = await credentials();
    const basic = Buffer.from(`${accountSid}:${authToken}`).toString("base64");
    const headers = { authorization: `Basic ${basic}`, "content-type": contentType };
    return request({ fetch, clock, url: urlFor(accountSid), headers, body, timeoutMs, deadline });
  }

  return {
    maxLength: MAX_LENGTH,
    files: TWILIO_FILES,
    async send({ to, reference, ...part }, deadline) {
      const StatusCallback = `${statusUrl}?ref=${encodeURIComponent(reference)}`;
      const form = new URLSearchParams({
        From: from,
        To: address(to),
        ...shown(part),
        StatusCallback,
      }).toString();
      const messages = (accountSid: string) => `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
      return sendOutcome(await post(messages, "application/x-www-form-urlencoded", form, deadline), {
        read,
        listedFailureAction: listedFailureAction,
      });
    },
    /** https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource */
    async showTyping(message, deadline) {
      // Version 3 takes JSON and an upper-case channel; examples with a form and lower case are for version
      // 2.
      const body = JSON.stringify({ messageId: message, channel: "WHATSAPP" });
      requireSuccess(
        await post(() => `${messagingUrl}/v3/Indicators/Typing.json`, "application/json", body, deadline),
        TWILIO,
      );
    },
  };
}
