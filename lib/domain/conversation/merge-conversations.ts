import { mergeConsent } from "../consent/consent.ts";
import type { ConversationId } from "../ids.ts";
import { isUnheard } from "../inbox/row-state.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { ConversationState } from "./conversation.ts";
import { mergeIdentities } from "./customer.ts";
import {
  type EveryField,
  type MergeFields,
  type NamesOf,
  type Pauses,
  type SendBlocks,
  WORKER_FIELDS,
  type WorkerFields,
} from "./fields.ts";
import { mergeProgress, withCompletedWork } from "./merge-progress.ts";
import { mergePauses, withoutLapsed } from "./pauses.ts";
import { splitSendBlocks } from "./split-send-blocks.ts";

type ByRule = Pick<WorkerFields, NamesOf<typeof WORKER_FIELDS, { merged: "by rule" }>>;

const isSame = (one: object, other: object) => {
  const before = new Map(Object.entries(other));
  return Object.entries(one).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(before.get(name)),
  );
};

function mergeSimple(own: WorkerFields, other: WorkerFields): Omit<WorkerFields, keyof ByRule>;
function mergeSimple(own: Readonly<Record<string, unknown>>, other: typeof own): object {
  const merge = (name: string, merged: (typeof WORKER_FIELDS)[keyof WorkerFields]["merged"]) => {
    switch (merged) {
      case "own first":
        return own[name] ?? other[name];
      case "own only":
        return own[name];
      case "latest":
        return later(own[name], other[name]);
      case "by rule":
        return undefined;
    }
  };
  return omitUndefined(
    Object.fromEntries(
      Object.entries(WORKER_FIELDS).map(([name, { merged }]) => [name, merge(name, merged)]),
    ),
  );
}

const later = (own: unknown, other: unknown) =>
  typeof own === "number" && typeof other === "number" ? Math.max(own, other) : (own ?? other);

/** It ends with the merge, unless it goes on here. */
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

/** Handoffs whose ends are published. */
const publishedEnds = ({ endedHandoffs = [], progress }: ConversationState): string[] =>
  endedHandoffs
    .slice(0, endedHandoffs.findLastIndex(({ id }) => id === progress?.endPublishedFor) + 1)
    .map(({ id }) => id);

/** The worker publishes what comes after the last published one. */
function withPublishedFirst(pauses: Pauses, published: readonly string[]): Pauses {
  const [before = [], after = []] = [true, false].map((isPublished) =>
    pauses.endedHandoffs?.filter(({ id }) => published.includes(id) === isPublished),
  );
  return pauses.endedHandoffs ? { ...pauses, endedHandoffs: [...before, ...after] } : pauses;
}

const mergedFrom = (own: ConversationState, other: ConversationState): readonly ConversationId[] =>
  [...new Set([...(own.mergedFrom ?? []), other.conversation, ...(other.mergedFrom ?? [])])].filter(
    (id) => id !== own.conversation,
  );

/**
 * Own values win; of consent changes the latest. Merging twice changes nothing.
 * The version rises, and fences off a worker, only when something that the worker writes has changed.
 */
export function mergeConversations(
  own: ConversationState,
  other: ConversationState,
  now: number,
): ConversationState {
  const [ownParts, otherParts] = [splitSendBlocks(own), splitSendBlocks(other)];
  const published = [...publishedEnds(own), ...publishedEnds(other)];
  const standing = isUnheard(own)
    ? ownParts.pauses
    : withoutLapsed(ownParts.pauses, otherParts.pauses, own.conversation, now);
  const pauses = withPublishedFirst(mergePauses(standing, otherParts.pauses), published);
  const sendBlocks: SendBlocks = {
    ...withEndedHandoff(pauses, otherParts.pauses, now),
    ...mergeConsent(ownParts.consent, otherParts.consent),
  };
  const progress = mergeProgress(own, other);
  const byRule: EveryField<ByRule> = {
    ...mergeIdentities(own, other),
    progress: progress && withCompletedWork(progress, [own.progress, other.progress], sendBlocks, published),
  };
  const workerFields = { ...mergeSimple(own, other), ...omitUndefined(byRule) };
  const mergeFields: Required<MergeFields> = { mergedFrom: mergedFrom(own, other) };
  const { conversation, version } = own;
  const changed = !isSame(workerFields, own);
  return {
    ...workerFields,
    ...sendBlocks,
    ...mergeFields,
    conversation,
    version: changed ? version + 1 : version,
  };
}
