import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { TurnQueue } from "./ports.ts";

export const queueWakeUp = (
  turnQueue: TurnQueue,
  conversation: ConversationId,
  number: NumberName,
): Promise<void> => turnQueue.send([{ kind: "wake", conversation, number }]);
