import { applyControls } from "../domain/controls.ts";
import type { ConversationState, PendingMessage } from "../domain/conversation.ts";
import { type BusinessNumber, type Engine, saveAlways } from "./engine.ts";
import { customerAfter, followCustomerWith } from "./follow-customer.ts";
import type { Loaded } from "./ports.ts";

/** A message that has moved so often is answered where it is. */
const MOST_HOPS = 10;

/** Acts upon what is known of a customer under other ids: notes of a change, messages that came under a former id, and a first contact under a new one. */
export const followChangesWith = (
  engine: Engine,
  ignore: (state: ConversationState, messages: readonly PendingMessage[], reason: string) => Promise<void>,
) => {
  const { conversations } = engine;
  const follow = followCustomerWith(engine);

  /** Acts upon a change of identity; `undefined` when the conversation, and all that waited in it, is elsewhere now. */
  async function followChange(
    state: ConversationState,
    { pending, outbound }: Pick<Loaded, "pending" | "outbound">,
    number: BusinessNumber,
  ) {
    const { conversation } = state;
    const { change } = applyControls(pending);
    const notes = pending.filter(({ content }) => content.kind === "identity-change");
    const waiting = pending.filter((message) => !notes.includes(message));
    await ignore(
      state,
      notes.filter((note) => note.id !== change?.id),
      "identity-change",
    );
    const to = change ? engine.conversationFor(number.name, customerAfter(state, change)) : state.movedTo;
    if (change && to && to !== conversation) {
      await follow.move(state, to, change, waiting, outbound);
      return undefined;
    }
    if (change) {
      // The same conversation by another name, for instance with another phone.
      const customer = customerAfter(state, change);
      const saved = await saveAlways(conversations, { ...state, customer });
      await ignore(saved, [change], "identity-change");
      return { state: saved, pending: waiting.map((message) => ({ ...message, customer })) };
    }
    const leaving = waiting.filter(({ movingTo, hops = 0 }) => movingTo ?? (to && hops < MOST_HOPS));
    for (const [there, messages] of Map.groupBy(leaving, ({ movingTo }) => movingTo ?? to))
      if (there) await follow.forward(conversation, there, messages);
    if (to) await follow.handOver(conversation, to, number.name, outbound, state);
    return { state, pending: waiting.filter((message) => !leaving.includes(message)) };
  }

  /** The first contact takes over what is known of the customer under another id: the one before, or the bare phone that was written to. */
  async function inherit({ state, predecessor }: Loaded, newest: PendingMessage): Promise<boolean> {
    const { customer, number } = newest;
    if (!engine.numberNamed(number)) return false;
    const byPhone = customer.phone ? engine.conversationFor(number, { phone: customer.phone }) : undefined;
    const from = predecessor ?? (byPhone === state.conversation ? undefined : byPhone);
    if (!from) return false;
    await follow.inherit(state.conversation, from, customer, number);
    return (await conversations.load(state.conversation)).state.version > 0;
  }

  return { followChange, inherit };
};
