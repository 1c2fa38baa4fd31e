import type { AgentThread } from "../../domain/agent-thread.ts";
import { agentBackoffMs, MAX_AGENT_WAIT_MS } from "../../domain/backoff.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { ReplyPart, Turn } from "../../domain/turn/turn.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import { IntegrationError } from "../ports/integration-error.ts";
import { countFailure } from "../sending/count-failure.ts";
import { rolloutOf } from "../sending/outside-rollout.ts";
import { TIME_TO_SEND_MS } from "../sending/send-message.ts";
import { questionText } from "./question-text.ts";
import type { AtNumber } from "./situation.ts";

const TYPING_TIMEOUT_MS = 5_000;

/** Of the timeout. */
const SLOW_SHARE = 0.8;

/** Characters. No agent writes so much: something has gone wrong. Far below what a DynamoDB item holds. */
const MAX_ANSWER_LENGTH = 50_000;

/** Also matches characters without width. */
const INVISIBLE = /^[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*$/;

export type AgentResult =
  | { kind: "answer"; parts: readonly ReplyPart[]; thread?: AgentThread }
  | { kind: "retry"; delayMs: number; code: string }
  | { kind: "gaveUp"; code: string };

/**
 * Asks the pending messages as one question, and shows "typing…" meanwhile. A failure is a value: try again
 * later, or give up once `agentAttempts` failed or trying again cannot help.
 */
export async function askAgent(
  engine: Engine,
  at: AtNumber,
  turn: Turn,
  disclosure: string | undefined,
): Promise<AgentResult> {
  const { agent, clock, telemetry } = engine;
  const { state, number, deadline } = at;
  const text = await questionText(engine, at);
  const { thread } = state.progress ?? {};
  const startedAt = clock.now();
  const typing = showTyping(engine, at, startedAt);
  const asking = agent
    .ask(
      { agentId: number.agentId, text, session: state.sessionId ?? "", ...omitUndefined({ thread }) },
      deadline - TIME_TO_SEND_MS,
    )
    .then((answer) => ({
      parts: partsOf(answer.text, number, disclosure),
      ...omitUndefined({ thread: answer.thread }),
    }));
  const [typed, asked] = await Promise.allSettled([typing, asking]);
  if (typed.status === "rejected") {
    const code = typed.reason instanceof IntegrationError ? typed.reason.code : "unexpected";
    telemetry.warn("typing.failed", { number: number.name, turn: turn.id, code });
  }
  if (asked.status === "rejected") {
    const result = afterFailure(engine, number, turn, asked.reason);
    await countFailure(engine, number.name, {
      kind: "agent",
      code: result.code,
      conversation: state.conversation,
    });
    return result;
  }
  const agentMs = clock.now() - startedAt;
  telemetry.count("AgentLatency", agentMs, { number: number.name });
  if (agentMs >= SLOW_SHARE * engine.agentTimeoutMs)
    telemetry.warn("agent.slow", { number: number.name, turn: turn.id, agentMs });
  return { kind: "answer", ...asked.value };
}

/** Not for an answer that waits for a person's tap: nobody writes yet. */
async function showTyping(
  engine: Engine,
  { pending, number, deadline, rollout }: AtNumber,
  now: number,
): Promise<void> {
  const last = pending.at(-1);
  if (last && !rolloutOf(engine, number, rollout).drafts)
    await number.sender.showTyping(last.id, Math.min(deadline, now + TYPING_TIMEOUT_MS));
}

/** Throws IntegrationError for an answer that cannot be sent. */
function partsOf(
  answer: string,
  number: BusinessNumber,
  disclosure: string | undefined,
): readonly ReplyPart[] {
  if (answer.length > MAX_ANSWER_LENGTH)
    throw new IntegrationError({ system: "agent", code: "oversized_answer", retry: "never" });
  const parts = formatted(() => number.formatReply(answer, disclosure));
  if (parts.every(({ text, media }) => !media && INVISIBLE.test(text)))
    throw new IntegrationError({ system: "agent", code: "blank_answer", retry: "later" });
  return parts;
}

function formatted(format: () => readonly ReplyPart[]): readonly ReplyPart[] {
  try {
    return format();
  } catch {
    // Asking again would bring a similar answer, and cost each time.
    throw new IntegrationError({ system: "agent", code: "unformattable_answer", retry: "never" });
  }
}

function afterFailure(
  { telemetry, rules }: Engine,
  number: BusinessNumber,
  turn: Turn,
  error: unknown,
): Exclude<AgentResult, { kind: "answer" }> {
  if (!(error instanceof IntegrationError)) throw error;
  const failures = turn.agentFailures + 1;
  telemetry.count("AgentErrors", 1, { number: number.name });
  telemetry.warn("agent.failed", { number: number.name, turn: turn.id, code: error.code, failures });
  const delayMs = agentBackoffMs(failures, error.retryAfter);
  const isFinal = error.retry === "never" || failures >= rules.agentAttempts || delayMs > MAX_AGENT_WAIT_MS;
  return isFinal ? { kind: "gaveUp", code: error.code } : { kind: "retry", delayMs, code: error.code };
}
