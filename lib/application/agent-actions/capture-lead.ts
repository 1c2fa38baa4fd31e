import type { ConversationId } from "../../domain/ids.ts";
import type { LeadFacts } from "../../domain/lead/lead.ts";
import type { Leads } from "../ports/control-ports.ts";
import type { Clock, TurnQueue } from "../ports/ports.ts";
import { findSession, type SessionPorts } from "./find-session.ts";

type Ports = SessionPorts & { leads: Leads; turnQueue: TurnQueue; clock: Clock };

export type CaptureLeadResult = { result: "captured" | "known"; conversation: ConversationId };

/** The agent has learned something of the contact. Published by the worker, which is told in any case: an earlier attempt may have merged it and died. */
export const captureLeadWith =
  (ports: Ports) =>
  async (session: string, facts: LeadFacts): Promise<CaptureLeadResult | "unknown-session"> => {
    const { leads, turnQueue, clock } = ports;
    const found = await findSession(ports, session);
    if (!found) return "unknown-session";
    const { conversation } = found.state;
    const before = await leads.find(conversation);
    const lead = await leads.merge(conversation, found.number, facts, clock.now());
    await turnQueue.send([{ kind: "lead", conversation, number: found.number }]);
    return { result: lead.revision > (before?.revision ?? 0) ? "captured" : "known", conversation };
  };
