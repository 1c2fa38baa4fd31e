import type { Directory, HandoffList, Leads } from "../../../lib/application/ports/control-ports.ts";
import { isSameHandoff } from "../../../lib/domain/handoff/handoff.ts";
import { mergeLead } from "../../../lib/domain/lead/lead-facts.ts";
import { type MemoryTable, under } from "./memory-table.ts";

const PER_PAGE = 100;

export const memoryDirectory = (table: MemoryTable): Directory => ({
  async note(conversation, { number, session, names }) {
    table.sessions.set(`${session} ${conversation}`, { conversation, number });
    for (const name of names) table.names.set(name, conversation);
  },
  bySession: async (session) => under(table.sessions, session).map(([, entry]) => entry),
  byName: async (name) => table.names.get(name),
});

export const memoryLeads = (table: MemoryTable): Leads => ({
  find: async (conversation) => table.leads.get(conversation),
  async merge(conversation, number, facts, at) {
    const lead = mergeLead(table.leads.get(conversation), { conversation, number }, facts, at);
    if (lead.revision > 0) table.leads.set(conversation, lead);
    return lead;
  },
  async published(conversation, revision) {
    const lead = table.leads.get(conversation);
    if (lead && revision > (lead.published ?? 0))
      table.leads.set(conversation, { ...lead, published: revision });
  },
  async list(cursor = "0") {
    const from = Number(cursor);
    if (!Number.isSafeInteger(from)) return "bad-cursor";
    const leads = [...table.leads.values()].sort(
      (a, b) => a.createdAt - b.createdAt || (a.conversation < b.conversation ? -1 : 1),
    );
    const next = from + PER_PAGE;
    return { leads: leads.slice(from, next), ...(next < leads.length && { cursor: String(next) }) };
  },
});

export const memoryHandoffs = (table: MemoryTable): HandoffList => ({
  async add(handoff) {
    table.handoffs.set(`${handoff.since} ${handoff.origin}`, handoff);
  },
  async remove(handoff, conversationIds = []) {
    for (const { since, origin } of [
      handoff,
      ...[...table.handoffs.values()].filter(isSameHandoff(handoff, conversationIds)),
    ])
      table.handoffs.delete(`${since} ${origin}`);
  },
  list: async () => [...table.handoffs.values()].sort((a, b) => a.since - b.since),
});
