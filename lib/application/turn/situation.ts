import type { PendingMessage } from "../../domain/conversation/conversation.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import type { Step } from "../ports/next.ts";
import type { Loaded } from "../ports/ports.ts";

/**
 * A command of the queue: look at this conversation. `deadline`: milliseconds since 1970 by which the caller
 * must have returned.
 */
export type ConversationCommand = {
  conversation: ConversationId;
  number?: NumberName | undefined;
  deadline: number;
};

export type Situation = Loaded & {
  deadline: number;
  /**
   * Milliseconds since 1970. Staleness is judged by it, so that no message becomes stale while an outside
   * system does not respond.
   */
  loadedAt: number;
  commandNumber: NumberName | undefined;
};

/** From `chooseNumber` on. */
export type AtNumber = Situation & {
  number: BusinessNumber;
  /** Edits that have been applied to the pending messages: they end together. */
  edits: readonly MessageId[];
};

export type EarlyStep = Step<Situation>;
export type AnswerStep = Step<AtNumber>;

export async function loadSituation(
  engine: Engine,
  { conversation, number, deadline }: ConversationCommand,
): Promise<Situation> {
  const loaded = await engine.conversations.load(conversation, number);
  return { ...loaded, loadedAt: engine.clock.now(), commandNumber: number, deadline };
}

export const idsOf = (messages: readonly PendingMessage[]): MessageId[] => messages.map(({ id }) => id);

/** The ids of all that ends with the answer: the pending messages and the edits that were applied to them. */
export const answeredIds = ({ pending, edits }: Pick<AtNumber, "pending" | "edits">): MessageId[] => [
  ...idsOf(pending),
  ...edits,
];
