import { type Named, phoneVariants } from "../domain/contact.ts";
import type { ConversationState } from "../domain/conversation.ts";
import type { ConversationId, NumberName } from "../domain/ids.ts";
import type { Customer, Provider } from "../domain/inbound.ts";
import { windowClosesAt } from "../domain/window.ts";
import type { Controls } from "./control-ports.ts";
import { inParallel } from "./in-parallel.ts";
import type { Operator } from "./operator.ts";

/** A customer changes identity rarely; a longer chain is a mistake. */
const MOST_MOVES = 5;
const AT_ONCE = 10;

/** A conversation as it goes on now, and the ids by which one came to it, its own last. */
export type Followed = { state: ConversationState; path: readonly ConversationId[] };

/** Where a conversation is continued after changes of the customer's identity. */
export async function followMoved(controls: Pick<Controls, "read">, conversation: ConversationId): Promise<Followed> {
  const path = [conversation];
  let state = await controls.read(conversation);
  while (state.movedTo && !path.includes(state.movedTo) && path.length <= MOST_MOVES) {
    path.push(state.movedTo);
    state = await controls.read(state.movedTo);
  }
  return { state, path };
}

/** Anything is known of it; of one that nobody has written in or about, and of one that was erased, there is nothing but its version. */
export function isKnown({ conversation: _, version: __, ...rest }: ConversationState): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

/** Which business number the conversation is with. A conversation's id is made of number and customer, so it can be recognised where nothing tells. */
export function numberOf(operator: Pick<Operator, "numbers" | "conversationFor">, state: ConversationState): NumberName | undefined {
  const { userId, phone } = state.customer ?? {};
  const ids: Customer[] = [...(userId ? [{ userId }] : []), ...(phone ? [{ phone }] : [])];
  const made = operator.numbers.find(({ name }) => ids.some((id) => operator.conversationFor(name, id) === state.conversation));
  const only = operator.numbers.length === 1 ? operator.numbers[0] : undefined;
  return state.number ?? state.turn?.number ?? (made ?? only)?.name;
}

/** The ids that the contact's conversations may have, the likeliest first. `number`: only those with this number. */
export async function conversationsNamed(
  { directory, numbers, conversationFor }: Pick<Operator, "directory" | "numbers" | "conversationFor">,
  contact: Named,
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
  (operator: Pick<Operator, "controls" | "directory" | "numbers" | "conversationFor">) =>
  async (contact: Named, number?: NumberName): Promise<readonly FoundConversation[]> => {
    const starts = await conversationsNamed(operator, contact, number);
    const followed = await inParallel(starts, AT_ONCE, (start) => followMoved(operator.controls, start));
    const states = new Map(followed.map(({ state }) => [state.conversation, state]));
    return [...states.values()].filter(isKnown).flatMap((state) => {
      const name = numberOf(operator, state);
      return number === undefined || name === number ? [summary(operator, state, name)] : [];
    });
  };

function summary({ numbers }: Pick<Operator, "numbers">, state: ConversationState, name: NumberName | undefined): FoundConversation {
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
