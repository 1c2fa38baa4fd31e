import { list, record, text } from "../../../adapters/http/json.ts";
import { type LookupResult, lookupResult } from "../../../adapters/http/lookup-result.ts";
import { request } from "../../../adapters/http/request.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { codeOf } from "../error.ts";

export type TwilioAccountOptions = {
  fetch: typeof fetch;
  clock: Clock;
  apiUrl: string;
  messagingUrl: string;
  accountSid: string;
  authToken: string;
  timeoutMs?: number;
};

export type TwilioAccountState = { status: string; type?: string };
/** `url`: where incoming messages go. */
export type TwilioSenderState = { sid: string; from: string; status: string; url?: string; quality?: string };

/** Shared by everybody: its webhook is set in the console. */
export const SANDBOX = "whatsapp:+14155238886";

function senderOf(value: unknown): TwilioSenderState | undefined {
  const sender = record(value);
  const [sid, from, status] = [text(sender?.sid), text(sender?.sender_id), text(sender?.status)];
  if (!sid || !from || !status) return undefined;
  const url = text(record(sender?.webhook)?.callback_url);
  const quality = text(record(sender?.properties)?.quality_rating);
  return { sid, from, status, ...omitUndefined({ url, quality }) };
}

/** What setup and diagnosis ask of Twilio. Never throws: each failure is a value. */
export function twilioAccount(options: TwilioAccountOptions) {
  const { fetch, clock, apiUrl, messagingUrl, accountSid, authToken, timeoutMs = 15_000 } = options;

  async function call<Value>(
    url: string,
    body: unknown,
    read: (json: unknown) => Value | undefined,
  ): Promise<LookupResult<Value>> {
    const result = await request({
      fetch,
      clock,
      method: body === undefined ? "GET" : "POST",
      url,
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs,
      deadline: clock.now() + timeoutMs,
    });
    return lookupResult(result, codeOf, read);
  }

  return {
    /** https://www.twilio.com/docs/iam/api/account */
    account: (): Promise<LookupResult<TwilioAccountState>> =>
      call(`${apiUrl}/2010-04-01/Accounts/${accountSid}.json`, undefined, (json) => {
        const [status, type] = [text(record(json)?.status), text(record(json)?.type)];
        return status ? { status, ...omitUndefined({ type }) } : undefined;
      }),

    /** `unknown` when the account has no such sender. https://www.twilio.com/docs/whatsapp/api/senders */
    sender: (from: string): Promise<LookupResult<TwilioSenderState | "unknown">> =>
      call(`${messagingUrl}/v2/Channels/Senders?Channel=whatsapp&PageSize=100`, undefined, (json) => {
        const { senders } = record(json) ?? {};
        return Array.isArray(senders)
          ? (list(senders)
              .map(senderOf)
              .find((sender) => sender?.from === from) ?? "unknown")
          : undefined;
      }),

    setWebhook: (sid: string, url: string): Promise<LookupResult<true>> =>
      call(
        `${messagingUrl}/v2/Channels/Senders/${sid}`,
        { webhook: { callback_url: url, callback_method: "POST" } },
        (json) => (text(record(json)?.sid) === sid ? true : undefined),
      ),
  };
}
