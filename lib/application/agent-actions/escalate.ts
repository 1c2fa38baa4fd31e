import type { Handoff } from "../../domain/handoff/handoff.ts";
import { beginsAt, type PauseRules, resumeAtFor } from "../../domain/handoff/pause-rules.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { Clock, TurnQueue } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { findSession, type SessionPorts } from "./find-session.ts";

const MAX_SUMMARY = 500;

export type EscalateDeps = SessionPorts &
  PauseRules & {
    controls: Controls;
    turnQueue: TurnQueue;
    clock: Clock;
    shortId(...parts: readonly string[]): string;
  };

export type EscalateResult = {
  result: "handed-off" | "already";
  conversation: ConversationId;
  number: NumberName;
  customer: Customer;
};

/**
 * The bot is paused when this returns, and the answer in progress is not sent, unless the bot goes on until
 * people are there. One handoff per question, however
 * often the agent asks.
 */
export async function escalate(
  deps: EscalateDeps,
  session: string,
  summary?: string,
): Promise<EscalateResult | "unknown-session"> {
  const { controls, turnQueue, clock, shortId } = deps;
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
  const outcome = await controls.pause(
    conversation,
    beginsAt(deps, number, handoff, now),
    resumeAtFor(deps, number, now),
  );
  await queueWakeUp(turnQueue, conversation, number);
  return { result: outcome === "paused" ? "handed-off" : "already", conversation, number, customer };
}
