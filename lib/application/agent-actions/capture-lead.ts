import type { ConversationId } from "../../domain/ids.ts";
import type { LeadFacts } from "../../domain/lead/lead.ts";
import type { Leads } from "../ports/control-ports.ts";
import type { Clock, TurnQueue } from "../ports/ports.ts";
import { findSession, type SessionPorts } from "./find-session.ts";

export type CaptureLeadDeps = SessionPorts & { leads: Leads; turnQueue: TurnQueue; clock: Clock };

export type CaptureLeadResult = { result: "captured" | "known"; conversation: ConversationId };

/**
 * Wakes the worker, which publishes, in any case: an earlier attempt may have merged the facts and crashed.
 */
export async function captureLead(
  deps: CaptureLeadDeps,
  session: string,
  facts: LeadFacts,
): Promise<CaptureLeadResult | "unknown-session"> {
  const { leads, turnQueue, clock } = deps;
  const found = await findSession(deps, session);
  if (!found) return "unknown-session";
  const { conversation } = found.state;
  const before = await leads.find(conversation);
  const lead = await leads.merge(conversation, found.number, facts, clock.now());
  await turnQueue.send([{ kind: "lead", conversation, number: found.number }]);
  return { result: lead.revision > (before?.revision ?? 0) ? "captured" : "known", conversation };
}
