import type { PendingMessage } from "../../domain/conversation/conversation.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import type { Step } from "../ports/next.ts";
import type { Loaded } from "../ports/ports.ts";

/** `deadline`: when the caller must have returned. */
export type ConversationCommand = {
  conversation: ConversationId;
  number?: NumberName | undefined;
  deadline: number;
};

export type Situation = Loaded & {
  deadline: number;
  /** Staleness is judged by it: no message becomes stale while an outside system does not respond. */
  loadedAt: number;
  commandNumber: NumberName | undefined;
};

/** The situation from `chooseNumber` on. */
export type AtNumber = Situation & {
  number: BusinessNumber;
  /** Applied to the pending messages, and ended with them. */
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

export const answeredIds = ({ pending, edits }: Pick<AtNumber, "pending" | "edits">): MessageId[] => [
  ...idsOf(pending),
  ...edits,
];
