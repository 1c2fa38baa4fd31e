import type { Controlled } from "../domain/controls.ts";
import type { ConversationState, PendingMessage } from "../domain/conversation.ts";
import type { ConversationId } from "../domain/ids.ts";
import type { Customer } from "../domain/inbound.ts";
import { type Engine, saveAlways } from "./engine.ts";

/** Changes of identity that are followed back, one after the other. */
const MOST_CHANGES = 5;

type Change = NonNullable<Controlled["change"]>;

/** Who the customer is after the change. A new user id means a new phone number: the old one is not kept unless it is named. */
export function customerAfter(state: ConversationState, { content, customer }: Change): Customer {
  const { phone: _, userId: __, parentUserId: ___, ...person } = { ...customer, ...state.customer };
  return { ...person, ...(content.userId && { userId: content.userId }), ...(content.phone && { phone: content.phone }) };
}

/**
 * Lets a conversation follow its customer to another id. Every step may be repeated: the new conversation keeps what it already has,
 * and what waited here is taken off only once it waits there.
 */
export const followCustomerWith = ({ conversations, turnQueue, telemetry }: Pick<Engine, "conversations" | "turnQueue" | "telemetry">) => {
  /** Hands on what waits here to the conversation that continues this one, and wakes it. */
  async function forward(
    state: ConversationState,
    to: ConversationId,
    customer: Customer | undefined,
    messages: readonly PendingMessage[],
    returns?: "returns",
  ) {
    const { sessionId, lastInboundAt, pausedAt, optedOutAt } = state;
    const known = {
      ...(sessionId !== undefined && { sessionId }),
      ...(lastInboundAt !== undefined && { lastInboundAt }),
      ...(pausedAt !== undefined && { pausedAt }),
      ...(optedOutAt !== undefined && { optedOutAt }),
      ...(customer && { customer }),
    };
    const moved = messages.map(({ movingTo: _, ...message }) => ({
      ...message,
      customer: { ...message.customer, ...customer },
      hops: (message.hops ?? 0) + 1,
    }));
    await conversations.depart(state.conversation, messages, to);
    // Woken before and after: whoever dies in between may find the customer back here, and would not come to this point again.
    const [first] = messages;
    const wake = () => (first ? turnQueue.send([{ kind: "wake", conversation: to, number: first.number }]) : undefined);
    await wake();
    await conversations.adopt({ conversation: to, version: 0, ...known }, moved, returns);
    await wake();
    await conversations.leave(state.conversation, messages);
  }

  return {
    forward,

    /** The customer has another id: the conversation goes on under it. */
    async move(state: ConversationState, to: ConversationId, change: Change, messages: readonly PendingMessage[]): Promise<void> {
      const customer = customerAfter(state, change);
      if (to === state.conversation) await saveAlways(conversations, { ...state, customer });
      else {
        await saveAlways(conversations, { ...state, movedTo: to });
        await forward(state, to, customer, messages, "returns");
      }
      await conversations.end(state.conversation, [change.id], { kind: "ignored", reason: "identity-change" });
      telemetry.info("conversation.moved", { conversation: state.conversation, to, messages: messages.length });
    },

    /** First contact under a new id: takes over what the conversation under the old id knew. */
    async inherit(conversation: ConversationId, predecessor: ConversationId, customer: Customer, depth = 1): Promise<void> {
      const { state, predecessor: older } = await conversations.load(predecessor);
      if (state.version === 0 && older && depth < MOST_CHANGES) await this.inherit(conversation, older, customer, depth + 1);
      if (state.version > 0) await forward({ ...state, conversation: predecessor }, conversation, { ...state.customer, ...customer }, []);
    },
  };
};
