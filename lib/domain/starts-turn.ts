import type { InboundMessage } from "./inbound.ts";

/** Why a message is recorded but not put before the agent. */
export type SilentReason = "reaction" | "identity-change" | "edit" | "revoke" | "opt-out" | "unsupported" | "group";

/** `undefined` when the message deserves an answer, else the reason why it gets none. */
export function silentReason(message: InboundMessage): SilentReason | undefined {
  if (message.groupId) return "group";
  switch (message.content.kind) {
    case "reaction":
    case "identity-change":
    case "edit":
    case "revoke":
    case "opt-out":
    case "unsupported":
      return message.content.kind;
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
