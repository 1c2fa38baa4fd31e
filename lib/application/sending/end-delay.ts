import type { ConversationId } from "../../domain/ids.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import type { Engine } from "../ports/engine.ts";

const wasDelayed = ({ agentFailures, parts }: Turn) =>
  agentFailures > 0 || parts.some(({ attempts, excused = 0 }) => attempts > 1 || excused > 0);

/** Else the entry ends by itself some minutes later. */
export async function endDelay(
  { delayedAnswers }: Engine,
  turn: Turn,
  conversation: ConversationId,
): Promise<void> {
  if (turn.by || !wasDelayed(turn)) return;
  await delayedAnswers?.remove(conversation, turn.startedAt).catch(() => undefined);
}
