import { type ConversationId, conversationId, type TurnId, turnId } from "./ids.ts";

/** Which part of which turn: rides with every message we send and comes back in its statuses. Ids only, at most 64 characters. */
export type Reference = { conversation: ConversationId; turn: TurnId; part: number };

const PATTERN = /^cw1\.([\w-]{1,40})\.([\w-]{1,40})\.(\d{1,3})$/;

export const formatReference = ({ conversation, turn, part }: Reference) => `cw1.${conversation}.${turn}.${part}`;

/** `undefined` for anything that we did not write: other tools may send from the same number. */
export function parseReference(text: string | undefined): Reference | undefined {
  const [, conversation, turn, part] = PATTERN.exec(text ?? "") ?? [];
  if (!conversation || !turn || !part) return undefined;
  return { conversation: conversationId(conversation), turn: turnId(turn), part: Number(part) };
}
