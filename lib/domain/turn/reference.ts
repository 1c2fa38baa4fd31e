import { type ConversationId, conversationId, type TurnId, turnId } from "../ids.ts";

/**
 * Which attempt at which part of which turn: rides with every message we send and comes back in its statuses. Ids only, at most 64 characters.
 * `attempt` counts from 1: the late failure of a first attempt must not be taken for the fate of a second.
 */
export type Reference = { conversation: ConversationId; turn: TurnId; part: number; attempt: number };

const PATTERN = /^cw1\.([\w-]{1,40})\.([\w-]{1,40})\.(\d{1,3})\.(\d{1,3})$/;

export const formatReference = ({ conversation, turn, part, attempt }: Reference) => `cw1.${conversation}.${turn}.${part}.${attempt}`;

/** `undefined` for anything that we did not write: other tools may send from the same number. */
export function parseReference(text: string | undefined): Reference | undefined {
  const [, conversation, turn, part, attempt] = PATTERN.exec(text ?? "") ?? [];
  if (!conversation || !turn || !part || !attempt) return undefined;
  return { conversation: conversationId(conversation), turn: turnId(turn), part: Number(part), attempt: Number(attempt) };
}
