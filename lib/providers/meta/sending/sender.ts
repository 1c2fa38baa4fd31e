import type { Fetch } from "../../../adapters/http/fetch.ts";
import { list, record, text } from "../../../adapters/http/json.ts";
import { request } from "../../../adapters/http/request.ts";
import { requireSuccess } from "../../../adapters/http/require-success.ts";
import { sendOutcome } from "../../../adapters/http/send-outcome.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import type { Outgoing, Sender } from "../../../application/ports/sender.ts";
import type { Customer } from "../../../domain/inbound/inbound.ts";
import { codeOf, META } from "../error.ts";
import { listedFailureAction, OUTCOME_UNKNOWN } from "./failure-actions.ts";
import { META_FILES } from "./files.ts";
import { outgoingContent } from "./outgoing-content.ts";
import { templateContent } from "./template-content.ts";

export type MetaSenderOptions = {
  fetch: Fetch;
  clock: Clock;
  graphUrl: string;
  graphVersion: string;
  phoneNumberId: string;
  accessToken(): Promise<string>;
  /** Below the first link of a text. Default: none. */
  linkPreview?: boolean;
  /** At most 20 characters. Default: "Choose". */
  choose?(to: Customer): string;
  timeoutMs?: number;
};

/** Meta's page says 4,096, without a unit. */
const MAX_LENGTH = 4_000;

/** A user id in `to` would be taken for a phone, and the message lost. */
const address = ({ phone, userId }: Customer) => (phone ? { to: `+${phone}` } : { recipient: userId });

const read = (json: unknown) => ({
  id: text(record(list(record(json)?.messages)[0])?.id),
  code: codeOf(json),
});

/**
 * The Cloud API has no idempotency key: statuses echo our reference, which tells whether a lost request
 * arrived.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export function metaSender(options: MetaSenderOptions): Sender {
  const {
    fetch,
    clock,
    graphUrl,
    graphVersion,
    phoneNumberId,
    accessToken,
    linkPreview = false,
    choose,
    timeoutMs = 15_000,
  } = options;

  /** Without a quote for templates: WhatsApp does not show it. */
  function shown({ to, replyTo, template, ...part }: Outgoing) {
    if (template) return templateContent(template);
    return {
      ...(replyTo && { context: { message_id: replyTo } }),
      ...outgoingContent(part, linkPreview, choose?.(to)),
    };
  }

  async function post(body: object, deadline: number) {
    const token = await accessToken();
    return request({
      fetch,
      clock,
      url: `${graphUrl}/${graphVersion}/${phoneNumberId}/messages`,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ messaging_product: "whatsapp", ...body }),
      timeoutMs,
      deadline,
    });
  }

  return {
    maxLength: MAX_LENGTH,
    files: META_FILES,
    async send(outgoing, deadline) {
      const message = {
        recipient_type: "individual",
        ...address(outgoing.to),
        ...shown(outgoing),
        biz_opaque_callback_data: outgoing.reference,
      };
      return sendOutcome(await post(message, deadline), {
        read,
        listedFailureAction: listedFailureAction,
        undecided: OUTCOME_UNKNOWN,
      });
    },
    /** https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators */
    async showTyping(message, deadline) {
      requireSuccess(
        await post({ status: "read", message_id: message, typing_indicator: { type: "text" } }, deadline),
        META,
      );
    },
  };
}
