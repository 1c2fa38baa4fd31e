import type { Controlled } from "../domain/controls.ts";
import { type ConversationState, type PendingMessage, type Silences, silence } from "../domain/conversation.ts";
import { underNewId } from "../domain/customer.ts";
import { memoryBeyondTurn } from "../domain/held-reply.ts";
import type { ConversationId, NumberName } from "../domain/ids.ts";
import type { Customer } from "../domain/inbound.ts";
import type { Outbound } from "../domain/outbound.ts";
import { type Engine, saveAlways } from "./engine.ts";
import { publishCapturedWith } from "./publish-captured.ts";
import { wake } from "./wake.ts";

/** Changes of identity that are followed back, one after the other. */
const MOST_CHANGES = 5;

type Change = NonNullable<Controlled["change"]>;

/** Who the customer is after the change: whatever the note names, and no id of before. */
export function customerAfter(state: ConversationState, { content, customer }: Change): Customer {
  const now = { ...(content.userId && { userId: content.userId }), ...(content.phone && { phone: content.phone }) };
  return underNewId({ ...customer, ...state.customer }, now);
}

/**
 * Lets a conversation follow its customer to another id. Every step may be repeated: the new conversation keeps what it already has,
 * and what waited here is taken off only once it waits there.
 */
export const followCustomerWith = (engine: Engine) => {
  const { conversations, controls, outbox, leads, clock, turnQueue, telemetry } = engine;
  const publishLead = publishCapturedWith(engine);

  /** Moves messages to where `there` says, and wakes it. */
  async function handOn(from: ConversationId, there: ConversationState, messages: readonly PendingMessage[], returns?: "returns") {
    const { conversation: to, customer } = there;
    const moved = messages.map(({ movingTo: _, ...message }) => ({
      ...message,
      customer: customer ? underNewId(message.customer, customer) : message.customer,
      hops: (message.hops ?? 0) + 1,
    }));
    await conversations.depart(from, messages, to);
    // Woken before and after: whoever dies in between may find the customer back here, and would not come to this point again.
    const [first] = messages;
    if (first) await wake(turnQueue, to, first.number);
    await conversations.adopt(there, moved, returns);
    if (first) await wake(turnQueue, to, first.number);
    await conversations.leave(from, messages);
  }

  /** What a conversation hands over to the one that continues it. Its turns stay: their statuses come here. */
  function inheritance(state: ConversationState, to: ConversationId, customer: Customer): ConversationState {
    const { turn: _, movedTo: __, ...known } = state;
    // What the directory knows is of the old id, where failed side tasks are tried again; a reply that waits for the customer goes along.
    const { noted: ___, sideTasks: ____, ...memory } = memoryBeyondTurn(state);
    return { ...known, conversation: to, version: 0, customer, memory };
  }

  /** What people want to say follows the customer, and so do a wish and a handoff that came under the old id. Repeating it changes nothing. */
  async function handOver(
    from: ConversationId,
    to: ConversationId,
    number: NumberName,
    outbound: readonly Outbound[],
    { wish, handoff, pausedAt, resumeAt }: Silences,
  ): Promise<void> {
    const wished = wish ? await controls.wish(to, wish) : "stale";
    const paused = handoff && pausedAt !== undefined ? await controls.pause(to, handoff, resumeAt ?? pausedAt) : "already";
    for (const job of outbound) await outbox.add(to, job.campaign === undefined ? job : { ...job, claimedAs: job.claimedAs ?? from });
    if (outbound.length > 0 || wished === "changed" || paused === "paused") await wake(turnQueue, to, number);
    for (const { id } of outbound) await outbox.end(from, id, { state: "cancelled", code: "moved" });
  }

  /** What is known of the contact goes along; what was not published of it yet is. */
  async function handOverLead(from: ConversationId, to: ConversationId, number: NumberName): Promise<void> {
    const lead = await leads.find(from);
    if (!lead) return;
    await publishLead(from, number);
    const facts = Object.fromEntries(Object.entries(lead.fields).map(([name, { value, source }]) => [name, { value, source }]));
    await leads.merge(to, number, facts, clock.now());
    // Published by the worker of that conversation, so that no two do it at once.
    await turnQueue.send([{ kind: "lead", conversation: to, number }]);
  }

  return {
    handOver,

    /** Sends on what still arrived here after the conversation had moved. It is answered as the customer is known there. */
    async forward(from: ConversationId, to: ConversationId, messages: readonly PendingMessage[]): Promise<void> {
      const { state } = await conversations.load(to);
      const { customer } = state;
      await handOn(from, { conversation: to, version: 0, ...(customer && { customer }) }, messages);
    },

    /** The customer has another id: the conversation goes on under it. */
    async move(
      state: ConversationState,
      to: ConversationId,
      change: Change,
      messages: readonly PendingMessage[],
      outbound: readonly Outbound[],
    ): Promise<void> {
      await saveAlways(conversations, { ...state, movedTo: to });
      await handOn(state.conversation, inheritance(state, to, customerAfter(state, change)), messages, "returns");
      await handOver(state.conversation, to, change.number, outbound, {});
      await handOverLead(state.conversation, to, change.number);
      // What follows from a silence may not have been done yet, and nobody else would wake the conversation for it.
      await wake(turnQueue, to, change.number);
      await conversations.end(state.conversation, [change.id], { kind: "ignored", reason: "identity-change" });
      telemetry.info("conversation.moved", { conversation: state.conversation, to, messages: messages.length });
    },

    /** First contact under a new id: takes over what the conversation under the old id knew. */
    async inherit(
      conversation: ConversationId,
      predecessor: ConversationId,
      customer: Customer,
      number: NumberName,
      depth = 1,
    ): Promise<void> {
      const { state, predecessor: older } = await conversations.load(predecessor);
      if (state.version === 0 && older && depth < MOST_CHANGES) await this.inherit(conversation, older, customer, number, depth + 1);
      if (state.version > 0 || silence(state))
        await conversations.adopt(inheritance(state, conversation, underNewId(state.customer, customer)), []);
      await handOverLead(predecessor, conversation, number);
    },
  };
};
