import type { Allowance, Campaigns, Outbox } from "../../../lib/application/ports/control-ports.ts";
import type { OutboundState } from "../../../lib/domain/turn/outbound.ts";
import type { MemoryTable } from "./memory-table.ts";

const HOUR = 3_600_000;
const hourOf = (at: number) => Math.floor(at / HOUR);

/** A message ends once, but "sent" may become "failed". */
const mayEnd = (from: OutboundState, to: OutboundState) =>
  from === "waiting" || (from === "sent" && to === "failed");

export const memoryOutbox = (table: MemoryTable): Outbox => ({
  async add(conversation, outbound) {
    const key = `${conversation} ${outbound.id}`;
    if (table.outbound.has(key)) return "repeated";
    table.outbound.set(key, { ...outbound, state: "waiting" });
    return "queued";
  },
  async end(conversationIds, id, end) {
    for (const key of conversationIds.map((conversation) => `${conversation} ${id}`)) {
      const job = table.outbound.get(key);
      if (job && mayEnd(job.state, end.state)) table.outbound.set(key, { ...job, ...end });
    }
  },
  find: async (conversation, id) => table.outbound.get(`${conversation} ${id}`),
});

export const memoryCampaigns = (table: MemoryTable): Campaigns => ({
  async claim(campaign, conversation, _number, outbound) {
    const key = `${campaign} ${conversation}`;
    const standing = table.campaigns.get(key);
    if (standing) return { ...standing };
    table.campaigns.set(key, { conversation, outbound, state: "waiting" });
    return "new";
  },
  async end(campaign, conversation, end) {
    const key = `${campaign} ${conversation}`;
    const job = table.campaigns.get(key);
    if (job && mayEnd(job.state, end.state)) table.campaigns.set(key, { ...job, ...end });
  },
  jobs: async (campaign) => table.campaigns.under(campaign),
});

export const memoryAllowance = (table: MemoryTable): Allowance => ({
  async add(number, at) {
    const key = `${number} ${hourOf(at)}`;
    table.begun.set(key, (table.begun.get(key) ?? 0) + 1);
  },
  async usedSince(number, since, now) {
    let used = 0;
    for (let hour = hourOf(since); hour <= hourOf(now); hour++)
      used += table.begun.get(`${number} ${hour}`) ?? 0;
    return used;
  },
});
