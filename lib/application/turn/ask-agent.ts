import { agentBackoffMs, MAX_AGENT_WAIT_MS } from "../../domain/backoff.ts";
import type { ConversationState, PendingMessage } from "../../domain/conversation/conversation.ts";
import type { ReplyPart, Turn } from "../../domain/turn/turn.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import { IntegrationError } from "../ports/integration-error.ts";
import { questionText } from "./question-text.ts";

/** Milliseconds kept free after the agent's answer, to store and send it. */
export const TIME_TO_SEND = 15_000;
/** "typing…" is worth no longer wait. */
const TYPING_TIMEOUT = 5_000;

/** No agent writes so much, and no customer reads it: something has gone wrong there. Far below what a DynamoDB item holds. */
const MOST_ANSWER = 50_000;

/** White space and characters without width: nothing that a customer could see. */
const INVISIBLE = /^[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*$/;

export type Asked =
  | { kind: "answer"; parts: readonly ReplyPart[] }
  | { kind: "retry"; milliseconds: number }
  | { kind: "gave-up"; code: string };

/**
 * Puts the waiting messages before the agent as one question, "typing…" shown meanwhile.
 * An agent that fails is a value: try again later, or give up once `agentAttempts` failed or trying again cannot help.
 */
export const askAgentWith =
  ({ agent, clock, telemetry, rules, history }: Pick<Engine, "agent" | "clock" | "telemetry" | "rules" | "history">) =>
  async (
    turn: Turn,
    messages: readonly PendingMessage[],
    known: ConversationState,
    number: BusinessNumber,
    deadline: number,
  ): Promise<Asked> => {
    const note = known.progress?.note;
    const question = await questionText({ history }, messages, known);
    const text = note === undefined ? question : `${note}\n${question}`;
    const session = known.sessionId ?? "";
    const last = messages.at(-1);
    const startedAt = clock.now();
    const typing = last ? number.sender.showTyping(last.id, Math.min(deadline, startedAt + TYPING_TIMEOUT)) : Promise.resolve();
    const formatted = (answer: string) => {
      if (answer.length > MOST_ANSWER) throw new IntegrationError({ system: "chatsby", code: "oversized_answer", retry: "never" });
      try {
        return number.formatReply(answer);
      } catch {
        // Counted and told by the caller. Asking again would bring the like, and be paid for each time.
        throw new IntegrationError({ system: "chatsby", code: "unformattable_answer", retry: "never" });
      }
    };
    const asking = agent.ask({ agentId: number.agentId, text, session }, deadline - TIME_TO_SEND).then((answer) => {
      const parts = formatted(answer);
      if (parts.every(({ text }) => INVISIBLE.test(text)))
        throw new IntegrationError({ system: "chatsby", code: "blank_answer", retry: "later" });
      return parts;
    });
    const [typed, asked] = await Promise.allSettled([typing, asking]);
    if (typed.status === "rejected")
      telemetry.warn("typing.failed", {
        number: number.name,
        turn: turn.id,
        code: typed.reason instanceof IntegrationError ? typed.reason.code : "unexpected",
      });
    if (asked.status === "fulfilled") {
      telemetry.count("AgentLatency", clock.now() - startedAt, { number: number.name });
      return { kind: "answer", parts: asked.value };
    }

    const error = asked.reason;
    if (!(error instanceof IntegrationError)) throw error;
    const failures = turn.agentFailures + 1;
    telemetry.count("AgentErrors", 1, { number: number.name });
    telemetry.warn("agent.failed", { number: number.name, turn: turn.id, code: error.code, failures });
    const milliseconds = agentBackoffMs(failures, error.retryAfter);
    if (error.retry === "never" || failures >= rules.agentAttempts || milliseconds > MAX_AGENT_WAIT_MS)
      return { kind: "gave-up", code: error.code };
    return { kind: "retry", milliseconds };
  };
