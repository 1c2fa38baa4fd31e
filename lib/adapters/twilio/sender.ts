import { IntegrationError } from "../../application/integration-error.ts";
import type { Clock, Sender, SendOutcome } from "../../application/ports.ts";
import type { Customer } from "../../domain/inbound.ts";
import { type HttpResult, request } from "../http/request.ts";
import { twilioRemedy } from "./remedies.ts";

export type TwilioSenderOptions = {
  fetch: typeof fetch;
  clock: Clock;
  apiUrl: string;
  messagingUrl: string;
  /** Our number, `whatsapp:+14155238886`. */
  from: string;
  /** Where statuses are to be reported; our reference goes into its query, which Twilio's signature covers. */
  statusUrl: string;
  credentials(): Promise<{ accountSid: string; authToken: string }>;
};

const TIMEOUT = 15_000;
/** 1,600 by Twilio's error 21617; how characters outside the basic plane count is not said. */
const MAX_LENGTH = 1_500;

const address = ({ phone, userId }: Customer) => (phone ? `whatsapp:+${phone}` : `whatsapp:${userId}`);

function field(json: unknown, name: string): string | undefined {
  const value: unknown = typeof json === "object" && json !== null ? Reflect.get(json, name) : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function outcomeOf(result: HttpResult): SendOutcome {
  if (result.kind === "unreachable") return { kind: "refused", code: result.code, remedy: "soon" };
  if (result.kind === "no-response") return { kind: "unknown", code: result.code };
  if (result.status >= 200 && result.status < 300) {
    const id = field(result.json, "sid");
    return id ? { kind: "accepted", id } : { kind: "unknown", code: "no_id" };
  }
  const code = field(result.json, "code");
  if (result.status >= 500) return { kind: "unknown", code: code ?? `http_${result.status}` };
  if (code) return { kind: "refused", code, remedy: twilioRemedy(code) };
  const remedy = result.status === 429 ? "slow" : result.status === 401 || result.status === 403 ? "stop" : "never";
  return { kind: "refused", code: `http_${result.status}`, remedy };
}

/** Sends by Twilio's Messages API. https://www.twilio.com/docs/messaging/api/message-resource */
export function twilioSender(options: TwilioSenderOptions): Sender {
  const { fetch, clock, apiUrl, messagingUrl, from, statusUrl, credentials } = options;

  async function post(url: (accountSid: string) => string, form: Record<string, string>, deadline: number) {
    const { accountSid, authToken } = await credentials();
    return request({
      fetch,
      url: url(accountSid),
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(form).toString(),
      timeoutMs: Math.min(TIMEOUT, deadline - clock.now()),
    });
  }

  return {
    maxLength: MAX_LENGTH,
    async send({ to, text, reference }, deadline) {
      const StatusCallback = `${statusUrl}?ref=${encodeURIComponent(reference)}`;
      const url = (accountSid: string) => `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
      return outcomeOf(await post(url, { From: from, To: address(to), Body: text, StatusCallback }, deadline));
    },
    async showTyping(message, deadline) {
      // Version 3 wants the channel in upper case; a form, as the Messages API and version 2 take.
      const url = () => `${messagingUrl}/v3/Indicators/Typing.json`;
      const result = await post(url, { messageId: message, channel: "WHATSAPP" }, deadline);
      if (result.kind !== "response") throw new IntegrationError({ system: "twilio", code: result.code, retry: "later" });
      if (result.status >= 300) throw new IntegrationError({ system: "twilio", code: field(result.json, "code") ?? `http_${result.status}`, retry: "never" });
    },
  };
}
