import { type ConversationId, conversationId, type TurnId, turnId } from "../ids.ts";

/**
 * Identifies an attempt: sent with every message and returned in its statuses. At most 64 characters.
 * `attempt` counts from 1: a late failure of the first must not count as the failure of the second.
 */
export type Reference = { conversation: ConversationId; turn: TurnId; part: number; attempt: number };

const PATTERN = /^cw1\.([\w-]{1,40})\.([\w-]{1,40})\.(\d{1,3})\.(\d{1,3})$/;

export const formatReference = ({ conversation, turn, part, attempt }: Reference) =>
  `cw1.${conversation}.${turn}.${part}.${attempt}`;

/** Returns `undefined` for a reference of another tool that sends from the same number. */
export function parseReference(text: string | undefined): Reference | undefined {
  const [, conversation, turn, part, attempt] = PATTERN.exec(text ?? "") ?? [];
  if (!conversation || !turn || !part || !attempt) return undefined;
  return {
    conversation: conversationId(conversation),
    turn: turnId(turn),
    part: Number(part),
    attempt: Number(attempt),
  };
}
