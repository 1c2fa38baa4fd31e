import type { BusinessEvent } from "../../domain/business-event.ts";
import { conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { OutboundEnd, StoredSideTask } from "../../domain/conversation/side-tasks.ts";
import { isDraft } from "../../domain/draft/draft.ts";
import type { Handoff } from "../../domain/handoff/handoff.ts";
import { beginsAt, resumeAtFor } from "../../domain/handoff/pause-rules.ts";
import { personPromise } from "../../domain/handoff/person-promise.ts";
import { HOUR_MS } from "../../domain/time.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import { publishSent } from "../notify/publish-messages.ts";
import { runStoredSideTask } from "../notify/stored-side-tasks.ts";
import type { Engine, StateWithTurn } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { countFailure } from "./count-failure.ts";
import { endDelay } from "./end-delay.ts";
import { endOutbound } from "./end-outbound.ts";
import { failureOfCustomer, reportFailure, withFailureOfDay } from "./report-failure.ts";

/**
 * All parts are settled: archives the turn, publishes its events, takes its messages off the waiting list.
 * Safe to repeat after a crash: events are published, or noted as unpublished, before the messages end.
 * Returns the new state.
 */
export async function finishTurn(engine: Engine, start: StateWithTurn): Promise<StateWithTurn> {
  const { conversations, controls, clock, rules } = engine;
  const { conversation, turn } = start;
  await conversations.archive(conversation, turn);
  let state = start;
  for (const task of sideTasksAfter(engine, state))
    state = await runStoredSideTask(engine, state, turn.number, task);
  state = await publishSent(engine, state);
  if (turn.outbound !== undefined) {
    const ended = { outbound: turn.outbound, campaign: turn.campaign, turn: turn.id };
    state = await endOutbound(engine, state, turn.number, ended, outboundEnd(turn));
  }
  if (turn.ending.kind === "failed") state = withFailureOfDay(engine, state, turn.id);
  // Before the messages end: after a crash in between they bring the worker back to what is not done.
  if (state.progress !== start.progress) state = await saveAlways(conversations, state);
  const now = clock.now();
  const handoff = handoffAfter(state, now);
  if (handoff)
    await controls.pause(
      conversation,
      beginsAt(rules, turn.number, handoff, now),
      resumeAtFor(rules, turn.number, now),
    );
  const places = conversationIdsOf(state);
  await conversations.end(places, turn.messages, turn.ending, turn.id);
  if (turn.reopened && (turn.ending.kind !== "answered" || turn.approvedBy !== undefined))
    await conversations.endLate(places, turn.messages, turn.ending, turn.id);
  await countTurn(engine, state);
  await endDelay(engine, turn, conversation);
  if (!turn.reopened) return state;
  const { reopened: _, ...closed } = turn;
  return saveAlways(conversations, { ...state, turn: closed });
}

/** Named after the turn: a repeat makes no second one. */
export const handoffAfter = (
  { conversation, turn }: Pick<StateWithTurn, "conversation" | "turn">,
  since: number,
): Handoff | undefined => {
  const { id, handsOff } = turn;
  return handsOff && !isDraft(turn)
    ? { id: `turn-${id}`, reason: handsOff, since, origin: conversation }
    : undefined;
};

function sideTasksAfter(engine: Engine, state: StateWithTurn): StoredSideTask[] {
  return [
    ...eventsOf(state).map((event) => ({ kind: "event" as const, event })),
    ...followUpsAfter(engine, state),
  ];
}

function eventsOf({ conversation, turn }: StateWithTurn): BusinessEvent[] {
  const about = { conversation, number: turn.number };
  const reason = "reason" in turn.ending ? { reason: turn.ending.reason } : {};
  const outbound = turn.outbound === undefined ? {} : { outbound: turn.outbound };
  const events: BusinessEvent[] = [];
  if (turn.opening && !isDraft(turn))
    events.push({
      ...about,
      type: "conversation.started",
      id: `${conversation}.started.${turn.id}`,
      detail: {},
    });
  if (turn.ending.kind === "failed")
    events.push({
      ...about,
      type: "reply.failed",
      id: `${conversation}.failed.${turn.id}`,
      detail: { ...reason, ...outbound },
    });
  if (turn.ending.kind === "deferred" && !turn.by)
    events.push({ ...about, type: "reply.held", id: `${conversation}.held.${turn.id}`, detail: reason });
  return events;
}

function followUpsAfter({ schedules, rules, clock }: Engine, { turn }: StateWithTurn): StoredSideTask[] {
  const [first] = rules.followUps;
  if (!schedules || !first || turn.by || turn.ending.kind !== "answered") return [];
  return [
    {
      kind: "follow-up",
      number: turn.number,
      at: clock.now() + first.afterHours * HOUR_MS,
      turn: turn.id,
      step: 0,
    },
  ];
}

function outboundEnd({ ending }: Turn): OutboundEnd {
  switch (ending.kind) {
    case "answered":
      return { state: "sent" };
    case "failed":
      return { state: "failed", code: ending.reason };
    case "deferred":
      return { state: "failed", code: "window-closed" };
    case "handed-off":
      return { state: "cancelled", code: "paused" };
    case "ignored":
      return { state: "cancelled", code: ending.reason };
    case "drafted":
      return { state: "cancelled", code: ending.kind };
  }
}

/** Nobody of the team hears of such an answer. The text itself is not logged. */
async function notePersonPromise({ telemetry, controls }: Engine, state: StateWithTurn): Promise<void> {
  const { conversation, turn, handoff } = state;
  if (turn.handsOff || handoff) return;
  if (personPromise(turn.parts.map(({ text }) => text).join("\n")) === undefined) return;
  // The agent may have asked for a person while it wrote, outside business hours.
  if ((await controls.read(conversation)).handoff) return;
  telemetry.count("PromisedPerson", 1, { number: turn.number });
  telemetry.warn("turn.promised-person", { conversation, turn: turn.id, number: turn.number });
}

async function countTurn(engine: Engine, state: StateWithTurn): Promise<void> {
  const { conversation, turn } = state;
  const { telemetry, clock, numberNamed } = engine;
  const facts = {
    conversation,
    turn: turn.id,
    number: turn.number,
    messages: turn.messages.length,
    parts: turn.parts.length,
  };
  const by = { number: turn.number };
  if (turn.by) {
    const failure = turn.ending.kind === "failed" && { ofCustomer: failureOfCustomer(state, turn.id) };
    telemetry.info("turn.non-agent", { ...facts, by: turn.by, ending: turn.ending.kind, ...failure });
    if (
      turn.ending.kind === "failed" &&
      numberNamed(turn.number)?.failureCause(turn.ending.reason) !== "recipient"
    )
      await countFailure(engine, turn.number, {
        kind: "message",
        code: turn.ending.reason,
        conversation: state.conversation,
      });
    return;
  }
  switch (turn.ending.kind) {
    case "answered":
      telemetry.count("AnswerDelay", clock.now() - turn.startedAt, by);
      telemetry.info("turn.answered", facts);
      await notePersonPromise(engine, state);
      break;
    case "failed":
      await reportFailure(engine, state, turn.id, { ...facts, reason: turn.ending.reason });
      break;
    case "deferred":
      telemetry.count("TurnsDeferred", 1, by);
      telemetry.warn("turn.deferred", facts);
      await countFailure(engine, turn.number, {
        kind: "deferred",
        code: turn.ending.reason,
        conversation: state.conversation,
      });
      break;
    case "handed-off":
    case "ignored":
      telemetry.count("TurnsBlocked", 1, by);
      telemetry.info("turn.blocked", { ...facts, ending: turn.ending.kind });
      break;
    case "drafted":
      telemetry.count("AnswersDrafted", 1, by);
      telemetry.info("turn.drafted", facts);
      break;
  }
}
