import type { ConversationState, PendingMessage } from "../../domain/conversation.ts";
import { type ConversationId, conversationId, messageId, numberName } from "../../domain/ids.ts";
import type { Content, Customer } from "../../domain/inbound.ts";
import type { Turn } from "../../domain/turn.ts";
import { expired, type Item, readJson, readNumber, readText } from "./items.ts";

/** The state that an item holds; a fresh one where there is none or it has expired. */
export function stateOf(conversation: ConversationId, item: Item | undefined, now: number): ConversationState {
  if (!item) return { conversation, version: 0 };
  const version = readNumber(item, "version") ?? 0;
  // A pause and an opt-out hold for as long as the item is there: the save's condition sees them too.
  const silences = { pausedAt: readNumber(item, "pausedAt"), optedOutAt: readNumber(item, "optedOutAt") };
  if (expired(item, now)) return { conversation, version, ...withoutUndefined(silences) };
  const movedTo = readText(item, "movedTo");
  const optional = {
    ...silences,
    sessionId: readText(item, "sessionId"),
    customer: readJson<Customer>(item, "customer"),
    lastInboundAt: readNumber(item, "lastInboundAt"),
    turn: readJson<Turn>(item, "turn"),
    movedTo: movedTo === undefined ? undefined : conversationId(movedTo),
  };
  return { conversation, version, ...withoutUndefined(optional) };
}

type Defined<Type> = { [Key in keyof Type]?: Exclude<Type[Key], undefined> };
const withoutUndefined = <Type extends object>(value: Type) =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<Type>;

/** Throws for an item it cannot read (written by a later version): the wake-up then waits in the queue instead of the message being passed over. */
export function pendingOf(item: Item): PendingMessage {
  const [id, name] = [readText(item, "id"), readText(item, "number")];
  const [customer, content] = [readJson<Customer>(item, "customer"), readJson<Content>(item, "content")];
  if (!id || !name || !customer || !content) throw new Error("a waiting message cannot be read by this version");
  const [quoted, hops, movingTo] = [readText(item, "quoted"), readNumber(item, "hops"), readText(item, "movingTo")];
  return {
    id: messageId(id),
    number: numberName(name),
    customer,
    content,
    sentAt: readNumber(item, "sentAt") ?? 0,
    arrivedAt: readNumber(item, "arrivedAt") ?? 0,
    ...(quoted !== undefined && { quoted }),
    ...(hops !== undefined && { hops }),
    ...(movingTo !== undefined && { movingTo: conversationId(movingTo) }),
  };
}
