import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { TurnQueue } from "./ports.ts";

/** Has the worker look at a conversation. */
export const queueWakeUp = (turnQueue: TurnQueue, conversation: ConversationId, number: NumberName): Promise<void> =>
  turnQueue.send([{ kind: "wake", conversation, number }]);
