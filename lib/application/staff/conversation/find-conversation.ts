import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import {
  type ConversationIds,
  type ConversationState,
  conversationIdsOf,
} from "../../../domain/conversation/conversation.ts";
import { phoneVariants } from "../../../domain/conversation/phone-variants.ts";
import { splitSendBlocks } from "../../../domain/conversation/split-send-blocks.ts";
import { windowClosesAt } from "../../../domain/conversation/window.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import type { Customer, Provider } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { Controls } from "../../ports/control-ports.ts";
import type { StaffDeps } from "../staff-deps.ts";
import { mapInParallel } from "./map-in-parallel.ts";

const MAX_AT_ONCE = 10;

type Deps = Pick<StaffDeps, "controls" | "directory" | "numbers" | "conversationFor">;

/** Also returns all ids under which something of it may be kept. */
export async function readConversation(
  controls: Pick<Controls, "read">,
  id: ConversationId,
): Promise<{ state: ConversationState; conversationIds: ConversationIds }> {
  const state = await controls.read(id);
  return { state, conversationIds: [...new Set([id, ...conversationIdsOf(state)])] };
}

/** One that nobody has written in, or that was erased, has nothing but its version. */
export function isKnown({ conversation: _, version: __, ...rest }: ConversationState): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

const hasOnlyConsent = (state: ConversationState) =>
  !isKnown({ ...splitSendBlocks(state).rest, ...splitSendBlocks(state).pauses });

/** Where none is stored, the id shows it. */
export function numberOf(
  deps: Pick<Deps, "numbers" | "conversationFor">,
  state: ConversationState,
): NumberName | undefined {
  const { userId, phone } = state.customer ?? {};
  const ids: Customer[] = [...(userId ? [{ userId }] : []), ...(phone ? [{ phone }] : [])];
  const found = deps.numbers.find(({ name }) =>
    ids.some((id) => deps.conversationFor(name, id) === state.conversation),
  );
  const only = deps.numbers.length === 1 ? deps.numbers[0] : undefined;
  return state.number ?? state.turn?.number ?? (found ?? only)?.name;
}

/** Most likely first. `number`: only those with this number. */
export async function candidateConversations(
  { directory, numbers, conversationFor }: Omit<Deps, "controls">,
  contact: ContactIdentifier,
  number?: NumberName,
): Promise<readonly ConversationId[]> {
  if (contact.kind === "conversation") return [contact.conversation];
  const ids: Customer[] =
    contact.kind === "user"
      ? [{ userId: contact.userId }]
      : phoneVariants(contact.phone).map((phone) => ({ phone }));
  const among = numbers.filter(({ name }) => number === undefined || name === number);
  const candidates = among.flatMap(({ name }) => ids.map((id) => conversationFor(name, id)));
  const named = await mapInParallel(candidates, MAX_AT_ONCE, async (candidate) => {
    const found = await directory.byName(candidate);
    return found ? [found, candidate] : [candidate];
  });
  return [...new Set(named.flat())];
}

/** A phone that has passed to somebody else, by their user id, does not name the former owner. */
export async function idsOfOnePerson(
  deps: Deps,
  contact: ContactIdentifier,
  number: NumberName | undefined,
  person?: ConversationState,
): Promise<readonly ConversationId[]> {
  const ids = await candidateConversations(deps, contact, number);
  if (contact.kind !== "phone") return ids;
  const owners = new Map<NumberName | undefined, string>();
  if (person?.customer?.userId) owners.set(numberOf(deps, person), person.customer.userId);
  const named: ConversationId[] = [];
  // The owner that the directory knows comes first.
  for (const id of ids) {
    const state = await deps.controls.read(id);
    const [name, userId] = [numberOf(deps, state), state.customer?.userId];
    const owner = owners.get(name);
    if (userId !== undefined && owner === undefined) owners.set(name, userId);
    if (userId === undefined || owner === undefined || userId === owner) named.push(id);
  }
  return named;
}

/** A phone that the customer had before may belong to somebody else now. */
export function hasPhone({ customer }: ConversationState, contact: ContactIdentifier): boolean {
  const phone = customer?.phone;
  return contact.kind !== "phone" || phone === undefined || phoneVariants(contact.phone).includes(phone);
}

export type FoundConversation = {
  conversation: ConversationId;
  number?: NumberName;
  provider?: Provider;
  lastInboundAt?: number;
  windowClosesAt?: number;
  paused: boolean;
  optedOut: boolean;
};

/** Empty when the contact is unknown. */
export async function findConversations(
  deps: Deps,
  contact: ContactIdentifier,
  number?: NumberName,
): Promise<readonly FoundConversation[]> {
  const ids = await idsOfOnePerson(deps, contact, number);
  const read = await mapInParallel(ids, MAX_AT_ONCE, (id) => deps.controls.read(id));
  const states = [...new Map(read.map((state) => [state.conversation, state])).values()].filter(isKnown);
  return mostLikely(contact, states).flatMap((state) => {
    const name = numberOf(deps, state);
    return number === undefined || name === number ? [summary(deps, state, name)] : [];
  });
}

/** A phone's present owner comes before a former one, and a conversation before mere consent. */
function mostLikely(
  contact: ContactIdentifier,
  states: readonly ConversationState[],
): readonly ConversationState[] {
  const conversations = states.filter((state) => !hasOnlyConsent(state));
  const reachable = conversations.filter((state) => hasPhone(state, contact));
  return [reachable, conversations, states].find((each) => each.length > 0) ?? [];
}

function summary(
  { numbers }: Pick<Deps, "numbers">,
  state: ConversationState,
  name: NumberName | undefined,
): FoundConversation {
  const { conversation, lastInboundAt, pausedAt, optedOutAt } = state;
  return {
    conversation,
    ...omitUndefined({
      number: name,
      provider: numbers.find((number) => number.name === name)?.provider,
      lastInboundAt,
      windowClosesAt: lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt),
    }),
    paused: pausedAt !== undefined,
    optedOut: optedOutAt !== undefined,
  };
}
