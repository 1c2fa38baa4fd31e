import type { InboundMessage } from "../inbound/inbound.ts";
import { isUnreadable } from "../inbound/unsupported.ts";

export type NoTurnReason =
  | "reaction"
  | "identity-change"
  | "edit"
  | "revoke"
  | "opt-out"
  | "unsupported"
  | "group"
  | "echo";

/**
 * `undefined` when the worker has work with the message, if only to apply an edit, a deletion or an identity
 * change.
 */
export function noTurnReason({
  groupId,
  content,
}: Pick<InboundMessage, "groupId" | "content">): NoTurnReason | undefined {
  if (groupId) return "group";
  switch (content.kind) {
    case "opt-out":
      return content.word === "help" ? content.kind : undefined;
    case "unsupported":
      // The worker asks the customer to send it again.
      return isUnreadable(content) ? undefined : content.kind;
    case "reaction":
    case "echo":
      return content.kind;
    case "edit":
    case "revoke":
      return content.original ? undefined : content.kind;
    case "identity-change":
      return content.userId || content.phone ? undefined : content.kind;
    case "text":
    case "button":
    case "choice":
    case "form":
    case "call-permission":
    case "media":
    case "location":
    case "contacts":
    case "order":
      return undefined;
  }
}
