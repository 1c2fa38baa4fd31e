import type { Consent } from "../../domain/consent/consent.ts";
import type { ConversationState, SendBlocks } from "../../domain/conversation/conversation.ts";
import type { Pauses } from "../../domain/conversation/pauses.ts";
import { type ConversationId, conversationId, numberName } from "../../domain/ids.ts";
import { asId, asJson, asNumber, asText, type Codecs, readFields, writeFields } from "./codec.ts";
import type { Change } from "./conditional.ts";
import { type Item, isExpired, number, readNumber } from "./items.ts";

type MergeFields = Pick<ConversationState, "mergedFrom">;
type WorkerFields = Omit<
  ConversationState,
  keyof SendBlocks | keyof MergeFields | "conversation" | "version"
>;

/** A new field of ConversationState belongs here. */
const WORKER_CODECS = {
  sessionId: asText,
  number: asId(numberName),
  customer: asJson(),
  lastInboundAt: asNumber,
  turn: asJson(),
  progress: asJson(),
  identity: asJson(),
  movedTo: asId(conversationId),
} satisfies Codecs<WorkerFields>;

const PAUSE_CODECS = {
  pausedAt: asNumber,
  handoff: asJson(),
  resumeAt: asNumber,
  endedHandoffs: asJson(),
  assignee: asJson(),
  lastStaffReply: asJson(),
} satisfies Codecs<Pauses>;

/** Names nobody, so it survives an erasure. */
const CONSENT_CODECS = {
  optedOutAt: asNumber,
  noTemplatesAt: asNumber,
  optedInAt: asNumber,
  consentChange: asJson(),
} satisfies Codecs<Consent>;

const SEND_BLOCK_CODECS = { ...PAUSE_CODECS, ...CONSENT_CODECS } satisfies Codecs<SendBlocks>;

const MERGE_CODECS = { mergedFrom: asJson() } satisfies Codecs<MergeFields>;

export const STATE_CODECS = { ...WORKER_CODECS, ...SEND_BLOCK_CODECS, ...MERGE_CODECS };

/** `version` counts writes of the worker's fields, `controlled` writes of the send blocks. */
const COUNTERS = ["version", "controlled"] as const;

export const STATE_KEPT_ON_ERASURE = ["pk", "sk", "expiresAt", ...COUNTERS, ...Object.keys(CONSENT_CODECS)];

/** A new one without an item or after it has expired. */
export function stateOf(
  conversation: ConversationId,
  item: Item | undefined,
  now: number,
): ConversationState {
  if (!item) return { conversation, version: 0 };
  const version = readNumber(item, "version") ?? 0;
  // Send blocks and merges count for as long as the item is there: the condition of a save sees them too.
  const lasting = { ...sendBlocksOf(item), ...readFields<MergeFields>(item, MERGE_CODECS) };
  return {
    conversation,
    version,
    ...lasting,
    ...(isExpired(item, now) ? {} : readFields<WorkerFields>(item, WORKER_CODECS)),
  };
}

export const sendBlocksOf = (item: Item): SendBlocks => readFields<SendBlocks>(item, SEND_BLOCK_CODECS);

/** Removes what the state lacks. */
export const writeWorkerFields = (state: WorkerFields): Change =>
  writeFields<WorkerFields>(state, WORKER_CODECS);

/** Removes those that are not given. */
export const writeSendBlocks = (sendBlocks: SendBlocks): Change =>
  writeFields<SendBlocks>(sendBlocks, SEND_BLOCK_CODECS);

export const writeMerge = (merge: MergeFields): Change => writeFields<MergeFields>(merge, MERGE_CODECS);

export function unchangedSince(
  item: Item | undefined,
  counters: readonly (typeof COUNTERS)[number][] = COUNTERS,
) {
  const read = counters.map((name) => [name, item?.[name]] as const);
  return {
    condition: read
      .map(([name, value]) => (value ? `${name} = :read_${name}` : `attribute_not_exists(${name})`))
      .join(" AND "),
    values: Object.fromEntries(
      read.flatMap(([name, value]) => (value ? [[`:read_${name}`, value] as const] : [])),
    ),
  };
}

/**
 * Goes with every write of send blocks. Does not touch `v`: the version that can read the worker's fields.
 */
export const nextControlled = (item: Item | undefined): Change => ({
  controlled: number(((item && readNumber(item, "controlled")) ?? 0) + 1),
});
