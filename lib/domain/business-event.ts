import type { ConversationId, NumberName } from "./ids.ts";

export type BusinessEvent = {
  type:
    | "conversation.started"
    | "lead.captured"
    | "handoff.requested"
    | "handoff.ended"
    | "contact.opted-out"
    | "contact.opted-in"
    | "reply.failed"
    | "reply.held";
  /** Same for a repeat of the same happening: consumers drop what they have seen. */
  id: string;
  conversation: ConversationId;
  number: NumberName;
  detail: Record<string, unknown>;
};
