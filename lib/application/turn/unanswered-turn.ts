import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { hasAnswer, type Turn } from "../../domain/turn/turn.ts";

export const unansweredTurn = ({ turn }: ConversationState): Turn | undefined =>
  turn && !hasAnswer(turn) ? turn : undefined;

/** Drops a turn that the agent has not answered: its failures do not count for the next one. */
export function withoutUnanswered(state: ConversationState): ConversationState {
  if (!unansweredTurn(state)) return state;
  const { turn: _, ...rest } = state;
  return rest;
}
