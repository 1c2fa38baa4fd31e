import type { PauseRules } from "../../../domain/handoff/pause-rules.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { isKnown, numberOf } from "../conversation/find-conversation.ts";
import type { ByStaff } from "../staff-deps.ts";
import {
  queueTemplate,
  type SendTemplateResult,
  type TemplateDeps,
  type TemplateRequest,
} from "../templates/send-template.ts";
import { seenTime } from "./seen-message.ts";
import { type NewerReply, startReplyIfSeen } from "./start-reply.ts";

/** `seen`: the newest message that the author has seen. */
type Request = ByStaff<{
  conversation: ConversationId;
  template: TemplateRequest["template"];
  id: string;
  seen?: string;
}>;

export type ReplyWithTemplateResult =
  | Exclude<SendTemplateResult, { result: "skipped" } | "unknown-contact">
  | NewerReply
  | "unknown-conversation"
  | "unknown-message"
  | "opted-out"
  | "no-opt-in";

/**
 * For a customer who has not written for 24 hours. A reply as any other: it pauses the bot, so that the author
 * gets the customer's answer, and is refused when it was written without having seen a colleague's newer one.
 * Throws IntegrationError as `sendTemplate` does.
 */
export async function replyWithTemplate(
  deps: TemplateDeps & PauseRules,
  { conversation, seen, ...request }: Request,
): Promise<ReplyWithTemplateResult> {
  const seenAt = seenTime(seen, deps.clock.now());
  if (seenAt === "unknown-message") return seenAt;
  const state = await deps.controls.read(conversation);
  if (!isKnown(state)) return "unknown-conversation";
  const number = numberOf(deps, state);
  if (!number) return "unknown-number";
  const result = await queueTemplate<NewerReply>(
    deps,
    { ...request, number, contact: { kind: "conversation", conversation } },
    (recipient, conversationIds) =>
      startReplyIfSeen(deps, recipient, conversationIds, { ...request, seenAt }),
  );
  if (result === "unknown-contact") return "unknown-conversation";
  if (typeof result !== "object" || result.result !== "skipped") return result;
  return result.reason === "no-opt-in" ? "no-opt-in" : "opted-out";
}
