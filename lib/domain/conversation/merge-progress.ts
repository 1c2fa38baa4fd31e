import { mergeDisclosures } from "../disclosure/disclosure.ts";
import { mergeDrafts } from "../draft/draft.ts";
import type { Reminders } from "../handoff/reminder-kinds.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { mergeSentIds } from "../turn/deferred-reply.ts";
import { mergeLastHours } from "../turn/hourly-limits.ts";
import { mergeDeferredReplies } from "../turn/merge-deferred-replies.ts";
import type { EveryField, NamesOf, SendBlocks, WorkerFields } from "./fields.ts";
import { PROGRESS_FIELDS, type Progress } from "./progress.ts";
import type { SideTasks } from "./side-tasks.ts";

type Merged = (typeof PROGRESS_FIELDS)[keyof typeof PROGRESS_FIELDS]["merged"];
type FieldsMerged<How extends Merged> = Pick<Progress, NamesOf<typeof PROGRESS_FIELDS, { merged: How }>>;

const namesMerged = (how: Merged): ReadonlySet<string> =>
  new Set(Object.entries(PROGRESS_FIELDS).flatMap(([name, { merged }]) => (merged === how ? [name] : [])));
const [OWN_FIRST, OWN_ONLY] = [namesMerged("own first"), namesMerged("own only")];

const pick = (progress: Progress, isWanted: (name: string) => boolean): Progress =>
  Object.fromEntries(Object.entries(progress).filter(([name]) => isWanted(name)));

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

const lowest = (...given: readonly (number | undefined)[]): number | undefined => {
  const known = given.filter((each) => each !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
};

type Side = Pick<WorkerFields, "sessionId" | "turn" | "progress">;

/** A customer who has been answered in either conversation is not new. */
function mergeNews(name: "isFirstContact" | "isNewToAgent", both: readonly Side[]): boolean | undefined {
  if (both.every(({ progress }) => progress?.[name] === undefined)) return undefined;
  // Without a session no customer has written, as after a mailing.
  return !both.some(({ sessionId, progress }) => sessionId !== undefined && !progress?.[name]);
}

const mergeNotes = (own: string | undefined, other: string | undefined): string | undefined =>
  own && other && !own.includes(other) ? `${other}\n${own}` : (own ?? other);

const union = <Value>(older: readonly Value[] = [], newer: readonly Value[] = []): Value[] | undefined => {
  const all = [...new Set([...older, ...newer])];
  return all.length > 0 ? all : undefined;
};

/** `withCompletedWork` then adds what either has done. */
export function mergeProgress(here: Side, there: Side): Progress | undefined {
  const [own, other = {}] = [here.progress, there.progress];
  if (!own && !there.progress) return undefined;
  const sideTasks = mergeSideTasks(own?.sideTasks, other.sideTasks);
  const replies = mergeDeferredReplies(here, there);
  const [isFirstContact, isNewToAgent] = [
    mergeNews("isFirstContact", [here, there]),
    mergeNews("isNewToAgent", [here, there]),
  ];
  if (!own) {
    const taken = pick(other, (name) => name !== "sideTasks" && !OWN_ONLY.has(name));
    return { ...taken, ...omitUndefined({ ...replies, sideTasks, isFirstContact, isNewToAgent }) };
  }
  const byRule: EveryField<FieldsMerged<"by rule">> = {
    ...replies,
    sideTasks,
    isFirstContact,
    isNewToAgent,
    received: union(own.received, other.received),
    late: union(other.late, own.late),
    note: mergeNotes(own.note, other.note),
    disclosures:
      own.disclosures || other.disclosures
        ? mergeDisclosures(other.disclosures ?? [], own.disclosures ?? [])
        : undefined,
    lastHour: mergeLastHours(own.lastHour, other.lastHour),
    lastSentAt: Math.max(own.lastSentAt ?? 0, other.lastSentAt ?? 0) || undefined,
    drafts: own.drafts || other.drafts ? mergeDrafts(own.drafts, other.drafts) : undefined,
    // A customer whom the bot has answered stays in the rollout.
    rolloutPosition: lowest(own.rolloutPosition, other.rolloutPosition),
    // An echo of what the other conversation sent was not written by staff.
    sentIds: own.sentIds || other.sentIds ? mergeSentIds(other.sentIds ?? [], own.sentIds ?? []) : undefined,
  };
  const { deferredReply: _, reengagedFor: __, ...known } = own;
  return { ...pick(other, (name) => OWN_FIRST.has(name)), ...known, ...omitUndefined(byRule) };
}

/** Of the handoff that goes on, or else of the oldest draft. */
function mergeReminders(all: readonly Reminders[], id: string | undefined): Reminders | undefined {
  const same = all.filter(({ handoff }) => handoff === id);
  const [first] = same;
  return first && { ...first, done: [...new Set(same.flatMap(({ done }) => done))] };
}

/** Nothing is sent, confirmed or published twice. */
export function withCompletedWork(
  progress: Progress,
  both: readonly (Progress | undefined)[],
  { consentChange, handoff, endedHandoffs = [] }: SendBlocks,
  publishedEnds: readonly string[],
): Progress {
  const ifDone = (
    name: "consentConfirmedFor" | "customerNotifiedOf" | "teamNotifiedOf",
    id: string | undefined,
  ) => (both.some((each) => each?.[name] === id) ? id : undefined);
  const published = both.find(
    (each) => consentChange !== undefined && each?.consentPublishedFor === consentChange.id,
  );
  const lastNoted = (name: "teamNotificationBegunFor" | "notPublishedFor") =>
    [...endedHandoffs, ...(handoff ? [handoff] : [])].findLast(({ id }) =>
      both.some((each) => each?.[name] === id),
    )?.id;
  const done: EveryField<FieldsMerged<"if done">> = {
    consentPublishedFor: published?.consentPublishedFor,
    stopped: published?.stopped ?? both.find((each) => each?.stopped)?.stopped,
    consentConfirmedFor: ifDone("consentConfirmedFor", consentChange?.id),
    customerNotifiedOf: ifDone("customerNotifiedOf", handoff?.id),
    teamNotifiedOf: ifDone("teamNotifiedOf", handoff?.id),
    teamNotificationBegunFor: lastNoted("teamNotificationBegunFor"),
    notPublishedFor: lastNoted("notPublishedFor"),
    endPublishedFor: endedHandoffs.findLast(({ id }) => publishedEnds.includes(id))?.id,
    toldOpening: both.flatMap((each) => each?.toldOpening ?? []).find((told) => told.handoff === handoff?.id),
    reminders: mergeReminders(
      both.flatMap((each) => each?.reminders ?? []),
      handoff?.id ?? progress.drafts?.[0]?.turn,
    ),
  };
  return { ...progress, ...omitUndefined(done) };
}
