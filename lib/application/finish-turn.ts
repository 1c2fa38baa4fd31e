import type { Handoff } from "../domain/handoff.ts";
import type { Turn } from "../domain/turn.ts";
import { type Engine, type StateWithTurn, saveAlways } from "./engine.ts";
import type { BusinessEvent } from "./ports.ts";
import { endOutboundWith } from "./speak-outbound.ts";

/** Milliseconds. */
const EVENTS_PATIENCE = 3_600_000;

/** The handoff that a turn's answer announces. Named after the turn, so that a repeat is no second one. */
export const handoffOf = (
  { conversation }: Pick<StateWithTurn, "conversation">,
  { id, handsOff }: Turn,
  since: number,
): Handoff | undefined => handsOff && { id: `turn-${id}`, reason: handsOff, since, origin: conversation };

/** How what somebody wanted to say has ended. */
function outboundEnd({ ending }: Turn): { state: "sent" | "failed" | "cancelled"; code?: string } {
  switch (ending.kind) {
    case "answered":
      return { state: "sent" };
    case "failed":
      return { state: "failed", code: ending.reason };
    case "held":
      return { state: "failed", code: "window-closed" };
    case "handed-off":
      return { state: "cancelled", code: "paused" };
    case "ignored":
      return { state: "cancelled", code: ending.reason };
  }
}

/**
 * Ends a turn whose parts are all settled: kept for transcripts, told to the business, its messages taken off the waiting list.
 * Safe to repeat after a crash anywhere in it; events are published before the messages end, so none is lost.
 * Returns the state as it is then.
 */
export const finishTurnWith = (engine: Engine) => {
  const { conversations, controls, events, schedules, telemetry, clock, rules } = engine;
  const endOutbound = endOutboundWith(engine);

  /** Tries again with the wake-up, but a conversation does not wait for ever for an event bus that is away. */
  async function publish(event: BusinessEvent, turn: Turn) {
    try {
      await events.publish(event);
    } catch (error) {
      if (clock.now() - turn.startedAt < EVENTS_PATIENCE) throw error;
      telemetry.error("event.failed", { conversation: event.conversation, turn: turn.id, type: event.type });
    }
  }

  async function tellBusiness({ conversation, turn }: StateWithTurn) {
    const about = { conversation, number: turn.number };
    const reason = "reason" in turn.ending ? { reason: turn.ending.reason } : {};
    const outbound = turn.outbound === undefined ? {} : { outbound: turn.outbound };
    if (turn.opening) await publish({ ...about, type: "conversation.started", id: `${conversation}.started.${turn.id}`, detail: {} }, turn);
    if (turn.ending.kind === "failed")
      await publish({ ...about, type: "reply.failed", id: `${conversation}.failed.${turn.id}`, detail: { ...reason, ...outbound } }, turn);
    if (turn.ending.kind === "held" && !turn.by)
      await publish({ ...about, type: "reply.held", id: `${conversation}.held.${turn.id}`, detail: reason }, turn);
  }

  /** Looks at the conversation again later, where the settings want to follow up on an answer. */
  async function planFollowUp({ conversation, turn }: StateWithTurn) {
    const [first] = rules.followUps;
    if (!schedules || !first || turn.by || turn.ending.kind !== "answered") return;
    const at = clock.now() + first.afterHours * 3_600_000;
    await schedules.set(conversation, at, { kind: "follow-up", conversation, number: turn.number, turn: turn.id, step: 0 });
  }

  function count({ conversation, turn }: StateWithTurn) {
    const facts = { conversation, turn: turn.id, number: turn.number, messages: turn.messages.length, parts: turn.parts.length };
    const by = { number: turn.number };
    if (turn.by) {
      telemetry.count("WordsOfPeople", 1, { ...by, by: turn.by, ending: turn.ending.kind });
      telemetry.info("turn.said", { ...facts, by: turn.by, ending: turn.ending.kind });
      return;
    }
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
  }

  return async (state: StateWithTurn): Promise<StateWithTurn> => {
    const { conversation, turn } = state;
    await conversations.archive(conversation, turn);
    await tellBusiness(state);
    if (turn.outbound !== undefined)
      await endOutbound(
        conversation,
        { outbound: turn.outbound, campaign: turn.campaign, claimedAs: turn.claimedAs, turn: turn.id },
        outboundEnd(turn),
      );
    await planFollowUp(state);
    // Before the messages end: whoever dies in between comes back for them, and finds the handoff already there.
    const handoff = handoffOf(state, turn, clock.now());
    if (handoff) await controls.pause(conversation, handoff, clock.now() + rules.resumeAfter);
    await conversations.end(conversation, turn.messages, turn.ending, turn.id);
    count(state);
    if (!turn.reopened) return state;
    const { reopened: _, ...closed } = turn;
    return saveAlways(conversations, { ...state, turn: closed });
  };
};
