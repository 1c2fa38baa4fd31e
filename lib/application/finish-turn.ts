import { type Engine, type StateWithTurn, saveAlways } from "./engine.ts";
import type { BusinessEvent } from "./ports.ts";

/** Milliseconds. */
const EVENTS_PATIENCE = 3_600_000;

/**
 * Ends a turn whose parts are all settled: kept for transcripts, told to the business, its messages taken off the waiting list.
 * Safe to repeat after a crash anywhere in it; events are published before the messages end, so none is lost.
 * Returns the state as it is then.
 */
export const finishTurnWith = ({
  conversations,
  events,
  telemetry,
  clock,
}: Pick<Engine, "conversations" | "events" | "telemetry" | "clock">) => {
  /** Tries again with the wake-up, but a conversation does not wait for ever for an event bus that is away. */
  async function publish(event: BusinessEvent, turn: StateWithTurn["turn"]) {
    try {
      await events.publish(event);
    } catch (error) {
      if (clock.now() - turn.startedAt < EVENTS_PATIENCE) throw error;
      telemetry.error("event.failed", { conversation: event.conversation, turn: turn.id, type: event.type });
    }
  }

  return async (state: StateWithTurn): Promise<StateWithTurn> => {
    const { conversation, turn } = state;
    const about = { conversation, number: turn.number };
    await conversations.archive(conversation, turn);
    if (turn.opening) await publish({ ...about, type: "conversation.started", id: `${conversation}.started.${turn.id}`, detail: {} }, turn);
    if (turn.ending.kind === "failed")
      await publish(
        {
          ...about,
          type: "reply.failed",
          id: `${conversation}.failed.${turn.id}`,
          detail: { reason: turn.ending.reason },
        },
        turn,
      );
    if (turn.ending.kind === "held")
      await publish({ ...about, type: "reply.held", id: `${conversation}.held.${turn.id}`, detail: { reason: turn.ending.reason } }, turn);
    await conversations.end(conversation, turn.messages, turn.ending, turn.id);

    const facts = { conversation, turn: turn.id, number: turn.number, messages: turn.messages.length, parts: turn.parts.length };
    const by = { number: turn.number };
    switch (turn.ending.kind) {
      case "answered":
        telemetry.count("TurnsAnswered", 1, by);
        telemetry.count("AnswerDelay", clock.now() - turn.startedAt, by);
        telemetry.info("turn.answered", facts);
        break;
      case "failed":
        telemetry.count("TurnsFailed", 1, by);
        telemetry.error("turn.failed", { ...facts, reason: turn.ending.reason });
        break;
      case "held":
        telemetry.count("TurnsHeld", 1, by);
        telemetry.warn("turn.held", facts);
        break;
      case "handed-off":
      case "ignored":
        telemetry.count("TurnsSilenced", 1, by);
        telemetry.info("turn.silenced", { ...facts, ending: turn.ending.kind });
        break;
    }
    if (!turn.reopened) return state;
    const { reopened: _, ...closed } = turn;
    return saveAlways(conversations, { ...state, turn: closed });
  };
};
