import type { Handoff } from "../../domain/handoff/handoff.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { Clock, TurnQueue } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { findSession, type SessionPorts } from "./find-session.ts";

const MAX_SUMMARY = 500;

export type EscalateDeps = SessionPorts & {
  controls: Controls;
  turnQueue: TurnQueue;
  clock: Clock;
  resumeAfterMs: number;
  shortId(...parts: readonly string[]): string;
};

export type EscalateResult = {
  result: "handed-off" | "already";
  conversation: ConversationId;
  number: NumberName;
  customer: Customer;
};

/**
 * The bot is paused when this returns: the answer in progress is not sent. One handoff per question, however
 * often the agent asks.
 */
export async function escalate(
  deps: EscalateDeps,
  session: string,
  summary?: string,
): Promise<EscalateResult | "unknown-session"> {
  const { controls, turnQueue, clock, resumeAfterMs, shortId } = deps;
  const found = await findSession(deps, session);
  if (!found) return "unknown-session";
  const { number, state } = found;
  const { conversation, customer = {} } = state;
  const now = clock.now();
  const handoff: Handoff = {
    id: shortId("escalate", conversation, found.question),
    reason: "agent",
    since: now,
    origin: conversation,
    ...(summary && { summary: summary.slice(0, MAX_SUMMARY) }),
  };
  const outcome = await controls.pause(conversation, handoff, now + resumeAfterMs);
  await queueWakeUp(turnQueue, conversation, number);
  return { result: outcome === "paused" ? "handed-off" : "already", conversation, number, customer };
}
