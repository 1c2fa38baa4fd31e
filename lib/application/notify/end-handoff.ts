import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { type EndedHandoff, isStartedByStaff } from "../../domain/handoff/handoff.ts";
import { handoffAgentNote } from "../../domain/handoff/handoff-mail.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import {
  countAnnounced,
  endedTask,
  isBegun,
  requestedTask,
  unlistTask,
  withEventCounted,
} from "./handoff-tasks.ts";
import { anyFailed, forgetSideTasks } from "./side-task.ts";
import { attemptAllSideTasks, attemptSideTask, type SideTaskResult } from "./side-tasks.ts";

const MAX_REMEMBERED = 100;

/** In order. Returns the new state. */
export async function announceEndedHandoffs(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
): Promise<ConversationState> {
  const { endedHandoffs = [], progress } = start;
  const lastPublished = endedHandoffs.findLastIndex(({ id }) => id === progress?.endPublishedFor);
  const due = endedHandoffs.slice(lastPublished + 1);
  let state = start;
  for (const [index, ended] of due.entries()) {
    const result = await announceEnd(engine, state, number, ended);
    state = result.state;
    if (result.settled) continue;
    await unlistAll(engine, state, number, due.slice(index + 1));
    break;
  }
  return state;
}

/** The list does not wait for the event bus. A failure is not noted: each is unlisted again when its end is published. */
async function unlistAll(
  engine: Engine,
  state: ConversationState,
  number: BusinessNumber,
  due: readonly EndedHandoff[],
): Promise<void> {
  for (const ended of due)
    await attemptSideTask(engine, state, number.name, unlistTask(engine, state, ended));
}

async function announceEnd(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
  ended: EndedHandoff,
): Promise<SideTaskResult<ConversationState>> {
  const { id, how } = ended;
  const requested = requestedTask(engine, start, number, ended);
  const listAndMail = [
    { kind: "handoff-list" as const, key: id },
    { kind: "handoff-mail" as const, key: id },
  ];
  const unlist = unlistTask(engine, start, ended);
  const published = endedTask(engine, start, number, ended);
  const hasRequestFailed = anyFailed(start, [requested]);
  const isFirstTry = !anyFailed(start, [unlist, published]);
  // What was tried of the end came after the beginning.
  const isNew =
    start.progress?.teamNotifiedOf !== id &&
    (hasRequestFailed || (isFirstTry && !anyFailed(start, listAndMail)));
  const isMailOpen = anyFailed(start, [{ kind: "handoff-mail", key: id }]);
  const wasTold = isStartedByStaff(ended) || ((!isNew || hasRequestFailed) && !isMailOpen);
  // A handoff that is not on the list yet, or was not mailed, need not be any more.
  const current = forgetSideTasks(start, listAndMail);
  const isSecret = isNew && how === "automatic" && !isBegun(start, id);
  const counted =
    isNew && !isSecret
      ? withEventCounted(engine, current, number, id, hasRequestFailed || isBegun(start, id))
      : current;
  // A beginning that was not published has no published end.
  const isPublic = counted.progress?.notPublishedFor !== id && !isSecret;
  const begun: SideTaskResult<ConversationState> =
    isNew && isPublic
      ? await attemptSideTask(engine, counted, number.name, requested)
      : { state: counted, settled: true };
  const tasks = isPublic ? [unlist, published] : [unlist];
  const { state, settled } = await attemptAllSideTasks(engine, begun.state, number.name, tasks);
  if (state === start && !settled) return { state, settled };
  const isPeoples = how !== "automatic" && how !== "merged";
  const note = isFirstTry && isPeoples ? await noteFor(engine, state, ended, wasTold) : {};
  if (settled) engine.telemetry.info("handoff.ended", { conversation: start.conversation, handoff: id, how });
  const noted = {
    ...(isNew && begun.settled && isPeoples && countAnnounced(engine, state, number, ended)),
    ...(settled && { endPublishedFor: id }),
  };
  const saved = await saveAlways(engine.conversations, {
    ...state,
    progress: { ...state.progress, ...note, ...noted },
  });
  return { state: saved, settled };
}

async function noteFor(
  { rules, history }: Engine,
  state: ConversationState,
  ended: EndedHandoff,
  wasTold: boolean,
): Promise<{ note?: string }> {
  const transcript = rules.noteForAgent
    ? await history.transcript(conversationIdsOf(state), MAX_REMEMBERED)
    : undefined;
  return omitUndefined({ note: handoffAgentNote(ended, transcript, wasTold) });
}
