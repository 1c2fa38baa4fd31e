import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { OutboundState } from "../../../domain/turn/outbound.ts";
import type { StaffDeps } from "../staff-deps.ts";

export async function showCampaign({ campaigns }: Pick<StaffDeps, "campaigns">, campaign: string) {
  const jobs = (await campaigns.jobs(campaign)).map(({ conversation, state, code }) => ({
    conversation,
    state,
    ...omitUndefined({ code }),
  }));
  const counts: Record<OutboundState, number> = { waiting: 0, sent: 0, failed: 0, cancelled: 0 };
  for (const { state } of jobs) counts[state] += 1;
  return { jobs, counts };
}
