import { applyControls } from "../domain/controls.ts";
import { type ConversationState, type PendingMessage, silence } from "../domain/conversation.ts";
import type { ConversationId, NumberName } from "../domain/ids.ts";
import { cancelRest, hasAnswer, isSettled } from "../domain/turn.ts";
import { isStale } from "../domain/window.ts";
import { beginTurnWith } from "./begin-turn.ts";
import { deliverTurnWith } from "./deliver-turn.ts";
import { type BusinessNumber, DONE, type Engine, endingFor, type StateWithTurn, saveAlways, type Wake } from "./engine.ts";
import { finishTurnWith } from "./finish-turn.ts";
import { customerAfter, followCustomerWith } from "./follow-customer.ts";

/** Milliseconds over which the conversations of a number that was held come back. */
const HELD_SPREAD = 10_000;

/** A message that has moved so often is answered where it is. */
const MOST_HOPS = 10;

/** When the customer last wrote: a provider's note about the customer opens no window. */
function lastWritten(state: ConversationState, pending: readonly PendingMessage[]): number {
  const written = pending.filter(({ content }) => content.kind !== "identity-change");
  return Math.max(state.lastInboundAt ?? 0, ...written.map(({ sentAt }) => sentAt));
}

/**
 * Does what a conversation waits for: resumes its open turn, then answers all pending messages with one agent call and one reply.
 * Returns when nothing is left to do or when it must wait; throws what only a redelivery may cure. May be repeated at any time.
 * `deadline`: milliseconds since 1970 by which it must have returned.
 */
export const answerConversationWith = (engine: Engine) => {
  const { conversations, clock, rules, telemetry } = engine;
  const deliver = deliverTurnWith(engine);
  const finish = finishTurnWith(engine);
  const follow = followCustomerWith(engine);

  /** Sends what is left of the turn and ends its messages. */
  async function conclude(state: StateWithTurn, number: BusinessNumber, deadline: number, marked?: number): Promise<Wake | StateWithTurn> {
    const delivered = await deliver(state, number, deadline, marked);
    if (delivered.kind === "later") return delivered;
    return finish(delivered.state);
  }
  const begin = beginTurnWith(engine, conclude);

  async function ignore(state: ConversationState, messages: readonly PendingMessage[], reason: string) {
    if (messages.length === 0) return;
    const ids = messages.map(({ id }) => id);
    await conversations.end(state.conversation, ids, { kind: "ignored", reason });
    telemetry.info("message.ignored", { conversation: state.conversation, messages: ids.length, reason });
  }

  /** Brings the open turn to its end; its messages must not wait any more then. */
  async function resume(state: StateWithTurn, pending: readonly PendingMessage[], deadline: number): Promise<Wake | ConversationState> {
    const { turn } = state;
    const number = engine.numberNamed(turn.number);
    if (isSettled(turn)) {
      return turn.reopened || pending.some(({ id }) => turn.messages.includes(id)) ? finish(state) : state;
    }
    const change = applyControls(pending).change;
    const successor = change && number ? engine.conversationFor(number.name, customerAfter(state, change)) : state.movedTo;
    const silenced = successor && successor !== state.conversation ? silence((await conversations.load(successor)).state) : undefined;
    if (number && silenced) return finish(await saveAlways(conversations, { ...state, turn: cancelRest(turn, endingFor(silenced)) }));
    if (number) return conclude(state, number, deadline);
    const saved = await saveAlways(conversations, {
      ...state,
      turn: cancelRest(turn, { kind: "failed", reason: "number-not-configured" }),
    });
    return finish(saved);
  }

  /** What cannot be answered, because the settings do not know its number any more, fails loudly. */
  async function dropOrphans(state: ConversationState, pending: readonly PendingMessage[]): Promise<readonly PendingMessage[]> {
    const orphans = pending.filter(({ number }) => !engine.numberNamed(number));
    if (orphans.length === 0) return pending;
    const ids = orphans.map(({ id }) => id);
    telemetry.error("message.orphaned", { conversation: state.conversation, number: orphans[0]?.number, messages: ids.length });
    await conversations.end(state.conversation, ids, { kind: "failed", reason: "number-not-configured" });
    return pending.filter((message) => !orphans.includes(message));
  }

  /** Acts upon a change of identity; `undefined` when the conversation, and all that waited in it, is elsewhere now. */
  async function followChange(state: ConversationState, pending: readonly PendingMessage[], number: BusinessNumber) {
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
      await follow.move(state, to, change, waiting);
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
    return { state, pending: waiting.filter((message) => !leaving.includes(message)) };
  }

  return async function answer(conversation: ConversationId, deadline: number, numberName?: NumberName): Promise<Wake> {
    const loaded = await conversations.load(conversation, numberName);
    const held = (loaded.heldUntil ?? 0) - clock.now();
    // Spread over some seconds, so that the first to try tells the others.
    if (held > 0) return { kind: "later", milliseconds: held + engine.random() * HELD_SPREAD, why: "stopped" };

    const newest = loaded.pending.at(-1);
    if (loaded.state.version === 0 && loaded.predecessor && newest) {
      await follow.inherit(conversation, loaded.predecessor, newest.customer);
      const inherited = await conversations.load(conversation);
      if (inherited.state.version > 0) return answer(conversation, deadline, numberName);
    }

    // Whatever the customer wrote since keeps the window open, also for an answer that was begun before.
    const lastInboundAt = lastWritten(loaded.state, loaded.pending);
    let state: ConversationState = lastInboundAt > 0 ? { ...loaded.state, lastInboundAt } : loaded.state;
    const moving = applyControls(loaded.pending).change;
    // A reply under way goes to where the customer is now.
    if (moving && state.turn) state = { ...state, customer: customerAfter(state, moving) };
    let pending = loaded.pending;
    const { turn } = state;
    if (turn && hasAnswer(turn)) {
      const resumed = await resume({ ...state, turn }, pending, deadline);
      if (!("version" in resumed)) return resumed;
      state = resumed;
      pending = pending.filter(({ id }) => !turn.messages.includes(id));
    }

    pending = await dropOrphans(state, pending);
    const last = pending.at(-1);
    const number = last && engine.numberNamed(last.number);
    if (!number) return DONE;
    const followed = await followChange(state, pending, number);
    if (!followed) return DONE;
    ({ state, pending } = followed);

    const now = clock.now();
    const stale = pending.filter(({ sentAt }) => isStale(sentAt, now, rules.staleAfterHours));
    await ignore(state, stale, "stale");
    const { messages, edits, spent } = applyControls(pending.filter((message) => !stale.includes(message)));
    for (const { message, reason } of spent) await ignore(state, [message], reason);
    return begin(state, { messages, edits }, number, deadline);
  };
};
