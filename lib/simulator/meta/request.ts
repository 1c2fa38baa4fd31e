import { readInteractive } from "./interactive.ts";
import { type FilledTemplate, readTemplateMessage } from "./template-message.ts";
import type { MetaTemplate } from "./templates.ts";

/** `template`: only when it is one. */
type Content = { text: string; options?: readonly string[] } & Partial<Pick<FilledTemplate, "template" | "payloads">>;

/** What a POST to `/messages` asks for, or the error it gets. */
export type MetaRequest =
  | { kind: "read"; messageId: string; typing: boolean }
  | { kind: "message"; content: Content; to: string; by: "phone" | "user-id" | "lost"; reference?: string; replyTo?: string }
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
  "context",
  "biz_opaque_callback_data",
]);
const PHONE = /^\+\d{6,15}$/;
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
const MOST_CHARACTERS = 4096;

const refused = (code: number, details: string): MetaRequest => ({ kind: "refused", code, details });
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Checks a body as the Cloud API does.
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
  if (body.messaging_product !== "whatsapp") return refused(100, "The parameter messaging_product is required");
  if (body.status !== undefined) return readMark(body);
  const unexpected = Object.keys(body).find((key) => !KEYS.has(key));
  if (unexpected) return refused(100, `Unexpected key "${unexpected}"`);
  if (body.recipient_type !== undefined && body.recipient_type !== "individual") return refused(131009, "recipient_type");
  const reference = body.biz_opaque_callback_data;
  if (reference !== undefined && (typeof reference !== "string" || reference.length > 512)) return refused(100, "biz_opaque_callback_data");
  const replyTo = isRecord(body.context) ? body.context.message_id : undefined;
  if (body.context !== undefined && typeof replyTo !== "string") return refused(131009, "context.message_id");
  const recipient = readRecipient(body);
  if ("kind" in recipient) return recipient;
  const content = readContent(body, templates);
  if ("kind" in content) return content;
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
  if (typeof body.message_id !== "string" || !body.message_id.startsWith("wamid.")) return refused(131009, "message_id");
  const typing = body.typing_indicator;
  if (typing !== undefined && !(isRecord(typing) && typing.type === "text")) return refused(131009, "typing_indicator.type");
  return { kind: "read", messageId: body.message_id, typing: typing !== undefined };
}

type Recipient = { to: string; by: "phone" | "user-id" | "lost" };

/** `to` wins over `recipient`. A user id in `to` is accepted and lost, as the real one does. */
function readRecipient({ to, recipient }: Record<string, unknown>): Recipient | MetaRequest {
  if (typeof to === "string") {
    if (USER_ID.test(to)) return { to, by: "lost" };
    return PHONE.test(to) ? { to: to.slice(1), by: "phone" } : refused(131009, 'to: needs "+" and digits');
  }
  if (to !== undefined) return refused(131009, "to");
  if (recipient === undefined) return refused(131008, "to");
  return typeof recipient === "string" && USER_ID.test(recipient) ? { to: recipient, by: "user-id" } : refused(131009, "recipient");
}

function readContent(
  { type = "text", text, interactive, template }: Record<string, unknown>,
  templates: readonly MetaTemplate[],
): Content | MetaRequest {
  if (type === "template") {
    const read = readTemplateMessage(template, templates);
    return "code" in read ? refused(read.code, read.details) : read;
  }
  if (type === "interactive") {
    const read = readInteractive(interactive);
    return "code" in read ? refused(read.code, read.details) : read;
  }
  if (type !== "text") return refused(131009, "type");
  if (!isRecord(text)) return refused(100, "The parameter text is required");
  if (text.preview_url !== undefined && typeof text.preview_url !== "boolean") return refused(100, "text.preview_url");
  if (typeof text.body !== "string" || text.body.trim() === "") return refused(100, "The parameter text['body'] is required");
  if (text.body.length > MOST_CHARACTERS) return refused(100, `text['body'] must be at most ${MOST_CHARACTERS} characters long`);
  return { text: text.body };
}
