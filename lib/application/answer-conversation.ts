import { type ConversationState, type Outcome, type PendingMessage, silence } from "../domain/conversation.ts";
import type { ConversationId, NumberName } from "../domain/ids.ts";
import { quietFor } from "../domain/quiet.ts";
import { cancelRest, hasAnswer, isSettled, type Part, type ReplyPart, type Turn } from "../domain/turn.ts";
import { isStale } from "../domain/window.ts";
import { askAgentWith, TIME_TO_SEND } from "./ask-agent.ts";
import { deliverTurnWith } from "./deliver-turn.ts";
import { type BusinessNumber, type Engine, endingFor, type StateWithTurn, saveAlways, saveState, type Wake } from "./engine.ts";
import { finishTurnWith } from "./finish-turn.ts";

/** Milliseconds over which the conversations of a number that was held come back. */
const HELD_SPREAD = 10_000;

const DONE: Wake = { kind: "done" };

/**
 * Does what a conversation waits for: resumes its open turn, then answers all pending messages with one agent call and one reply.
 * Returns when nothing is left to do or when it must wait; throws what only a redelivery may cure. May be repeated at any time.
 * `deadline`: milliseconds since 1970 by which it must have returned.
 */
export const answerConversationWith = (engine: Engine) => {
  const { conversations, clock, rules, telemetry } = engine;
  const ask = askAgentWith(engine);
  const deliver = deliverTurnWith(engine);
  const finish = finishTurnWith(engine);

  async function end(state: ConversationState, messages: readonly PendingMessage[], ending: Outcome & { reason?: string }) {
    if (messages.length === 0) return;
    await conversations.end(
      state.conversation,
      messages.map(({ id }) => id),
      ending,
    );
    telemetry.info("message.ignored", {
      conversation: state.conversation,
      messages: messages.length,
      ending: ending.kind,
      reason: ending.reason,
    });
  }

  /** Sends what is left of the turn and ends its messages. */
  async function conclude(state: StateWithTurn, number: BusinessNumber, deadline: number, marked?: number): Promise<Wake | StateWithTurn> {
    const delivered = await deliver(state, number, deadline, marked);
    if (delivered.kind === "later") return delivered;
    await finish(delivered.state);
    return delivered.state;
  }

  async function newTurn(
    state: ConversationState,
    messages: readonly PendingMessage[],
    number: BusinessNumber,
    deadline: number,
  ): Promise<Wake> {
    const [first] = messages;
    const last = messages.at(-1);
    if (!first || !last) return DONE;
    const now = clock.now();
    const unanswered = state.turn && !hasAnswer(state.turn) ? state.turn : undefined;
    const quiet = Math.max(
      quietFor(
        messages.map(({ arrivedAt }) => arrivedAt),
        now,
        rules,
      ),
      (unanswered?.notBefore ?? 0) - now,
    );
    if (quiet > 0) return { kind: "later", milliseconds: quiet, why: unanswered ? "agent" : "quiet" };
    if (deadline - now < engine.agentTimeoutMs + TIME_TO_SEND) return { kind: "later", milliseconds: 0, why: "time" };

    const known: ConversationState = {
      ...state,
      customer: { ...state.customer, ...last.customer },
      sessionId: state.sessionId ?? engine.sessionIdFor(state.conversation, last.customer),
    };
    const silenced = silence(state);
    if (silenced) {
      await saveAlways(conversations, known);
      await end(state, messages, endingFor(silenced));
      return DONE;
    }

    const turn: Turn = {
      id: engine.turnIdFor(first.id),
      number: number.name,
      messages: messages.map(({ id }) => id),
      startedAt: first.arrivedAt,
      agentFailures: unanswered?.agentFailures ?? 0,
      parts: [],
      ending: { kind: "answered" },
      ...((state.version === 0 || unanswered?.opening) && { opening: true }),
    };
    const asked = await ask(turn, messages, known.sessionId ?? "", number, deadline);
    if (asked.kind === "retry") {
      const notBefore = clock.now() + asked.milliseconds;
      await saveAlways(conversations, { ...known, turn: { ...turn, agentFailures: turn.agentFailures + 1, notBefore } });
      return { kind: "later", milliseconds: asked.milliseconds, why: "agent" };
    }
    const replies: readonly ReplyPart[] = asked.kind === "answer" ? asked.parts : [{ text: number.fallbackText }];
    const quoted = number.quotes && messages.length > 1 ? { replyTo: last.id } : {};
    const answered: StateWithTurn = {
      ...known,
      turn: {
        ...turn,
        parts: replies.map(
          (part, index): Part =>
            index === 0
              ? { ...part, ...quoted, state: "sending", sendingAt: clock.now(), attempts: 1 }
              : { ...part, state: "pending", attempts: 0 },
        ),
        ...(asked.kind === "gave-up" && { ending: { kind: "failed", reason: asked.code } }),
      },
    };
    const saved = await saveState(conversations, answered, "speaking");
    if (typeof saved === "string") {
      await saveAlways(conversations, known);
      await end(state, messages, endingFor(saved));
      return DONE;
    }
    const concluded = await conclude(saved, number, deadline, 0);
    return "version" in concluded ? DONE : concluded;
  }

  return async (conversation: ConversationId, deadline: number, numberName?: NumberName): Promise<Wake> => {
    const loaded = await conversations.load(conversation, numberName);
    const held = (loaded.heldUntil ?? 0) - clock.now();
    // Spread over some seconds, so that the first to try tells the others.
    if (held > 0) return { kind: "later", milliseconds: held + engine.random() * HELD_SPREAD, why: "stopped" };
    let pending = loaded.pending;
    // Whatever the customer wrote since keeps the window open, also for an answer that was begun before.
    const lastInboundAt = Math.max(loaded.state.lastInboundAt ?? 0, ...pending.map(({ sentAt }) => sentAt));
    let state: ConversationState = lastInboundAt > 0 ? { ...loaded.state, lastInboundAt } : loaded.state;
    const { turn } = state;
    if (turn && hasAnswer(turn)) {
      const openNumber = engine.numberNamed(turn.number);
      const waits = pending.some(({ id }) => turn.messages.includes(id));
      if (!openNumber && !isSettled(turn)) {
        const orphan = { ...state, turn: cancelRest(turn, { kind: "failed", reason: "number-not-configured" }) };
        state = await saveAlways(conversations, orphan);
        await finish({ ...orphan, version: state.version });
      } else if (!openNumber) {
        if (waits) await finish({ ...state, turn });
      } else if (waits || !isSettled(turn)) {
        const concluded = await conclude({ ...state, turn }, openNumber, deadline);
        if (!("version" in concluded)) return concluded;
        state = concluded;
      }
      pending = pending.filter(({ id }) => !turn.messages.includes(id));
    }

    const orphans = pending.filter(({ number }) => !engine.numberNamed(number));
    if (orphans.length > 0) {
      telemetry.error("message.orphaned", { conversation, number: orphans[0]?.number, messages: orphans.length });
      await end(state, orphans, { kind: "failed", reason: "number-not-configured" });
      pending = pending.filter((message) => !orphans.includes(message));
    }
    const last = pending.at(-1);
    const number = last && engine.numberNamed(last.number);
    if (!number) return DONE;
    const now = clock.now();
    const stale = pending.filter(({ sentAt }) => isStale(sentAt, now, rules.staleAfterHours));
    await end(state, stale, { kind: "ignored", reason: "stale" });
    return newTurn(
      state,
      pending.filter((message) => !stale.includes(message)),
      number,
      deadline,
    );
  };
};
