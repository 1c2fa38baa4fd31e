import type { BusinessEvent } from "../../domain/business-event.ts";
import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../domain/conversation/conversation.ts";
import { isMessage, receivedEvent, sentEvents, withoutContent } from "../../domain/turn/message-events.ts";
import type { Engine, StateWithTurn } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { attemptSideTask } from "./side-tasks.ts";

/** While the bus is away. More would fill the conversation's item. */
const MAX_STORED = 100;

/**
 * Each message of the customer once, before anything ends it. Above the ceiling of the hour it is left out. A
 * crash before the save repeats it, under the same id. Returns the new state.
 */
export async function publishReceived(
  engine: Engine,
  start: ConversationState,
  pending: readonly PendingMessage[],
): Promise<ConversationState> {
  if (engine.messageEvents === "off") return start;
  const isFull = engine.messageEvents === "full";
  const known = new Set(start.progress?.received);
  const messages = pending.filter(isMessage).map((message) => ({
    message,
    reference: engine.turnIdFor(message.id),
  }));
  const waiting = messages.map(({ reference }) => reference);
  const isNew = ({ reference }: { reference: string }) => !known.has(reference);
  if (!messages.some(isNew)) return start;
  let state = start;
  for (const { message, reference } of messages.filter(isNew)) {
    const progress = countWithinLimit(engine, state, message.number, "received-event");
    if (!progress) continue;
    const event = receivedEvent(start.conversation, message, reference, isFull);
    state = await publishEvent(engine, { ...state, progress }, event);
  }
  const noted = { ...state, progress: { ...state.progress, received: waiting } };
  // Usually the save of the answer keeps it. Not when it failed: nothing else would bring the event back.
  const hasFailed = noted.progress.sideTasks !== start.progress?.sideTasks;
  return hasFailed ? saveAlways(engine.conversations, noted) : noted;
}

/**
 * At the end of a pass whose messages still wait: notes what was published of them, whichever step ended it. If
 * that step has saved, it has noted this too, and the write is refused.
 */
export async function keepReceived(
  { conversations }: Engine,
  before: ConversationState,
  after: ConversationState,
): Promise<void> {
  if (after.progress?.received !== before.progress?.received) await conversations.save(after, []);
}

/** Each part that the provider took. The caller saves the returned state. */
export async function publishSent(engine: Engine, start: StateWithTurn): Promise<StateWithTurn> {
  const { messageEvents, outbox } = engine;
  if (messageEvents === "off") return start;
  const { conversation, turn } = start;
  const isFull = messageEvents === "full";
  const outbound =
    isFull && turn.outbound !== undefined ? await findOutbound(outbox, start, turn.outbound) : undefined;
  let state = start;
  for (const event of sentEvents(conversation, turn, isFull, outbound?.by))
    state = await publishEvent(engine, state, event);
  return state;
}

async function findOutbound(outbox: Engine["outbox"], state: ConversationState, id: string) {
  for (const conversation of conversationIdsOf(state)) {
    const found = await outbox.find(conversation, id);
    if (found) return found;
  }
  return undefined;
}

/** What is stored for a later try holds no text. */
async function publishEvent<State extends ConversationState>(
  engine: Engine,
  state: State,
  event: BusinessEvent,
): Promise<State> {
  const waiting = Object.keys(state.progress?.sideTasks?.stored ?? {}).length;
  if (waiting >= MAX_STORED) {
    const facts = { conversation: state.conversation, task: "event", errorCode: "too-many" };
    engine.telemetry.count("SideTasksFailed", 1, { task: "event" });
    engine.telemetry.error("side-task.given-up", facts);
    return state;
  }
  const stored = { kind: "event" as const, event: withoutContent(event) };
  const task = { kind: stored.kind, key: event.id, stored, run: () => engine.events.publish(event) };
  return (await attemptSideTask(engine, state, event.number, task)).state;
}
