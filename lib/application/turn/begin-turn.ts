import { activeSendBlock, type ConversationState, conversationIdsOf, type Outcome } from "../../domain/conversation/conversation.ts";
import type { SendBlock } from "../../domain/conversation/send-block.ts";
import type { MessageId } from "../../domain/ids.ts";
import type { EditedMessages } from "../../domain/turn/edits.ts";
import { isBelowLimit } from "../../domain/turn/hourly-limits.ts";
import { looksLikeLoop, type Pace, turnsPerHour, updatedPace } from "../../domain/turn/pace.ts";
import { msUntilQuiet } from "../../domain/turn/quiet.ts";
import { comparableText } from "../../domain/turn/similarity.ts";
import { hasAnswer, type ReplyPart, type Turn } from "../../domain/turn/turn.ts";
import {
  type BusinessNumber,
  type CommandResult,
  DONE,
  type Engine,
  endingFor,
  NO_TIME,
  saveAlways,
  saveUnlessBlocked,
} from "../ports/engine.ts";
import { beyondTurn, type Conclude, claimFirstPart, type SendMessage } from "../sending/send-message.ts";
import { type Asked, askAgentWith, TIME_TO_SEND } from "./ask-agent.ts";
import { askToResendWith } from "./ask-to-resend.ts";
import { handoffOf } from "./finish-turn.ts";
import { questionOf } from "./question-text.ts";
import { retractLatestWith } from "./retract-automatic.ts";

export type Waiting = Pick<EditedMessages, "messages" | "edits">;

/** Something has happened from which more follows: the conversation must be looked at once more. */
export type Again = { kind: "again" };
const AGAIN: Again = { kind: "again" };

/** A turn that the agent has not answered ends with its messages: its failures are none of the next one's. */
function withoutUnanswered(state: ConversationState): ConversationState {
  if (!state.turn || hasAnswer(state.turn)) return state;
  const { turn: _, ...rest } = state;
  return rest;
}

/** Agents write the apostrophe now this way, now that. */
const plain = (text: string) => text.replaceAll(/[\u2018\u2019\u02bc]/g, "'").toLowerCase();

/** Two questions that begin with the same so many characters are the same. */
const QUESTION_LENGTH = 200;

/**
 * Answers the messages that wait with one agent call and one reply, unless it is too early, too little time is left, or the bot must be silent.
 * The answer and the mark of its first part are written in one step before anything leaves.
 */
