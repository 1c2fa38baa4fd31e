import type { OutboundState } from "../../domain/turn/outbound.ts";
import type { StaffDeps } from "./staff-deps.ts";

/** Everybody a mailing was begun for, and how many of them are how far. */
export const showCampaignWith =
  ({ campaigns }: Pick<StaffDeps, "campaigns">) =>
  async (campaign: string) => {
    const jobs = (await campaigns.jobs(campaign)).map(({ conversation, state, code }) => ({
      conversation,
      state,
      ...(code !== undefined && { code }),
    }));
    const counts: Record<OutboundState, number> = { waiting: 0, sent: 0, failed: 0, cancelled: 0 };
    for (const { state } of jobs) counts[state] += 1;
    return { jobs, counts };
  };
