import type { ConversationState, Silences } from "../../domain/conversation/conversation.ts";
import { type ConversationId, conversationId, numberName } from "../../domain/ids.ts";
import { present } from "../../domain/present.ts";
import type { Change } from "./conditional.ts";
import { expired, type Item, jsonIf, number, numberIf, readJson, readNumber, readText, textIf } from "./items.ts";

/** The state that an item holds; a fresh one where there is none or it has expired. */
export function stateOf(conversation: ConversationId, item: Item | undefined, now: number): ConversationState {
  if (!item) return { conversation, version: 0 };
  const version = readNumber(item, "version") ?? 0;
  // Silences hold for as long as the item is there: the save's condition sees them too.
  const silences = { ...silencesOf(item), ...mergedPart(item) };
  if (expired(item, now)) return { conversation, version, ...silences };
  const [movedTo, name] = [readText(item, "movedTo"), readText(item, "number")];
  const optional = present({
    sessionId: readText(item, "sessionId"),
    number: name === undefined ? undefined : numberName(name),
    customer: readJson<NonNullable<ConversationState["customer"]>>(item, "customer"),
    lastInboundAt: readNumber(item, "lastInboundAt"),
    turn: readJson<NonNullable<ConversationState["turn"]>>(item, "turn"),
    memory: readJson<NonNullable<ConversationState["memory"]>>(item, "memory"),
    identity: readJson<NonNullable<ConversationState["identity"]>>(item, "identity"),
    movedTo: movedTo === undefined ? undefined : conversationId(movedTo),
  });
  return { conversation, version, ...silences, ...optional };
}

/** Kept as long as the item is there: what waits in those conversations is answered here. */
const mergedPart = (item: Item) => present({ mergedFrom: readJson<NonNullable<ConversationState["mergedFrom"]>>(item, "mergedFrom") });

export const silencesOf = (item: Item): Silences =>
  present({
    pausedAt: readNumber(item, "pausedAt"),
    handoff: readJson<NonNullable<Silences["handoff"]>>(item, "handoff"),
    resumeAt: readNumber(item, "resumeAt"),
    endedHandoffs: readJson<NonNullable<Silences["endedHandoffs"]>>(item, "endedHandoffs"),
    optedOutAt: readNumber(item, "optedOutAt"),
    noTemplatesAt: readNumber(item, "noTemplatesAt"),
    optedInAt: readNumber(item, "optedInAt"),
    wish: readJson<NonNullable<Silences["wish"]>>(item, "wish"),
  });

/** All that the worker keeps; what the state does not have goes. */
export const workersPart = (state: Omit<ConversationState, "version" | "conversation">): Change => ({
  sessionId: textIf(state.sessionId),
  number: textIf(state.number),
  customer: jsonIf(state.customer),
  lastInboundAt: numberIf(state.lastInboundAt),
  turn: jsonIf(state.turn),
  memory: jsonIf(state.memory),
  identity: jsonIf(state.identity),
  movedTo: textIf(state.movedTo),
});

/** All silences; what is not given goes. */
export const silencesPart = (silences: Silences): Change => ({
  pausedAt: numberIf(silences.pausedAt),
  handoff: jsonIf(silences.handoff),
  resumeAt: numberIf(silences.resumeAt),
  endedHandoffs: jsonIf(silences.endedHandoffs),
  optedOutAt: numberIf(silences.optedOutAt),
  noTemplatesAt: numberIf(silences.noTemplatesAt),
  optedInAt: numberIf(silences.optedInAt),
  wish: jsonIf(silences.wish),
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
