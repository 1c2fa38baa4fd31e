import { IntegrationError } from "../../application/integration-error.ts";
import type { Clock, Sender, SendOutcome } from "../../application/ports.ts";
import type { Customer } from "../../domain/inbound.ts";
import { type HttpResult, request } from "../http/request.ts";
import { label, list, record, text } from "./read.ts";
import { metaRemedy, UNKNOWN_OUTCOMES } from "./remedies.ts";

export type MetaSenderOptions = {
  fetch: typeof fetch;
  clock: Clock;
  graphUrl: string;
  graphVersion: string;
  phoneNumberId: string;
  accessToken(): Promise<string>;
};

const TIMEOUT = 15_000;
/** 4,096 by Meta's page, which does not say of what unit. */
const MAX_LENGTH = 4_000;

/** A phone goes into `to`, with its plus sign; a user id into `recipient`. In `to` Meta would take it for a phone and lose the message. */
const address = ({ phone, userId }: Customer) => (phone ? { to: `+${phone}` } : { recipient: userId });

function outcomeOf(result: HttpResult): SendOutcome {
  if (result.kind === "unreachable") return { kind: "refused", code: result.code, remedy: "soon" };
  if (result.kind === "no-response") return { kind: "unknown", code: result.code };
  const body = record(result.json);
  if (result.status >= 200 && result.status < 300) {
    const id = text(record(list(body?.messages)[0])?.id);
    return id ? { kind: "accepted", id } : { kind: "unknown", code: "no_id" };
  }
  const code = label(record(body?.error)?.code);
  if (code && UNKNOWN_OUTCOMES.has(code)) return { kind: "unknown", code };
  if (code) return { kind: "refused", code, remedy: metaRemedy(code) };
  if (result.status >= 500) return { kind: "unknown", code: `http_${result.status}` };
  return { kind: "refused", code: `http_${result.status}`, remedy: refusedBy(result.status) };
}

const refusedBy = (status: number) => (status === 429 ? "slow" : status === 401 || status === 403 ? "stop" : "never");

/**
 * Sends by Meta's Cloud API. It knows no idempotency key: our reference, echoed in the statuses, tells whether a lost request arrived.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export function metaSender(options: MetaSenderOptions): Sender {
  const { fetch, clock, graphUrl, graphVersion, phoneNumberId, accessToken } = options;
  const url = `${graphUrl}/${graphVersion}/${phoneNumberId}/messages`;

  const post = async (body: object, deadline: number) =>
    request({
      fetch,
      url,
      method: "POST",
      headers: { authorization: `Bearer ${await accessToken()}`, "content-type": "application/json" },
      body: JSON.stringify({ messaging_product: "whatsapp", ...body }),
      timeoutMs: Math.min(TIMEOUT, deadline - clock.now()),
    });

  return {
    maxLength: MAX_LENGTH,
    async send({ to, text: body, reference, replyTo }, deadline) {
      const message = {
        recipient_type: "individual",
        ...address(to),
        ...(replyTo && { context: { message_id: replyTo } }),
        type: "text",
        text: { preview_url: false, body },
        biz_opaque_callback_data: reference,
      };
      return outcomeOf(await post(message, deadline));
    },
    async showTyping(message, deadline) {
      const result = await post({ status: "read", message_id: message, typing_indicator: { type: "text" } }, deadline);
      if (result.kind !== "response") throw new IntegrationError({ system: "meta", code: result.code, retry: "later" });
      const code = label(record(record(result.json)?.error)?.code);
      if (result.status >= 300) throw new IntegrationError({ system: "meta", code: code ?? `http_${result.status}`, retry: "never" });
    },
  };
}
