import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import { KEPT_ON_ERASURE } from "../../../domain/conversation/erased-fields.ts";
import {
  CONSENT_FIELDS,
  MERGE_FIELDS,
  type MergeFields,
  PAUSE_FIELDS,
  type SendBlocks,
  WORKER_FIELDS,
  type WorkerFields,
} from "../../../domain/conversation/fields.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { asJson, asNumber, asText, type Codecs, readFields, writeFields } from "./codec.ts";
import type { Change } from "./conditional.ts";
import { type Item, isExpired, number, readNumber } from "./items.ts";

type Stored = { readonly stored: "text" | "number" | "json" };
const CODECS = { text: asText, number: asNumber, json: asJson() };

const codecsOf = <Fields>(fields: { readonly [Name in keyof Fields]-?: Stored }) =>
  Object.fromEntries(
    Object.entries<Stored>(fields).map(([name, { stored }]) => [name, CODECS[stored]]),
  ) as Codecs<Fields>;

const WORKER_CODECS = codecsOf<WorkerFields>(WORKER_FIELDS);
const SEND_BLOCK_CODECS = codecsOf<SendBlocks>({ ...PAUSE_FIELDS, ...CONSENT_FIELDS });
const MERGE_CODECS = codecsOf<MergeFields>(MERGE_FIELDS);

export const STATE_CODECS = { ...WORKER_CODECS, ...SEND_BLOCK_CODECS, ...MERGE_CODECS };

/** `version` counts writes of the worker's fields, `controlled` writes of the send blocks. */
const COUNTERS = ["version", "controlled"] as const;

export const STATE_KEPT_ON_ERASURE = ["pk", "sk", "expiresAt", ...COUNTERS, ...KEPT_ON_ERASURE];

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

export const writeWorkerFields = (state: WorkerFields): Change =>
  writeFields<WorkerFields>(state, WORKER_CODECS);

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

/** Does not touch `v`: the version that can read the worker's fields. */
export const nextControlled = (item: Item | undefined): Change => ({
  controlled: number(((item && readNumber(item, "controlled")) ?? 0) + 1),
});
