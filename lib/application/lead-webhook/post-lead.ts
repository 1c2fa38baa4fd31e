import type { ConversationId } from "../../domain/ids.ts";
import type { Lead } from "../../domain/lead/lead.ts";
import type { Leads } from "../ports/control-ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";

export interface LeadReceiver {
  /** At least once: the receiver drops repeats by conversation and revision. Throws IntegrationError. */
  post(lead: Lead): Promise<void>;
}

export type PostLeadDeps = { leads: Pick<Leads, "find">; receiver: LeadReceiver; telemetry: Telemetry };

/** Drops a lead that was erased meanwhile. */
export async function postLead(
  { leads, receiver, telemetry }: PostLeadDeps,
  { conversation, revision }: { conversation: ConversationId; revision: number },
): Promise<void> {
  const lead = await leads.find(conversation);
  if (!lead) return telemetry.info("lead.gone", { conversation, revision });
  await receiver.post(lead);
  telemetry.info("lead.posted", { conversation, revision: lead.revision });
}