export const beginTurnWith = (engine: Engine, say: SendMessage, conclude: Conclude) => {
  const { conversations, controls, clock, rules, telemetry } = engine;
  const ask = askAgentWith(engine);
  const retractLatest = retractLatestWith(engine);
  const askToResend = askToResendWith(engine, say);

  async function endAll(state: ConversationState, { messages, edits }: Waiting, ending: Outcome) {
    const ids: MessageId[] = [...messages.map(({ id }) => id), ...edits];
    await conversations.end(conversationIdsOf(state), ids, ending);
    const reason = "reason" in ending ? { reason: ending.reason } : {};
    telemetry.info("message.ignored", { conversation: state.conversation, messages: messages.length, ending: ending.kind, ...reason });
  }

  /** How fast the conversation goes with this turn. */
  function paceWith({ turn, progress }: ConversationState, { messages }: Waiting): Pace {
    const ours = turn?.by ? [] : (turn?.parts ?? []);
    const [first] = messages;
    const isTyped = messages.every(({ content }) => content.kind === "text");
    const question = messages.map(questionOf).join("\n").slice(0, QUESTION_LENGTH).toWellFormed();
    return updatedPace(progress?.pace, {
      now: clock.now(),
      question: isTyped ? question : undefined,
      typed: isTyped && first ? questionOf(first).length : undefined,
      writtenAt: first?.sentAt ?? 0,
      answeredAt: ours.at(-1)?.sendingAt,
      // The fallback line is no answer: an agent that is away is no bot on the other side.
      answer: ours.length > 0 && turn?.ending.kind === "answered" ? comparableText(ours.map(({ text }) => text).join("\n")) : undefined,
    });
  }

  /** Another bot on the other side would never stop: a person is asked to look. That is said once, because it may be a person after all, and then nothing more. */
  async function breakLoop(state: ConversationState, waiting: Waiting, number: BusinessNumber, pace: Pace): Promise<Again> {
    const { conversation } = state;
    const now = clock.now();
    const id = `loop-${engine.turnIdFor(waiting.messages[0]?.id ?? "")}`;
    await controls.pause(conversation, { id, reason: "loop", since: now, origin: conversation }, now + rules.resumeAfterMs);
    telemetry.count("LoopsDetected", 1, { number: number.name });
    telemetry.warn("loop.detected", { conversation, number: number.name });
    await saveAlways(conversations, { ...state, progress: { ...state.progress, pace } });
    await endAll(state, waiting, { kind: "handed-off" });
    return AGAIN;
  }

  /** One polite line an hour, then silence. */
  async function cap(state: ConversationState, waiting: Waiting, number: BusinessNumber, deadline: number): Promise<CommandResult | Again> {
    const ending: Outcome = { kind: "ignored", reason: "too-many" };
    telemetry.count("TurnsCapped", 1, { number: number.name });
    if (isBelowLimit(state.progress, "too-many-line", clock.now())) {
      const messages = [...waiting.messages.map(({ id }) => id), ...waiting.edits];
      const text = number.textFor("tooMany", state.customer ?? {});
      const spoken = await say(
        beyondTurn(state),
        number,
        { cause: `too-many ${messages[0]}`, parts: [{ text }], by: "system", capped: "too-many-line", messages, ending },
        deadline,
      );
      if (spoken.kind === "waiting") return spoken.wake;
      if (spoken.kind === "said") return DONE;
    }
    await saveAlways(conversations, state);
    await endAll(state, waiting, ending);
    return DONE;
  }

  /** What is said, and what follows from it. An agent that fails again and again is relieved by a person, which the customer is told in the same breath. */
  function replyOf(asked: Exclude<Asked, { kind: "retry" }>, state: ConversationState, number: BusinessNumber) {
    const { failedTurns = 0, note: _, isFirstContact: __, ...progress } = state.progress ?? {};
    if (asked.kind === "answer") {
      const text = plain(asked.parts.map((part) => part.text).join("\n"));
      const handsOff = rules.phrases.some((phrase) => text.includes(plain(phrase))) ? ({ handsOff: "phrase" } as const) : {};
      return { parts: asked.parts, progress, handsOff, ending: { kind: "answered" } as const };
    }
    const failed = failedTurns + 1;
    const relieved = rules.failedTurns > 0 && failed >= rules.failedTurns;
    const texts = relieved ? (["fallback", "handoff"] as const) : (["fallback"] as const);
    const parts: ReplyPart[] = [{ text: texts.map((key) => number.textFor(key, state.customer ?? {})).join("\n\n") }];
    return {
      parts,
      progress: {
        ...progress,
        ...(!relieved && { failedTurns: failed }),
        ...(state.progress?.note !== undefined && { note: state.progress.note }),
      },
      handsOff: relieved ? ({ handsOff: "agent-failed" } as const) : {},
      ending: { kind: "failed", reason: asked.code } as const,
    };
  }

  return async function begin(
    state: ConversationState,
    waiting: Waiting,
    number: BusinessNumber,
    deadline: number,
    switchedOff: boolean,
  ): Promise<CommandResult | Again> {
    const { messages, edits } = waiting;
    const [first] = messages;
    const last = messages.at(-1);
    if (!first || !last) return DONE;
    const silenced: SendBlock | undefined = activeSendBlock(state) ?? (switchedOff ? "switched-off" : undefined);
    if (silenced) {
      await saveAlways(conversations, withoutUnanswered(state));
      await endAll(state, waiting, endingFor(silenced));
      return DONE;
    }
    const now = clock.now();
    const unanswered = state.turn && !hasAnswer(state.turn) ? state.turn : undefined;
    const arrivals = messages.map(({ arrivedAt }) => arrivedAt);
    const quiet = Math.max(msUntilQuiet(arrivals, now, rules), (unanswered?.notBefore ?? 0) - now);
    const lost = messages.every(({ content }) => content.kind === "unsupported");
    if (quiet > 0) return { kind: "later", milliseconds: quiet, why: unanswered ? "agent" : "quiet" };
    if (lost) {
      const ids = [...messages.map(({ id }) => id), ...edits];
      return askToResend(withoutUnanswered(state), { messages, ids }, number, deadline);
    }
    if (deadline - now < engine.agentTimeoutMs + TIME_TO_SEND) return NO_TIME;

    // A turn that is tried again has been counted.
    const pace = unanswered ? state.progress?.pace : paceWith(state, waiting);
    if (pace && !unanswered && looksLikeLoop(pace)) return breakLoop(state, waiting, number, pace);
    if (pace && !unanswered && turnsPerHour(pace, now) > rules.maxPerHour) return cap(state, waiting, number, deadline);

    const known = { ...state, progress: { ...state.progress, ...(pace && { pace }) } };
    const turn: Turn = {
      id: engine.turnIdFor(first.id),
      number: number.name,
      messages: [...messages.map(({ id }) => id), ...edits],
      startedAt: first.arrivedAt,
      agentFailures: unanswered?.agentFailures ?? 0,
      parts: [],
      ending: { kind: "answered" },
      ...((state.progress?.isFirstContact || unanswered?.opening) && { opening: true }),
    };
    const asked = await ask(turn, messages, known, number, deadline);
    if (asked.kind === "retry") {
      const notBefore = clock.now() + asked.milliseconds;
      const again = { ...turn, agentFailures: turn.agentFailures + 1, notBefore };
      await saveAlways(conversations, { ...beyondTurn(known), turn: again });
      return { kind: "later", milliseconds: asked.milliseconds, why: "agent" };
    }
    const { parts, progress, handsOff, ending } = replyOf(asked, beyondTurn(known), number);
    const quoted = number.quotes && messages.length > 1 ? { replyTo: last.id } : {};
    const sent = claimFirstPart(
      parts.map((part, index) => (index === 0 ? { ...part, ...quoted } : part)),
      clock.now(),
    );
    const answered: Turn = { ...turn, ...handsOff, ending, parts: sent };
    const handoff = handoffOf(known, answered, clock.now());
    // The answer itself tells the customer of the handoff that follows it.
    const saved = await saveUnlessBlocked(engine, {
      ...known,
      progress: { ...progress, ...(handoff && { customerNotifiedOf: handoff.id }) },
      turn: answered,
    });
    if (typeof saved === "string") {
      if (saved === "paused" && (await retractLatest(state.conversation, number.name))) return AGAIN;
      // The agent was asked all the same, so the turn counts.
      await saveAlways(conversations, withoutUnanswered({ ...state, progress: { ...state.progress, ...(pace && { pace }) } }));
      await endAll(state, waiting, endingFor(saved));
      return AGAIN;
    }
    const concluded = await conclude(saved, number, deadline, 0);
    if (!("version" in concluded)) return concluded;
    // A reply that came too late is followed by what brings the customer back.
    return handoff || concluded.turn.ending.kind === "held" ? AGAIN : DONE;
  };
};
