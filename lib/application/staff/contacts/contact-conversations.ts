import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import { isSamePhone, phoneVariants } from "../../../domain/conversation/phone-variants.ts";
import { type ConversationId, conversationId, type NumberName } from "../../../domain/ids.ts";
import { hasPhone, idsOfOnePerson, numberOf, readConversation } from "../conversation/find-conversation.ts";
import type { StaffDeps } from "../staff-deps.ts";
import { hasPassedOn } from "../templates/template-recipient.ts";
import { ownOptIns } from "./own-opt-ins.ts";

/** More than any contact has: a mistake in the links still ends. */
const MAX_CONVERSATIONS = 100;

export const readUnlinked = async (
  { conversations }: Pick<StaffDeps, "conversations">,
  id: ConversationId,
): Promise<ConversationState> => (await conversations.load(id)).state;

type Deps = Pick<StaffDeps, "controls" | "directory" | "numbers" | "conversationFor" | "optIns">;

/** Nearest first: an erasure starts at the end and, after a crash, finds the rest by those that are left. */
export async function conversationsOfContact(
  deps: Deps,
  contact: ContactIdentifier,
  number?: NumberName,
): Promise<readonly ConversationId[]> {
  const named = await namedBy(deps, contact, number);
  const found = new Set([...named, ...(await ownersOf(deps, contact, named))]);
  const userIds: UserIds = new Map();
  // The loop also visits what is added to the set meanwhile.
  for (const id of found) {
    const { state, conversationIds } = await readConversation(deps.controls, id);
    noteUserId(deps, userIds, state);
    const next = [...conversationIds, ...(await namesOf(deps, state)), ...(await copiesOf(deps, id, state))];
    if (contact.kind !== "conversation") next.push(...(await otherIdsOf(deps, state, number, userIds)));
    for (const each of next) if (found.size < MAX_CONVERSATIONS) found.add(each);
  }
  return [...found];
}

/** By number: a customer has one at each. */
type UserIds = Map<NumberName | undefined, string>;

function noteUserId(deps: Deps, userIds: UserIds, state: ConversationState): boolean {
  const [number, userId] = [numberOf(deps, state), state.customer?.userId];
  const known = userIds.get(number);
  if (userId !== undefined && known === undefined) userIds.set(number, userId);
  return userId === undefined || known === undefined || userId === known;
}

/** By the user id and the phone, at all numbers. A phone that has passed on leads to its present owner alone. */
async function otherIdsOf(
  deps: Deps,
  state: ConversationState,
  number: NumberName | undefined,
  userIds: UserIds,
): Promise<readonly ConversationId[]> {
  const { userId, phone } = state.customer ?? {};
  const at = numberOf(deps, state);
  const isPresent = phone !== undefined && !(at && (await hasPassedOn(deps, state, at)));
  const ids: ContactIdentifier[] = [
    ...(userId ? [{ kind: "user" as const, userId }] : []),
    ...(isPresent ? [{ kind: "phone" as const, phone }] : []),
  ];
  const others: ConversationId[] = [];
  for (const each of ids)
    for (const id of await namedBy(deps, each, number, state))
      if (noteUserId(deps, userIds, await deps.controls.read(id))) others.push(id);
  return others;
}

/** A phone does not name, at a number, the customer who has left it when somebody else is known there. */
async function namedBy(
  deps: Deps,
  contact: ContactIdentifier,
  number: NumberName | undefined,
  person?: ConversationState,
): Promise<readonly ConversationId[]> {
  const ids = await idsOfOnePerson(deps, contact, number, person);
  if (contact.kind !== "phone") return ids;
  const numberByPhone = new Map(
    deps.numbers.flatMap(({ name }) =>
      phoneVariants(contact.phone).map((phone) => [deps.conversationFor(name, { phone }), name]),
    ),
  );
  const read = await Promise.all(
    ids.map(async (id) => {
      const state = await deps.controls.read(id);
      const kept = state.customer ? undefined : await deps.optIns.find(id);
      const isPresent = state.customer ? hasPhone(state, contact) : kept !== undefined && !kept.owner;
      return { id, state, isPresent, number: numberByPhone.get(id) ?? numberOf(deps, state) };
    }),
  );
  const taken = read.filter(({ isPresent }) => isPresent).map((each) => each.number);
  return read
    .filter((each) => each.isPresent || numberByPhone.has(each.id) || !taken.includes(each.number))
    .map(({ id }) => id);
}

/** Another conversation under one of this customer's ids may be of who has the phone now. */
function isOfSame(one: ConversationState, other: ConversationState): boolean {
  if (one.conversation === other.conversation || !other.customer) return true;
  const [{ userId, phone }, { userId: otherId, phone: otherPhone }] = [one.customer ?? {}, other.customer];
  if (otherId !== undefined) return otherId === userId;
  return phone !== undefined && otherPhone !== undefined && isSamePhone(phone, otherPhone);
}

/** Those that are still this customer's, who may have been written to before the user id was known. */
async function namesOf(deps: Deps, state: ConversationState): Promise<readonly ConversationId[]> {
  const [, ...names] = (state.progress?.indexedAs ?? "").split(" ");
  return sameOf(deps, state, names.map(conversationId));
}

/** Where else its opt-ins are kept: also when the conversation has expired, and with it what names the ids. */
async function copiesOf(
  deps: Deps,
  id: ConversationId,
  state: ConversationState,
): Promise<readonly ConversationId[]> {
  const own = await ownOptIns(deps, [id, state.conversation]);
  return sameOf(
    deps,
    state,
    own.map(([copy]) => copy),
  );
}

async function sameOf(
  { controls }: Deps,
  state: ConversationState,
  ids: readonly ConversationId[],
): Promise<readonly ConversationId[]> {
  const own: ConversationId[] = [];
  for (const id of ids) if (isOfSame(state, await controls.read(id))) own.push(id);
  return own;
}

/** The conversation of the one who had the phone last. */
async function ownersOf(
  { optIns, controls }: Deps,
  contact: ContactIdentifier,
  ids: readonly ConversationId[],
): Promise<readonly ConversationId[]> {
  if (contact.kind !== "phone") return [];
  const owners: ConversationId[] = [];
  for (const id of ids) {
    const { owner } = (await optIns.find(id)) ?? {};
    if (owner !== undefined && hasPhone(await controls.read(owner), contact)) owners.push(owner);
  }
  return owners;
}
