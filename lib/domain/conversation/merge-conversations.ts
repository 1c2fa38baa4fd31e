import { type Consent, mergeConsent } from "../consent/consent.ts";
import type { ConversationId } from "../ids.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { mergeSentIds } from "../turn/deferred-reply.ts";
import { mergeLastHours } from "../turn/hourly-limits.ts";
import type { ConversationState, SendBlocks } from "./conversation.ts";
import { mergePauses, type Pauses } from "./pauses.ts";
import type { Progress } from "./progress.ts";
import type { SideTasks } from "./side-tasks.ts";

/** The silences of a state alone, and the rest of it. */
export function splitSendBlocks<State extends SendBlocks>(state: State) {
  const { pausedAt, handoff, resumeAt, endedHandoffs, optedOutAt, noTemplatesAt, optedInAt, consentChange, ...rest } = state;
  const pauses: Pauses = omitUndefined({ pausedAt, handoff, resumeAt, endedHandoffs });
  const consent: Consent = omitUndefined({ optedOutAt, noTemplatesAt, optedInAt, consentChange });
  return { pauses, consent, rest };
}

const isSame = (one: object, other: object) => {
  const before = new Map(Object.entries(other));
  return Object.entries(one).every(([name, value]) => JSON.stringify(value) === JSON.stringify(before.get(name)));
};

/** What was done stays done, whichever of the two conversations did it: it is not told, confirmed or delivered once more. */
function withDone(
  progress: Progress,
  lives: readonly (Progress | undefined)[],
  { consentChange, handoff, endedHandoffs = [] }: SendBlocks,
): Progress {
  const doneFor = (
    name: "consentConfirmedFor" | "customerNotifiedOf" | "teamNotifiedOf" | "teamNotificationBegunFor",
    id: string | undefined,
  ) => (id !== undefined && lives.some((life) => life?.[name] === id) ? { [name]: id } : {});
  const published = lives.find((life) => consentChange !== undefined && life?.consentPublishedFor === consentChange.id);
  const ended = endedHandoffs.findLast(({ id }) => lives.some((life) => life?.endPublishedFor === id))?.id;
  const begun = [...endedHandoffs, ...(handoff ? [handoff] : [])].findLast(({ id }) =>
    lives.some((life) => life?.teamNotificationBegunFor === id),
  )?.id;
  const delivered = lives.flatMap((life) => life?.delivered ?? []);
  const { deferredReply, ...rest } = progress;
  return {
    ...(delivered[0] !== undefined && { delivered: delivered[0] }),
    ...rest,
    ...(deferredReply && !delivered.includes(deferredReply.turn) && { deferredReply: deferredReply }),
    ...(published && omitUndefined({ consentPublishedFor: published.consentPublishedFor, stopped: published.stopped })),
    ...doneFor("consentConfirmedFor", consentChange?.id),
    ...doneFor("customerNotifiedOf", handoff?.id),
    ...doneFor("teamNotifiedOf", handoff?.id),
    ...doneFor("teamNotificationBegunFor", begun),
    ...(ended !== undefined && { endPublishedFor: ended }),
  };
}

/**
 * What is stored to be told is tried again when the later of both wake-ups comes. What else has failed in the other conversation follows from what is
 * known here now, and is tried here from the beginning.
 */
function sideTasksOf(own: SideTasks | undefined, other: SideTasks | undefined): SideTasks | undefined {
  if (!other?.stored) return own;
  const brought = Object.entries(other.failingSince).filter(([id]) => other.stored?.[id] !== undefined);
  return {
    retryAt: Math.max(own?.retryAt ?? 0, other.retryAt),
    failingSince: { ...Object.fromEntries(brought), ...own?.failingSince },
    stored: { ...other.stored, ...own?.stored },
  };
}

/** What waits for the customer's next message goes along; what the directory knows is of the other conversation. */
function memoryOf(own: Progress | undefined, other: Progress | undefined): Progress | undefined {
  const { indexedAs: _, indexedAt: __, sideTasks: waiting, ...brought } = other ?? {};
  const sideTasks = sideTasksOf(own?.sideTasks, waiting);
  if (!own) return other && { ...brought, ...omitUndefined({ sideTasks }) };
  const { deferredReply, note } = brought;
  // An echo of what the other one sent is no message of a person.
  const sentIds = own.sentIds || brought.sentIds ? mergeSentIds(brought.sentIds ?? [], own.sentIds ?? []) : undefined;
  return {
    ...omitUndefined({ deferredReply, note }),
    ...own,
    ...omitUndefined({ sideTasks, lastHour: mergeLastHours(own.lastHour, brought.lastHour), sentIds }),
  };
}

/** A handoff of the other conversation that is not the one that stands here ends with the merge. */
function endedByMerge(pauses: Pauses, { pausedAt, handoff }: Pauses, now: number): Pauses {
  const { endedHandoffs = [] } = pauses;
  const stands = !handoff || pausedAt === undefined || handoff.id === pauses.handoff?.id;
  if (stands || endedHandoffs.some(({ id }) => id === handoff.id)) return pauses;
  const { summary: _, ...begun } = handoff;
  return { ...pauses, endedHandoffs: [...endedHandoffs, { ...begun, endedAt: now, how: "merged" as const }] };
}

/** The conversations whose messages are answered in this one. */
const mergedFrom = (own: ConversationState, other: ConversationState): readonly ConversationId[] =>
  [...new Set([...(own.mergedFrom ?? []), other.conversation, ...(other.mergedFrom ?? [])])].filter((id) => id !== own.conversation);

/**
 * A conversation with what another conversation of the same customer knew. What it has itself stays; of the customer's wishes the latest count.
 * Merging the same conversation again changes nothing. The version rises, and fences off a worker, only if what the worker keeps has changed.
 */
export function mergeConversations(own: ConversationState, other: ConversationState, now: number): ConversationState {
  const [here, there] = [splitSendBlocks(own), splitSendBlocks(other)];
  const { conversation, version, mergedFrom: _, progress: remembered, ...kept } = here.rest;
  const { conversation: _c, version: _v, turn: _t, movedTo: _m, mergedFrom: _f, progress: brought, ...known } = there.rest;
  const lastInboundAt = Math.max(own.lastInboundAt ?? 0, other.lastInboundAt ?? 0);
  const silences: SendBlocks = {
    ...endedByMerge(mergePauses(here.pauses, there.pauses), there.pauses, now),
    ...mergeConsent(here.consent, there.consent),
  };
  const goesOn = memoryOf(remembered, brought);
  const progress = goesOn && withDone(goesOn, [remembered, brought], silences);
  const workers = { ...known, ...kept, ...(lastInboundAt > 0 && { lastInboundAt }), ...(progress && { progress }) };
  const changed = !isSame(workers, here.rest);
  return { ...workers, ...silences, conversation, version: changed ? version + 1 : version, mergedFrom: mergedFrom(own, other) };
}
