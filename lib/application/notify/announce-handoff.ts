import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { type Handoff, isStartedByStaff } from "../../domain/handoff/handoff.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { BusinessNumber, Engine, SendContext } from "../ports/engine.ts";
import { type Next, next } from "../ports/next.ts";
import { saveAlways } from "../ports/save-always.ts";
import { sendMessage, stateAfterTurn } from "../sending/send-message.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { announceEndedHandoffs } from "./end-handoff.ts";
import { dueHandoffLine, type HandoffLine } from "./handoff-line.ts";
import {
  countAnnounced,
  handoffMailTask,
  isBegun,
  listTask,
  requestedTask,
  withEventCounted,
} from "./handoff-tasks.ts";
import { withMailCounted } from "./mail-task.ts";
import { remindTeam } from "./remind-team.ts";
import { anyFailed } from "./side-task.ts";
import { attemptAllSideTasks } from "./side-tasks.ts";

/**
 * Notifies customer, team and business once each that a person has or should have the conversation, and the
 * business of its end. Steps are noted by the handoff's id: a crash repeats at most one. A failing outside
 * system delays nobody else.
 */
export async function announceHandoff<At extends SendContext>(engine: Engine, at: At): Promise<Next<At>> {
  const state = await notifyTeam(engine, at.state, at.number);
  const { handoff } = state;
  const line = dueHandoffLine(at.number, state, engine.clock.now());
  return handoff && line ? notifyCustomer(engine, { ...at, state }, handoff, line) : next({ ...at, state });
}

export async function notifyTeam(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
): Promise<ConversationState> {
  const state = await announceEndedHandoffs(engine, start, number);
  const { handoff, pausedAt, progress } = start;
  const isDue = handoff && pausedAt !== undefined && progress?.teamNotifiedOf !== handoff.id;
  return remindTeam(engine, isDue ? await announce(engine, state, number, handoff) : state, number);
}

/** None waits for another. No e-mail if a person has begun it. */
async function announce(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
  handoff: Handoff,
): Promise<ConversationState> {
  const { conversations, handoffNotice } = engine;
  const { id } = handoff;
  const [list, event, mail] = [
    listTask(engine, handoff),
    requestedTask(engine, start, number, handoff),
    handoffMailTask(engine, start, number, handoff),
  ];
  const isRepeat = isBegun(start, id) || anyFailed(start, [list, event, mail]);
  const published = withEventCounted(engine, start, number, id, isRepeat);
  const wantsMail = handoffNotice.mail && !isStartedByStaff(handoff);
  const mayMail = wantsMail && (isRepeat || countWithinLimit(engine, published, number.name, "mail"));
  const isPublic = published.progress?.notPublishedFor !== id;
  const tasks = [list, ...(isPublic ? [event] : []), ...(mayMail ? [mail] : [])];
  // If it may yet turn out to be automatic, its publication is noted first: readers of its beginning must
  // read of its end.
  const isRetractable = handoff.textHash !== undefined && !isRepeat && isPublic;
  const begun = isRetractable
    ? await saveAlways(conversations, {
        ...published,
        progress: { ...published.progress, teamNotificationBegunFor: id },
      })
    : published;
  const { state, settled } = await attemptAllSideTasks(engine, begun, number.name, tasks);
  if (state === start && !settled) return start;
  const counted = withMailCounted(engine, start, state, mail);
  const noted = settled && countAnnounced(engine, counted, number, handoff);
  return saveAlways(conversations, { ...counted, progress: { ...counted.progress, ...noted } });
}

async function notifyCustomer<At extends SendContext>(
  engine: Engine,
  at: At,
  handoff: Handoff,
  { text, cause, toldOpening }: HandoffLine,
): Promise<Next<At>> {
  const { state } = at;
  const notified = stateAfterTurn({
    ...state,
    progress: { ...state.progress, customerNotifiedOf: handoff.id, ...omitUndefined({ toldOpening }) },
  });
  const result = await sendMessage(
    engine,
    { ...at, state: notified },
    {
      cause,
      parts: [{ text }],
      by: "system",
      countsAs: "handoff-line",
      blockedBy: ["opted-out", "switched-off"],
    },
  );
  switch (result.kind) {
    case "sent":
      return next({ ...at, state: result.state });
    case "notSent":
      return next({ ...at, state: await saveAlways(engine.conversations, notified) });
    case "retryAfter":
      return result;
  }
}
