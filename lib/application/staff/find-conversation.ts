import { type ContactIdentifier, phoneVariants } from "../../domain/conversation/contact.ts";
import { type ConversationIds, type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { splitSendBlocks } from "../../domain/conversation/merge-conversations.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer, Provider } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";
import { inParallel } from "./in-parallel.ts";
import type { StaffDeps } from "./staff-deps.ts";

const AT_ONCE = 10;

/** A customer's conversation by one of its ids, and all ids under which something of it may be kept. */
export async function readConversation(
  controls: Pick<Controls, "read">,
  id: ConversationId,
): Promise<{ state: ConversationState; conversationIds: ConversationIds }> {
  const state = await controls.read(id);
  return { state, conversationIds: [...new Set([id, ...conversationIdsOf(state)])] };
}

/** Anything is known of it; of one that nobody has written in or about, and of one that was erased, there is nothing but its version. */
export function isKnown({ conversation: _, version: __, ...rest }: ConversationState): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

/** Nobody has written in it or about it: only what the customer wished is kept under its id. */
const hasOnlyConsent = (state: ConversationState) => !isKnown({ ...splitSendBlocks(state).rest, ...splitSendBlocks(state).pauses });

/** Which business number the conversation is with. A conversation's id is made of number and customer, so it can be recognised where nothing tells. */
export function numberOf(operator: Pick<StaffDeps, "numbers" | "conversationFor">, state: ConversationState): NumberName | undefined {
  const { userId, phone } = state.customer ?? {};
  const ids: Customer[] = [...(userId ? [{ userId }] : []), ...(phone ? [{ phone }] : [])];
  const made = operator.numbers.find(({ name }) => ids.some((id) => operator.conversationFor(name, id) === state.conversation));
  const only = operator.numbers.length === 1 ? operator.numbers[0] : undefined;
  return state.number ?? state.turn?.number ?? (made ?? only)?.name;
}

/** The ids that the contact's conversations may have, the likeliest first. `number`: only those with this number. */
export async function candidateConversations(
  { directory, numbers, conversationFor }: Pick<StaffDeps, "directory" | "numbers" | "conversationFor">,
  contact: ContactIdentifier,
  number?: NumberName,
): Promise<readonly ConversationId[]> {
  if (contact.kind === "conversation") return [contact.conversation];
  const ids: Customer[] = contact.kind === "user" ? [{ userId: contact.userId }] : phoneVariants(contact.phone).map((phone) => ({ phone }));
  const among = numbers.filter(({ name }) => number === undefined || name === number);
  const candidates = among.flatMap(({ name }) => ids.map((id) => conversationFor(name, id)));
  const named = await inParallel(candidates, AT_ONCE, async (candidate) => {
    const found = await directory.byName(candidate);
    return found ? [found, candidate] : [candidate];
  });
  return [...new Set(named.flat())];
}

/** A phone that has passed to another person, told by the user id, names that person, and not who had it before. */
export async function idsOfOnePerson(
  operator: Pick<StaffDeps, "controls" | "directory" | "numbers" | "conversationFor">,
  contact: ContactIdentifier,
  number: NumberName | undefined,
  /** Whose phone it is. */
  person?: ConversationState,
): Promise<readonly ConversationId[]> {
  const ids = await candidateConversations(operator, contact, number);
  if (contact.kind !== "phone") return ids;
  const owners = new Map<NumberName | undefined, string>();
  if (person?.customer?.userId) owners.set(numberOf(operator, person), person.customer.userId);
  const named: ConversationId[] = [];
  // The owner that the directory knows comes first.
  for (const id of ids) {
    const state = await operator.controls.read(id);
    const [name, userId] = [numberOf(operator, state), state.customer?.userId];
    const owner = owners.get(name);
    if (userId !== undefined && owner === undefined) owners.set(name, userId);
    if (userId === undefined || owner === undefined || userId === owner) named.push(id);
  }
  return named;
}

/** Whether the customer of this conversation can be reached by the phone: a phone that the customer had before may be another person's by now. */
export function hasPhone({ customer }: ConversationState, contact: ContactIdentifier): boolean {
  const phone = customer?.phone;
  return contact.kind !== "phone" || phone === undefined || phoneVariants(contact.phone).includes(phone);
}

export type FoundConversation = {
  conversation: ConversationId;
  number?: NumberName;
  provider?: Provider;
  /** Milliseconds since 1970. */
  lastInboundAt?: number;
  windowClosesAt?: number;
  paused: boolean;
  optedOut: boolean;
};

/** The contact's conversations as they go on now; empty when the contact is unknown. */
export const findConversationsWith =
  (operator: Pick<StaffDeps, "controls" | "directory" | "numbers" | "conversationFor">) =>
  async (contact: ContactIdentifier, number?: NumberName): Promise<readonly FoundConversation[]> => {
    const ids = await idsOfOnePerson(operator, contact, number);
    const read = await inParallel(ids, AT_ONCE, (id) => operator.controls.read(id));
    const states = [...new Map(read.map((state) => [state.conversation, state])).values()].filter(isKnown);
    return mostLikely(contact, states).flatMap((state) => {
      const name = numberOf(operator, state);
      return number === undefined || name === number ? [summary(operator, state, name)] : [];
    });
  };

/** A phone's present owner comes before the one who had it, and a conversation before what is merely wished under the phone. */
function mostLikely(contact: ContactIdentifier, states: readonly ConversationState[]): readonly ConversationState[] {
  const conversations = states.filter((state) => !hasOnlyConsent(state));
  const reachable = conversations.filter((state) => hasPhone(state, contact));
  return [reachable, conversations, states].find((each) => each.length > 0) ?? [];
}

function summary({ numbers }: Pick<StaffDeps, "numbers">, state: ConversationState, name: NumberName | undefined): FoundConversation {
  const provider = numbers.find((number) => number.name === name)?.provider;
  return {
    conversation: state.conversation,
    ...(name && { number: name }),
    ...(provider && { provider }),
    ...(state.lastInboundAt !== undefined && { lastInboundAt: state.lastInboundAt, windowClosesAt: windowClosesAt(state.lastInboundAt) }),
    paused: state.pausedAt !== undefined,
    optedOut: state.optedOutAt !== undefined,
  };
}
