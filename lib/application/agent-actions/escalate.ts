import type { Handoff } from "../../domain/handoff/handoff.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { Clock, TurnQueue } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { findSession, type SessionPorts } from "./find-session.ts";

const MAX_SUMMARY = 500;

type Ports = SessionPorts & {
  controls: Controls;
  turnQueue: TurnQueue;
  clock: Clock;
  /** Milliseconds for which the bot keeps quiet. */
  resumeAfterMs: number;
  shortId(...parts: readonly string[]): string;
};

export type EscalateResult = { result: "handed-off" | "already"; conversation: ConversationId; number: NumberName; customer: Customer };

/**
 * The agent asks for a person. The bot is silent when this returns, the answer in the making included: what the agent says now is not sent,
 * the worker tells the customer in its own words. One handoff for each message of the customer, however often the agent asks.
 */
export const escalateWith =
  (ports: Ports) =>
  async (session: string, summary?: string): Promise<EscalateResult | "unknown-session"> => {
    const { controls, turnQueue, clock, resumeAfterMs, shortId } = ports;
    const found = await findSession(ports, session);
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
  };
