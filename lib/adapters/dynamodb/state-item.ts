import type { ConversationState, SendBlocks } from "../../domain/conversation/conversation.ts";
import { type ConversationId, conversationId, numberName } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Change } from "./conditional.ts";
import { expired, type Item, jsonIf, number, numberIf, readJson, readNumber, readText, textIf } from "./items.ts";

/** The state that an item holds; a fresh one where there is none or it has expired. */
export function stateOf(conversation: ConversationId, item: Item | undefined, now: number): ConversationState {
  if (!item) return { conversation, version: 0 };
  const version = readNumber(item, "version") ?? 0;
  // SendBlocks hold for as long as the item is there: the save's condition sees them too.
  const silences = { ...sendBlocksOf(item), ...mergedPart(item) };
  if (expired(item, now)) return { conversation, version, ...silences };
  const [movedTo, name] = [readText(item, "movedTo"), readText(item, "number")];
  const optional = omitUndefined({
    sessionId: readText(item, "sessionId"),
    number: name === undefined ? undefined : numberName(name),
    customer: readJson<NonNullable<ConversationState["customer"]>>(item, "customer"),
    lastInboundAt: readNumber(item, "lastInboundAt"),
    turn: readJson<NonNullable<ConversationState["turn"]>>(item, "turn"),
    progress: readJson<NonNullable<ConversationState["progress"]>>(item, "progress"),
    identity: readJson<NonNullable<ConversationState["identity"]>>(item, "identity"),
    movedTo: movedTo === undefined ? undefined : conversationId(movedTo),
  });
  return { conversation, version, ...silences, ...optional };
}

/** Kept as long as the item is there: what waits in those conversations is answered here. */
const mergedPart = (item: Item) =>
  omitUndefined({ mergedFrom: readJson<NonNullable<ConversationState["mergedFrom"]>>(item, "mergedFrom") });

export const sendBlocksOf = (item: Item): SendBlocks =>
  omitUndefined({
    pausedAt: readNumber(item, "pausedAt"),
    handoff: readJson<NonNullable<SendBlocks["handoff"]>>(item, "handoff"),
    resumeAt: readNumber(item, "resumeAt"),
    endedHandoffs: readJson<NonNullable<SendBlocks["endedHandoffs"]>>(item, "endedHandoffs"),
    optedOutAt: readNumber(item, "optedOutAt"),
    noTemplatesAt: readNumber(item, "noTemplatesAt"),
    optedInAt: readNumber(item, "optedInAt"),
    consentChange: readJson<NonNullable<SendBlocks["consentChange"]>>(item, "consentChange"),
  });

/** All that the worker keeps; what the state does not have goes. */
export const workersPart = (state: Omit<ConversationState, "version" | "conversation">): Change => ({
  sessionId: textIf(state.sessionId),
  number: textIf(state.number),
  customer: jsonIf(state.customer),
  lastInboundAt: numberIf(state.lastInboundAt),
  turn: jsonIf(state.turn),
  progress: jsonIf(state.progress),
  identity: jsonIf(state.identity),
  movedTo: textIf(state.movedTo),
});

/** All silences; what is not given goes. */
export const silencesPart = (silences: SendBlocks): Change => ({
  pausedAt: numberIf(silences.pausedAt),
  handoff: jsonIf(silences.handoff),
  resumeAt: numberIf(silences.resumeAt),
  endedHandoffs: jsonIf(silences.endedHandoffs),
  optedOutAt: numberIf(silences.optedOutAt),
  noTemplatesAt: numberIf(silences.noTemplatesAt),
  optedInAt: numberIf(silences.optedInAt),
  consentChange: jsonIf(silences.consentChange),
});

const COUNTERS = ["version", "controlled"] as const;

/**
 * That nobody has written the item since it was read. `version` counts the writes of what the worker keeps, `controlled` those of the silences:
 * whoever writes one kind need not care for the other.
 */
export function unwritten(item: Item | undefined, counters: readonly (typeof COUNTERS)[number][] = COUNTERS) {
  const read = counters.map((name) => [name, item?.[name]] as const);
  return {
    condition: read.map(([name, value]) => (value ? `${name} = :read_${name}` : `attribute_not_exists(${name})`)).join(" AND "),
    values: Object.fromEntries(read.flatMap(([name, value]) => (value ? [[`:read_${name}`, value] as const] : []))),
  };
}

/** What every write of the silences changes besides them. Not `v`, which says what it takes to read the worker's part. */
export const controlledPart = (item: Item | undefined): Change => ({
  controlled: number(((item && readNumber(item, "controlled")) ?? 0) + 1),
});
