import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import { closedUntil } from "../../domain/handoff/closed-until.ts";
import type { EndedHandoff, Handoff } from "../../domain/handoff/handoff.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { type MailTask, mailTask } from "./mail-task.ts";
import { handoffContext, mailTeam } from "./mail-team.ts";
import { idOf, type SideTask } from "./side-task.ts";

export const listTask = ({ handoffs }: Engine, handoff: Handoff): SideTask => ({
  kind: "handoff-list",
  key: handoff.id,
  run: () => handoffs.add(handoff),
});

export const handoffMailTask = (
  engine: Engine,
  state: ConversationState,
  number: BusinessNumber,
  handoff: Handoff,
): MailTask =>
  mailTask(engine, {
    kind: "handoff-mail",
    key: handoff.id,
    counts: "mail",
    send: async () => {
      await mailTeam(engine, state, number, handoff);
      return true;
    },
  });

export const requestedTask = (
  engine: Engine,
  state: ConversationState,
  number: BusinessNumber,
  handoff: Handoff,
): SideTask => ({
  kind: "handoff-event",
  key: handoff.id,
  inOrder: true,
  aheadOf: eventsAfter(state, handoff),
  run: () => publishRequested(engine, state, number, handoff),
});

/**
 * A handoff's events come before its successors', although those may have failed earlier: nothing was tried of the
 * end then, or the handoffs are of two conversations that became one.
 */
function eventsAfter({ endedHandoffs = [], handoff }: ConversationState, { id }: Handoff): string[] {
  const place = endedHandoffs.findIndex((ended) => ended.id === id);
  const successors = place < 0 ? [] : [...endedHandoffs.slice(place + 1), ...(handoff ? [handoff] : [])];
  const keys = successors.flatMap((each) => [each.id, endKey(each.id)]);
  return keys.map((key) => idOf({ kind: "handoff-event", key }));
}

const endKey = (handoff: string) => `end ${handoff}`;

async function publishRequested(
  engine: Engine,
  state: ConversationState,
  number: BusinessNumber,
  handoff: Handoff,
): Promise<void> {
  const { events, handoffNotice, clock } = engine;
  const { conversation, lastInboundAt } = state;
  const isFull = handoffNotice.eventContent === "full";
  const full = isFull ? await handoffContext(engine, state) : {};
  const closesAt = lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt);
  const opensAt = closedUntil(number.hours, handoff, clock.now()) || undefined;
  const { id, reason, since, summary } = handoff;
  const detail = {
    handoff: id,
    reason,
    since,
    ...omitUndefined({ windowClosesAt: closesAt, opensAt }),
    ...full,
    ...(isFull && summary && { summary }),
  };
  // Named by where it began: a customer who changes identity just then has it announced twice, under one id.
  await events.publish({
    type: "handoff.requested",
    id: `${handoff.origin}.handoff.${id}`,
    conversation,
    number: number.name,
    detail,
  });
}

export const unlistTask = (
  { handoffs }: Engine,
  state: ConversationState,
  ended: EndedHandoff,
): SideTask => ({
  kind: "handoff-list",
  key: endKey(ended.id),
  run: () => handoffs.remove(ended, conversationIdsOf(state)),
});

export function endedTask(
  { events }: Engine,
  state: ConversationState,
  number: BusinessNumber,
  ended: EndedHandoff,
): SideTask {
  const { conversation } = state;
  const { id, reason, since, endedAt, how, origin } = ended;
  const event = {
    type: "handoff.ended" as const,
    id: `${origin}.handoff-ended.${id}`,
    conversation,
    number: number.name,
  };
  return {
    kind: "handoff-event",
    key: endKey(id),
    inOrder: true,
    aheadOf: eventsAfter(state, ended),
    run: () => events.publish({ ...event, detail: { handoff: id, reason, since, endedAt, how } }),
  };
}

export function withEventCounted(
  engine: Engine,
  state: ConversationState,
  number: BusinessNumber,
  id: string,
  isRepeat: boolean,
): ConversationState {
  if (isRepeat || state.progress?.notPublishedFor === id) return state;
  return {
    ...state,
    progress: countWithinLimit(engine, state, number.name, "handoff-event") ?? {
      ...state.progress,
      notPublishedFor: id,
    },
  };
}

/** Whether the handoff's publication has begun, and perhaps happened. */
export const isBegun = ({ progress }: ConversationState, id: string) =>
  progress?.teamNotificationBegunFor === id;

export function countAnnounced(
  { telemetry }: Engine,
  { conversation }: ConversationState,
  number: BusinessNumber,
  { id, reason }: Handoff,
): { teamNotifiedOf: string } {
  telemetry.count("Handoffs", 1, { number: number.name, reason });
  telemetry.info("handoff.announced", { conversation, handoff: id, reason });
  return { teamNotifiedOf: id };
}
