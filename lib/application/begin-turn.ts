import type { Controlled } from "../domain/controls.ts";
import { type ConversationState, type Outcome, type PendingMessage, silence } from "../domain/conversation.ts";
import { withNews } from "../domain/customer.ts";
import type { MessageId } from "../domain/ids.ts";
import { quietFor } from "../domain/quiet.ts";
import { hasAnswer, type Part, type ReplyPart, type Turn } from "../domain/turn.ts";
import { askAgentWith, TIME_TO_SEND } from "./ask-agent.ts";
import { type BusinessNumber, DONE, type Engine, endingFor, type StateWithTurn, saveAlways, saveState, type Wake } from "./engine.ts";

type Waiting = Pick<Controlled, "messages" | "edits">;
type Conclude = (state: StateWithTurn, number: BusinessNumber, deadline: number, marked: number) => Promise<Wake | StateWithTurn>;

/**
 * Answers the messages that wait with one agent call and one reply, unless it is too early, too little time is left, or the bot must be silent.
 * The answer and the mark of its first part are written in one step before anything leaves.
 */
export const beginTurnWith = (engine: Engine, conclude: Conclude) => {
  const { conversations, clock, rules, telemetry } = engine;
  const ask = askAgentWith(engine);

  async function endAll(state: ConversationState, messages: readonly PendingMessage[], edits: readonly MessageId[], ending: Outcome) {
    await conversations.end(state.conversation, [...messages.map(({ id }) => id), ...edits], ending);
    telemetry.info("message.ignored", { conversation: state.conversation, messages: messages.length, ending: ending.kind });
  }

  return async function begin(
    state: ConversationState,
    { messages, edits }: Waiting,
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
      customer: withNews(state.customer, last.customer),
      sessionId: state.sessionId ?? engine.sessionIdFor(state.conversation, last.customer),
    };
    const silenced = silence(state);
    if (silenced) {
      await saveAlways(conversations, known);
      await endAll(state, messages, edits, endingFor(silenced));
      return DONE;
    }

    const turn: Turn = {
      id: engine.turnIdFor(first.id),
      number: number.name,
      messages: [...messages.map(({ id }) => id), ...edits],
      startedAt: first.arrivedAt,
      agentFailures: unanswered?.agentFailures ?? 0,
      parts: [],
      ending: { kind: "answered" },
      ...((state.sessionId === undefined || unanswered?.opening) && { opening: true }),
    };
    const asked = await ask(turn, messages, known, number, deadline);
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
      await endAll(state, messages, edits, endingFor(saved));
      return DONE;
    }
    const concluded = await conclude(saved, number, deadline, 0);
    return "version" in concluded ? DONE : concluded;
  };
};
