import type { ConversationId } from "../../domain/ids.ts";
import type { Lead } from "../../domain/lead/lead.ts";
import type { Leads } from "../ports/control-ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** The business's own system, which keeps its customers. */
export interface LeadReceiver {
  /** Hands the lead over. At least once: the receiver drops what it has seen, by conversation and revision. Throws IntegrationError. */
  post(lead: Lead): Promise<void>;
}

/** Hands on a lead as it is now. One that was erased meanwhile is nobody's business any more. */
export const postLeadWith =
  ({ leads, receiver, telemetry }: { leads: Pick<Leads, "find">; receiver: LeadReceiver; telemetry: Telemetry }) =>
  async ({ conversation, revision }: { conversation: ConversationId; revision: number }): Promise<void> => {
    const lead = await leads.find(conversation);
    if (!lead) return telemetry.info("lead.gone", { conversation, revision });
    await receiver.post(lead);
    telemetry.count("LeadsPosted");
    telemetry.info("lead.posted", { conversation, revision: lead.revision });
  };
