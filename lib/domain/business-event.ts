import type { ConversationId, NumberName } from "./ids.ts";

export type BusinessEvent = {
  type:
    | "conversation.started"
    | "message.received"
    | "message.sent"
    | "lead.captured"
    | "handoff.requested"
    | "handoff.ended"
    | "contact.opted-out"
    | "contact.opted-in"
    | "reply.failed"
    | "reply.held";
  /** Stable across repeats: consumers drop duplicates by it. */
  id: string;
  conversation: ConversationId;
  number: NumberName;
  detail: Record<string, unknown>;
};
