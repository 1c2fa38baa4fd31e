import type { ConversationId } from "../../domain/ids.ts";
import { isKnown, numberOf } from "./find-conversation.ts";
import {
  type SendTemplateResult,
  sendTemplate,
  type TemplateDeps,
  type TemplateRequest,
} from "./send-template.ts";
import type { ByStaff } from "./staff-deps.ts";

type Request = ByStaff<{
  conversation: ConversationId;
  template: TemplateRequest["template"];
  id: string;
}>;

export type ReplyWithTemplateResult =
  | Exclude<SendTemplateResult, { result: "skipped" } | "unknown-contact">
  | "unknown-conversation"
  | "opted-out";

/** For a customer who has not written for 24 hours. Throws IntegrationError as `sendTemplate` does. */
export async function replyWithTemplate(
  deps: TemplateDeps,
  { conversation, ...request }: Request,
): Promise<ReplyWithTemplateResult> {
  const state = await deps.controls.read(conversation);
  if (!isKnown(state)) return "unknown-conversation";
  const number = numberOf(deps, state);
  if (!number) return "unknown-number";
  const contact = { kind: "conversation" as const, conversation };
  const result = await sendTemplate(deps, { ...request, number, contact });
  if (result === "unknown-contact") return "unknown-conversation";
  return typeof result === "object" && result.result === "skipped" ? "opted-out" : result;
}
