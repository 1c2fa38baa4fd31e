import type { ConversationState, PendingMessage } from "../../domain/conversation/conversation.ts";
import { isSamePhone } from "../../domain/conversation/phone-variants.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { Engine } from "../ports/engine.ts";
import type { Loaded } from "../ports/ports.ts";
import { findHalfMerged, isHalfMerged, isNamedByBoth } from "./half-merged.ts";
import { resolveConversation } from "./identities.ts";
import { joinIds } from "./merge-conversation.ts";

/** `keep` wins, unless the other one was kept before. */
type Pair = { keep: ConversationId; other: ConversationId };

/**
 * `loaded`: what is stored after any join; with `linkedTo` all goes on elsewhere.
 * `busy`: the other conversation must finish its turn first.
 */
export type JoinResult = { kind: "loaded"; loaded: Loaded } | { kind: "busy" };

/**
 * Joins the conversation that the customer already has under another id, if any, and those whose merge a dead
 * worker left half done.
 */
export async function joinKnownIds(
  engine: Engine,
  loaded: Loaded,
  commandNumber: NumberName | undefined,
): Promise<JoinResult> {
  const { state, pending, linkedTo } = loaded;
  const number = pending.at(-1)?.number ?? commandNumber ?? state.number;
  if (linkedTo || !number || !engine.numberNamed(number)) return { kind: "loaded", loaded };
  const { conversation } = state;
  const halfMerged = await findHalfMerged(engine, loaded, number);
  const pair = await findPair(engine, loaded, number);
  const pairs: Pair[] = halfMerged.map((other) => ({ keep: conversation, other }));
  if (pair) pairs.push(pair);
  if (pairs.length === 0) return { kind: "loaded", loaded };
  let isBusy = false;
  for (const { keep, other } of pairs)
    if ((await joinIds(engine, keep, other, number)).kind === "busy") isBusy = true;
  const after = await engine.conversations.load(conversation, commandNumber);
  // This conversation's own turn is finished where all goes on.
  return isBusy && !after.linkedTo ? { kind: "busy" } : { kind: "loaded", loaded: after };
}

async function findPair(engine: Engine, loaded: Loaded, number: NumberName): Promise<Pair | undefined> {
  const { state, pending, outbound, phoneOwner } = loaded;
  const { conversation, mergedFrom } = state;
  const newest = pending.at(-1);
  const customer = newest?.customer ?? state.customer ?? outbound.at(-1)?.customer;
  // Named by the phone alone, though the customer has a user id.
  if (phoneOwner && !customer?.userId && !state.customer?.userId && !mergedFrom?.includes(phoneOwner))
    return (await hasLeft(engine, phoneOwner, customer?.phone))
      ? undefined
      : { keep: phoneOwner, other: conversation };
  // First contact by a user id, which may have got a template: later messages come under it.
  if (state.sessionId !== undefined) return undefined;
  // Not a note of new ids, which may be the newest.
  const named = pending.findLast(isNamedByBoth);
  const known = named && (await idByPhone(engine, number, loaded, named));
  return known === undefined || known === conversation || mergedFrom?.includes(known)
    ? undefined
    : { keep: conversation, other: known };
}

/** `undefined` when the phone's customer cannot be the same person. */
async function idByPhone(
  { conversations, links, conversationFor }: Engine,
  number: NumberName,
  { state }: Loaded,
  { customer, sentAt }: PendingMessage,
): Promise<ConversationId | undefined> {
  if (!customer.phone) return undefined;
  const byPhone = conversationFor(number, { phone: customer.phone });
  const found = await conversations.load(byPhone);
  if (isHalfMerged(found.state, state)) return byPhone;
  const id = found.phoneOwner ?? byPhone;
  const owner = found.phoneOwner || found.linkedTo ? await resolveConversation(links, id) : byPhone;
  if (owner === state.conversation) return id;
  const current = owner === byPhone ? found : await conversations.load(owner);
  if (!isInUse(current) || !isSamePerson(current.state.customer, customer)) return undefined;
  if (hadLeft(current.state, customer.phone, sentAt)) return undefined;
  /** It has lapsed or was erased. */
  const isNobodys =
    current.state.sessionId === undefined && (owner !== byPhone || (await links.find(byPhone)) !== undefined);
  return isNobodys ? undefined : id;
}

/** A mere consent change may be of the phone's former owner. */
const isInUse = ({ state, pending, outbound }: Loaded) =>
  state.version > 0 || state.pausedAt !== undefined || pending.length > 0 || outbound.length > 0;

/** One phone, two user ids: the number has passed to another person. */
const isSamePerson = (one: Customer | undefined, other: Customer | undefined) =>
  one?.userId === undefined || other?.userId === undefined || one.userId === other.userId;

/** A message from the customer's former phone is another person's. */
const hadLeft = ({ customer, identity }: ConversationState, phone: string, sentAt: number) =>
  customer?.phone !== undefined && !isSamePhone(customer.phone, phone) && sentAt > (identity?.changedAt ?? 0);

/** Whether the phone now belongs to another person, or its owner has lapsed or was erased: nobody can tell then. */
async function hasLeft(
  { conversations, links }: Engine,
  owner: ConversationId,
  phone?: string,
): Promise<boolean> {
  const { customer, sessionId } = (await conversations.load(await resolveConversation(links, owner))).state;
  if (sessionId === undefined) return true;
  return phone !== undefined && customer?.phone !== undefined && !isSamePhone(customer.phone, phone);
}
