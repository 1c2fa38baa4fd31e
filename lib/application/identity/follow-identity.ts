import { isSamePhone } from "../../domain/conversation/contact.ts";
import { type ConversationState, conversationIdsOf, type PendingMessage } from "../../domain/conversation/conversation.ts";
import { withNewIds } from "../../domain/conversation/customer.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Content, Customer } from "../../domain/inbound/inbound.ts";
import { type Engine, saveAlways } from "../ports/engine.ts";
import type { Loaded } from "../ports/ports.ts";
import { resolveConversation } from "./identities.ts";
import { joinIds } from "./merge-conversation.ts";

type Note = PendingMessage & { content: Content & { kind: "identity-change" } };

const isNote = (message: PendingMessage): message is Note => message.content.kind === "identity-change";

/** Who the customer is after the change: whatever the note names, and no id of before. */
export function customerAfter(state: ConversationState, { content, customer }: Note): Customer {
  const now = { ...(content.userId && { userId: content.userId }), ...(content.phone && { phone: content.phone }) };
  return withNewIds({ ...customer, ...state.customer }, now);
}

/** Notes may come in any order, and late. */
export const isLatest = ({ identity }: ConversationState, { sentAt }: Note) => sentAt >= (identity?.changedAt ?? 0);

/** A customer who changes more often is not followed by each of them. */
const MAX_FORMER_IDS = 10;

function renamed(state: ConversationState, note: Note): ConversationState {
  const customer = customerAfter(state, note);
  const before = [state.customer, note.customer].flatMap((each) => [each?.userId, each?.phone]);
  const former = [...(state.identity?.formerIds ?? []), ...before].filter((id) => id !== undefined);
  const formerIds = [...new Set(former)].filter((id) => id !== customer.userId && id !== customer.phone).slice(-MAX_FORMER_IDS);
  return { ...state, customer, identity: { changedAt: note.sentAt, formerIds } };
}

/** The latest change of identity that waits. */
export const latestNote = (pending: readonly PendingMessage[]): Note | undefined => pending.filter(isNote).at(-1);

/** One phone, two user ids: the number has passed to another person. */
const isSamePerson = (one: Customer | undefined, other: Customer | undefined) =>
  one?.userId === undefined || other?.userId === undefined || one.userId === other.userId;

/** Whether the customer had another phone already when the message was written: whoever writes from the former one is another person. */
const hadLeft = ({ customer, identity }: ConversationState, phone: string, sentAt: number) =>
  customer?.phone !== undefined && !isSamePhone(customer.phone, phone) && sentAt > (identity?.changedAt ?? 0);

/** Whether anything was said in it or about it. A mere wish may be that of whoever had the phone before. */
const hasLife = ({ state, pending, outbound }: Loaded) =>
  state.version > 0 || state.pausedAt !== undefined || pending.length > 0 || outbound.length > 0;

/** The id of a conversation whose customer has the phone, if that can be the same person. */
async function idByPhone(
  { conversations, links, conversationFor }: Pick<Engine, "conversations" | "links" | "conversationFor">,
  number: NumberName,
  { state: { conversation } }: Loaded,
  { customer, sentAt }: PendingMessage,
): Promise<ConversationId | undefined> {
  if (!customer.phone) return undefined;
  const byPhone = conversationFor(number, { phone: customer.phone });
  const found = await conversations.load(byPhone);
  const id = found.phoneOwner ?? byPhone;
  const owner = found.phoneOwner || found.linkedTo ? await resolveConversation(links, id) : byPhone;
  if (owner === conversation) return id;
  const standing = owner === byPhone ? found : await conversations.load(owner);
  if (!hasLife(standing) || !isSamePerson(standing.state.customer, customer)) return undefined;
  if (hadLeft(standing.state, customer.phone, sentAt)) return undefined;
  // Of a conversation that was somebody's, and of which all has lapsed or was erased since, nobody can tell whose it was.
  const isNobodys = standing.state.sessionId === undefined && (owner !== byPhone || (await links.find(byPhone)) !== undefined);
  return isNobodys ? undefined : id;
}

/** Whether the phone by which a conversation was known is not its customer's any more: whoever writes from it now is another person. */
async function hasLeft({ conversations, links }: Pick<Engine, "conversations" | "links">, owner: ConversationId, phone?: string) {
  const { customer } = (await conversations.load(await resolveConversation(links, owner))).state;
  return phone !== undefined && customer?.phone !== undefined && !isSamePhone(customer.phone, phone);
}

/**
 * Finds out whether the id under which something came is one of a customer who has a conversation already, and then makes both one.
 * Gives what is loaded then; `linkedTo` says that all goes on elsewhere. "busy": the other conversation must finish its turn first.
 */
export async function joinKnownCustomer(engine: Engine, loaded: Loaded, numberName: NumberName | undefined): Promise<Loaded | "busy"> {
  const { conversations } = engine;
  const { state, pending, phoneOwner, linkedTo } = loaded;
  const newest = pending.at(-1);
  const name = newest?.number ?? numberName ?? state.number;
  if (linkedTo || !name || !engine.numberNamed(name)) return loaded;
  const { conversation } = state;
  const join = async (keep: ConversationId, other: ConversationId) => {
    const result = await joinIds(engine, keep, other, name);
    const now = await conversations.load(conversation, numberName);
    // This one's own turn is finished by whoever goes on there.
    return result === "busy" && !now.linkedTo ? "busy" : now;
  };
  const customer = newest?.customer ?? state.customer;
  // Named by the phone alone, though the customer goes by a user id.
  if (phoneOwner && !customer?.userId && !state.customer?.userId && !state.mergedFrom?.includes(phoneOwner))
    return (await hasLeft(engine, phoneOwner, customer?.phone)) ? loaded : join(phoneOwner, conversation);
  // First contact by a user id, which may have got a template before. What comes from now on comes under it, so that conversation is kept.
  if (state.sessionId !== undefined || !newest?.customer.userId) return loaded;
  const known = await idByPhone(engine, name, loaded, newest);
  return known === undefined || known === conversation || state.mergedFrom?.includes(known) ? loaded : join(conversation, known);
}

/**
 * Acts upon notes that the customer has other ids from now on. Gives what is loaded then, without the notes;
 * `linkedTo` says that all goes on elsewhere, the notes included.
 */
export async function followNotes(engine: Engine, start: Loaded, number: NumberName, numberName: NumberName | undefined): Promise<Loaded> {
  const { conversations, conversationFor, telemetry } = engine;
  let loaded = start;
  for (const note of start.pending.filter(isNote)) {
    const { conversation } = loaded.state;
    const to = conversationFor(number, customerAfter(loaded.state, note));
    if (to !== conversation) {
      await joinIds(engine, conversation, to, number);
      loaded = await conversations.load(conversation, numberName);
      if (loaded.linkedTo) return loaded;
    }
    const { state } = loaded;
    if (isLatest(state, note)) loaded = { ...loaded, state: await saveAlways(conversations, renamed(state, note)) };
    await conversations.end(conversationIdsOf(state), [note.id], { kind: "ignored", reason: "identity-change" });
    telemetry.info("contact.renamed", { conversation });
  }
  return { ...loaded, pending: loaded.pending.filter((message) => !isNote(message)) };
}
