import { type Consent, mergeConsent } from "../consent/consent.ts";
import type { ConversationId } from "../ids.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { mergeSentIds } from "../turn/deferred-reply.ts";
import { mergeLastHours } from "../turn/hourly-limits.ts";
import type { ConversationState, SendBlocks } from "./conversation.ts";
import { mergePauses, type Pauses } from "./pauses.ts";
import type { Progress } from "./progress.ts";
import type { SideTasks } from "./side-tasks.ts";

export function splitSendBlocks<State extends SendBlocks>(state: State) {
  const {
    pausedAt,
    handoff,
    resumeAt,
    endedHandoffs,
    assignee,
    lastStaffReply,
    optedOutAt,
    noTemplatesAt,
    optedInAt,
    consentChange,
    ...rest
  } = state;
  const pauses: Pauses = omitUndefined({
    pausedAt,
    handoff,
    resumeAt,
    endedHandoffs,
    assignee,
    lastStaffReply,
  });
  const consent: Consent = omitUndefined({ optedOutAt, noTemplatesAt, optedInAt, consentChange });
  return { pauses, consent, rest };
}

const isSame = (one: object, other: object) => {
  const before = new Map(Object.entries(other));
  return Object.entries(one).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(before.get(name)),
  );
};

/** Keeps what either conversation has done, so that nothing is sent, confirmed or published twice. */
function withCompletedWork(
  progress: Progress,
  both: readonly (Progress | undefined)[],
  { consentChange, handoff, endedHandoffs = [] }: SendBlocks,
): Progress {
  const ifDone = (
    name: "consentConfirmedFor" | "customerNotifiedOf" | "teamNotifiedOf" | "teamNotificationBegunFor",
    id: string | undefined,
  ) => (id !== undefined && both.some((each) => each?.[name] === id) ? { [name]: id } : {});
  const published = both.find(
    (each) => consentChange !== undefined && each?.consentPublishedFor === consentChange.id,
  );
  const ended = endedHandoffs.findLast(({ id }) => both.some((each) => each?.endPublishedFor === id))?.id;
  const started = [...endedHandoffs, ...(handoff ? [handoff] : [])].findLast(({ id }) =>
    both.some((each) => each?.teamNotificationBegunFor === id),
  )?.id;
  const delivered = both.flatMap((each) => each?.delivered ?? []);
  const { deferredReply, ...rest } = progress;
  return {
    ...omitUndefined({ delivered: delivered[0] }),
    ...rest,
    ...(deferredReply && !delivered.includes(deferredReply.turn) && { deferredReply }),
    ...(published &&
      omitUndefined({ consentPublishedFor: published.consentPublishedFor, stopped: published.stopped })),
    ...ifDone("consentConfirmedFor", consentChange?.id),
    ...ifDone("customerNotifiedOf", handoff?.id),
    ...ifDone("teamNotifiedOf", handoff?.id),
    ...ifDone("teamNotificationBegunFor", started),
    ...omitUndefined({ endPublishedFor: ended }),
  };
}

/** Stored tasks are retried at the later time. Other failed tasks follow from the merged state. */
function mergeSideTasks(own: SideTasks | undefined, other: SideTasks | undefined): SideTasks | undefined {
  if (!other?.stored) return own;
  const taken = Object.entries(other.failingSince).filter(([id]) => other.stored?.[id] !== undefined);
  return {
    retryAt: Math.max(own?.retryAt ?? 0, other.retryAt),
    failingSince: { ...Object.fromEntries(taken), ...own?.failingSince },
    stored: { ...other.stored, ...own?.stored },
  };
}

/** The merged conversation's index entries are not taken over: they belong to its own id. */
function mergeProgress(own: Progress | undefined, other: Progress | undefined): Progress | undefined {
  const { indexedAs: _, indexedAt: __, sideTasks: otherTasks, ...rest } = other ?? {};
  const sideTasks = mergeSideTasks(own?.sideTasks, otherTasks);
  if (!own) return other && { ...rest, ...omitUndefined({ sideTasks }) };
  const { deferredReply, note } = rest;
  // An echo of what the other conversation sent was not written by staff.
  const sentIds =
    own.sentIds || rest.sentIds ? mergeSentIds(rest.sentIds ?? [], own.sentIds ?? []) : undefined;
  return {
    ...omitUndefined({ deferredReply, note }),
    ...own,
    ...omitUndefined({ sideTasks, lastHour: mergeLastHours(own.lastHour, rest.lastHour), sentIds }),
  };
}

/** The other conversation's handoff ends with the merge, unless it goes on here. */
function withEndedHandoff(pauses: Pauses, { pausedAt, handoff }: Pauses, now: number): Pauses {
  const { endedHandoffs = [] } = pauses;
  const goesOn = !handoff || pausedAt === undefined || handoff.id === pauses.handoff?.id;
  if (goesOn || endedHandoffs.some(({ id }) => id === handoff.id)) return pauses;
  const { summary: _, ...started } = handoff;
  return {
    ...pauses,
    endedHandoffs: [...endedHandoffs, { ...started, endedAt: now, how: "merged" as const }],
  };
}

const mergedFrom = (own: ConversationState, other: ConversationState): readonly ConversationId[] =>
  [...new Set([...(own.mergedFrom ?? []), other.conversation, ...(other.mergedFrom ?? [])])].filter(
    (id) => id !== own.conversation,
  );

/**
 * Merges another conversation of the same customer into `own`. Own values win; of consent changes the latest.
 * Merging twice changes nothing.
 * The version rises, and fences off a worker, only when something that the worker writes has changed.
 */
export function mergeConversations(
  own: ConversationState,
  other: ConversationState,
  now: number,
): ConversationState {
  const [ownParts, otherParts] = [splitSendBlocks(own), splitSendBlocks(other)];
  const { conversation, version, mergedFrom: _, progress: ownProgress, ...kept } = ownParts.rest;
  const {
    conversation: _c,
    version: _v,
    turn: _t,
    movedTo: _m,
    mergedFrom: _f,
    progress: otherProgress,
    ...known
  } = otherParts.rest;
  const lastInboundAt = Math.max(own.lastInboundAt ?? 0, other.lastInboundAt ?? 0);
  const sendBlocks: SendBlocks = {
    ...withEndedHandoff(mergePauses(ownParts.pauses, otherParts.pauses), otherParts.pauses, now),
    ...mergeConsent(ownParts.consent, otherParts.consent),
  };
  const combined = mergeProgress(ownProgress, otherProgress);
  const progress = combined && withCompletedWork(combined, [ownProgress, otherProgress], sendBlocks);
  const workerState = {
    ...known,
    ...kept,
    ...(lastInboundAt > 0 && { lastInboundAt }),
    ...omitUndefined({ progress }),
  };
  const changed = !isSame(workerState, ownParts.rest);
  return {
    ...workerState,
    ...sendBlocks,
    conversation,
    version: changed ? version + 1 : version,
    mergedFrom: mergedFrom(own, other),
  };
}
