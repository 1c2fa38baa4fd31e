import type { BusinessEvent } from "../../domain/business-event.ts";
import { conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { OutboundEnd, StoredSideTask } from "../../domain/conversation/side-tasks.ts";
import type { Handoff } from "../../domain/handoff/handoff.ts";
import { HOUR_MS } from "../../domain/time.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import { sideTasksWith } from "../notify/side-tasks.ts";
import { type Engine, type StateWithTurn, saveAlways } from "../ports/engine.ts";
import { reportFailureWith } from "../sending/report-failure.ts";
import { endOutboundWith } from "../sending/send-outbound.ts";

/** The handoff that a turn's answer announces. Named after the turn, so that a repeat is no second one. */
export const handoffOf = (
  { conversation }: Pick<StateWithTurn, "conversation">,
  { id, handsOff }: Turn,
  since: number,
): Handoff | undefined => handsOff && { id: `turn-${id}`, reason: handsOff, since, origin: conversation };

/** How what somebody wanted to say has ended. */
function outboundEnd({ ending }: Turn): OutboundEnd {
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
 * Safe to repeat after a crash anywhere in it; events are published, or noted as not published yet, before the messages end, so none is lost.
 * Returns the state as it is then.
 */
export const finishTurnWith = (engine: Engine) => {
  const { conversations, controls, schedules, telemetry, clock, rules } = engine;
  const sideTasks = sideTasksWith(engine);
  const endOutbound = endOutboundWith(engine);
  const reportFailure = reportFailureWith(engine);

  /** What the business is told of the turn, and what is planned after it. */
  function tasksOf({ conversation, turn }: StateWithTurn): StoredSideTask[] {
    const about = { conversation, number: turn.number };
    const reason = "reason" in turn.ending ? { reason: turn.ending.reason } : {};
    const outbound = turn.outbound === undefined ? {} : { outbound: turn.outbound };
    const told: BusinessEvent[] = [];
    if (turn.opening) told.push({ ...about, type: "conversation.started", id: `${conversation}.started.${turn.id}`, detail: {} });
    if (turn.ending.kind === "failed")
      told.push({ ...about, type: "reply.failed", id: `${conversation}.failed.${turn.id}`, detail: { ...reason, ...outbound } });
    if (turn.ending.kind === "held" && !turn.by)
      told.push({ ...about, type: "reply.held", id: `${conversation}.held.${turn.id}`, detail: reason });
    const [first] = rules.followUps;
    const follows = schedules && first && !turn.by && turn.ending.kind === "answered";
    return [
      ...told.map((event) => ({ kind: "event" as const, event })),
      // Looks at the conversation again later, where the settings want to follow up on an answer.
      ...(follows
        ? [{ kind: "follow-up" as const, number: turn.number, at: clock.now() + first.afterHours * HOUR_MS, turn: turn.id, step: 0 }]
        : []),
    ];
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
        reportFailure({ ...facts, reason: turn.ending.reason });
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

  return async (start: StateWithTurn): Promise<StateWithTurn> => {
    const { conversation, turn } = start;
    await conversations.archive(conversation, turn);
    let state = start;
    for (const task of tasksOf(state)) state = await sideTasks.run(state, turn.number, task);
    if (turn.outbound !== undefined) {
      const ended = { outbound: turn.outbound, campaign: turn.campaign, turn: turn.id };
      state = await endOutbound(state, turn.number, ended, outboundEnd(turn));
    }
    // Before the messages end: whoever dies in between comes back for them, and finds what is not done yet, and the handoff.
    if (state.progress !== start.progress) state = await saveAlways(conversations, state);
    const handoff = handoffOf(state, turn, clock.now());
    if (handoff) await controls.pause(conversation, handoff, clock.now() + rules.resumeAfterMs);
    const conversationIds = conversationIdsOf(state);
    await conversations.end(conversationIds, turn.messages, turn.ending, turn.id);
    if (turn.reopened && turn.ending.kind !== "answered") await conversations.endLate(conversationIds, turn.messages, turn.ending, turn.id);
    count(state);
    if (!turn.reopened) return state;
    const { reopened: _, ...closed } = turn;
    return saveAlways(conversations, { ...state, turn: closed });
  };
};
