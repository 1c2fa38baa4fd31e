import { mergeDisclosures } from "../disclosure/disclosure.ts";
import { mergeDrafts } from "../draft/draft.ts";
import type { Reminders } from "../handoff/reminder-kinds.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { mergeSentIds } from "../turn/deferred-reply.ts";
import { mergeLastHours } from "../turn/hourly-limits.ts";
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

type Side = Pick<WorkerFields, "sessionId" | "progress">;

/** The agent that has answered in either conversation knows the customer. */
function mergeNewToAgent(...both: readonly Side[]): boolean | undefined {
  if (both.every(({ progress }) => progress?.isNewToAgent === undefined)) return undefined;
  // Without a session no customer has written, as after a mailing.
  return !both.some(({ sessionId, progress }) => sessionId !== undefined && !progress?.isNewToAgent);
}

/** `withCompletedWork` then adds what either has done. */
export function mergeProgress(here: Side, there: Side): Progress | undefined {
  const [own, other = {}] = [here.progress, there.progress];
  if (!own && !there.progress) return undefined;
  const sideTasks = mergeSideTasks(own?.sideTasks, other.sideTasks);
  const isNewToAgent = mergeNewToAgent(here, there);
  if (!own) {
    const taken = pick(other, (name) => name !== "sideTasks" && !OWN_ONLY.has(name));
    return { ...taken, ...omitUndefined({ sideTasks, isNewToAgent }) };
  }
  const byRule: EveryField<FieldsMerged<"by rule">> = {
    sideTasks,
    isNewToAgent,
    received:
      own.received || other.received
        ? [...new Set([...(own.received ?? []), ...(other.received ?? [])])]
        : undefined,
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
  return { ...pick(other, (name) => OWN_FIRST.has(name)), ...own, ...omitUndefined(byRule) };
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
): Progress {
  const ifDone = (
    name: "consentConfirmedFor" | "customerNotifiedOf" | "teamNotifiedOf" | "teamNotificationBegunFor",
    id: string | undefined,
  ) => (both.some((each) => each?.[name] === id) ? id : undefined);
  const published = both.find(
    (each) => consentChange !== undefined && each?.consentPublishedFor === consentChange.id,
  );
  const started = [...endedHandoffs, ...(handoff ? [handoff] : [])].findLast(({ id }) =>
    both.some((each) => each?.teamNotificationBegunFor === id),
  )?.id;
  const delivered = both.flatMap((each) => each?.delivered ?? []);
  const done: EveryField<FieldsMerged<"if done">> = {
    consentPublishedFor: published?.consentPublishedFor,
    stopped: published?.stopped,
    consentConfirmedFor: ifDone("consentConfirmedFor", consentChange?.id),
    customerNotifiedOf: ifDone("customerNotifiedOf", handoff?.id),
    teamNotifiedOf: ifDone("teamNotifiedOf", handoff?.id),
    teamNotificationBegunFor: ifDone("teamNotificationBegunFor", started),
    endPublishedFor: endedHandoffs.findLast(({ id }) => both.some((each) => each?.endPublishedFor === id))
      ?.id,
    delivered: delivered[0],
    toldOpening: both.flatMap((each) => each?.toldOpening ?? []).find((told) => told.handoff === handoff?.id),
    reminders: mergeReminders(
      both.flatMap((each) => each?.reminders ?? []),
      handoff?.id ?? progress.drafts?.[0]?.turn,
    ),
  };
  const { deferredReply, ...rest } = progress;
  return {
    ...rest,
    ...omitUndefined(done),
    ...(deferredReply && !delivered.includes(deferredReply.turn) && { deferredReply }),
  };
}
