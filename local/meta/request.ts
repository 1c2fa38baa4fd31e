import { isRecord } from "../../lib/domain/is-record.ts";
import { type Content, readContent } from "./content.ts";
import type { MetaTemplate } from "./templates.ts";

export type MetaRequest =
  | { kind: "read"; messageId: string; typing: boolean }
  | ({ kind: "message"; content: Content; reference?: string; replyTo?: string } & Recipient)
  | { kind: "refused"; code: number; details: string };

const KEYS = new Set([
  "messaging_product",
  "recipient_type",
  "to",
  "recipient",
  "type",
  "text",
  "interactive",
  "template",
  "image",
  "video",
  "audio",
  "document",
  "sticker",
  "location",
  "contacts",
  "reaction",
  "context",
  "biz_opaque_callback_data",
  "messaging_account_id",
  "recipient_identity_key_hash",
]);
const PHONE = /^\+?\d{6,15}$/;
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

const refused = (code: number, details: string): MetaRequest => ({ kind: "refused", code, details });
/**
 * As the Cloud API does.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages
 */
export function readMetaRequest(raw: Buffer, templates: readonly MetaTemplate[]): MetaRequest {
  let body: unknown;
  try {
    body = JSON.parse(raw.toString("utf8"));
  } catch {
    return refused(100, "Invalid parameter: the body is not JSON");
  }
  if (!isRecord(body)) return refused(100, "Invalid parameter");
  if (body.messaging_product !== "whatsapp")
    return refused(100, "The parameter messaging_product is required");
  if (body.status !== undefined) return readMark(body);
  const unexpected = Object.keys(body).find((key) => !KEYS.has(key));
  if (unexpected) return refused(100, `Unexpected key "${unexpected}"`);
  if (body.recipient_type !== undefined && body.recipient_type !== "individual")
    return refused(131009, "recipient_type");
  const reference = body.biz_opaque_callback_data;
  if (reference !== undefined && (typeof reference !== "string" || reference.length > 512))
    return refused(100, "biz_opaque_callback_data");
  const replyTo = isRecord(body.context) ? body.context.message_id : undefined;
  if (body.context !== undefined && typeof replyTo !== "string") return refused(131009, "context.message_id");
  const recipient = readRecipient(body);
  if ("kind" in recipient) return recipient;
  const content = readContent(body, templates);
  if ("code" in content) return refused(content.code, content.details);
  if (content.kind === "reaction" && replyTo !== undefined) return refused(131009, "context");
  return {
    kind: "message",
    ...recipient,
    content,
    ...(typeof reference === "string" && { reference }),
    ...(typeof replyTo === "string" && { replyTo }),
  };
}

function readMark(body: Record<string, unknown>): MetaRequest {
  if (body.status !== "read") return refused(100, "status");
  if (typeof body.message_id !== "string" || !body.message_id.startsWith("wamid."))
    return refused(131009, "message_id");
  const typing = body.typing_indicator;
  if (typing !== undefined && !(isRecord(typing) && typing.type === "text"))
    return refused(131009, "typing_indicator.type");
  return { kind: "read", messageId: body.message_id, typing: typing !== undefined };
}

/** `to`: digits, or the user id; `input`: as given. */
type Recipient = { to: string; input: string; by: "phone" | "user-id" | "lost" };

/**
 * `to` wins over `recipient`. A user id in `to` is accepted and lost, as at Meta. A phone number may have
 * spaces, dashes, dots and parentheses. Without "+", Meta may put the business's own country code before it.
 */
function readRecipient({ to, recipient }: Record<string, unknown>): Recipient | MetaRequest {
  if (typeof to === "string") {
    if (USER_ID.test(to)) return { to, input: to, by: "lost" };
    const phone = to.replace(/[\s().-]/g, "");
    return PHONE.test(phone)
      ? { to: phone.replace("+", ""), input: to, by: "phone" }
      : refused(131009, "to: is no phone number");
  }
  if (to !== undefined) return refused(131009, "to");
  if (recipient === undefined) return refused(131008, "to");
  return typeof recipient === "string" && USER_ID.test(recipient)
    ? { to: recipient, input: recipient, by: "user-id" }
    : refused(131009, "recipient");
}
