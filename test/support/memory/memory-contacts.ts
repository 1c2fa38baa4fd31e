import type { Directory, HandoffList, Leads } from "../../../lib/application/ports/control-ports.ts";
import { type Handoff, isSameHandoff } from "../../../lib/domain/handoff/handoff.ts";
import { conversationId } from "../../../lib/domain/ids.ts";
import { placeKey } from "../../../lib/domain/inbox/index-key.ts";
import type { Lead } from "../../../lib/domain/lead/lead.ts";
import { mergeLead } from "../../../lib/domain/lead/lead-facts.ts";
import type { MemoryTable } from "./memory-table.ts";

const PER_PAGE = 100;

const placeOfLead = ({ createdAt: at, conversation }: Lead) =>
  placeKey({ at, conversation: conversationId(conversation) });
const placeOfHandoff = ({ since: at, origin }: Handoff) =>
  placeKey({ at, conversation: conversationId(origin) });
const by =
  <Row>(placeOf: (row: Row) => string) =>
  (a: Row, b: Row) =>
    placeOf(a) < placeOf(b) ? -1 : 1;

export const memoryDirectory = (table: MemoryTable): Directory => ({
  async note(conversation, { number, session, names }) {
    table.sessions.set(`${session} ${conversation}`, { conversation, number });
    for (const name of names) table.names.set(name, conversation);
  },
  bySession: async (session) => table.sessions.under(session),
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
  async list(cursor) {
    const after = cursor === undefined ? "" : Buffer.from(cursor, "base64url").toString();
    if (cursor !== undefined && !/^\d{13}#/.test(after)) return "bad-cursor";
    const leads = [...table.leads.values()].filter((lead) => placeOfLead(lead) > after).sort(by(placeOfLead));
    const page = leads.slice(0, PER_PAGE);
    const last = page.at(-1);
    return {
      leads: page,
      ...(last &&
        page.length < leads.length && {
          cursor: Buffer.from(placeOfLead(last)).toString("base64url"),
        }),
    };
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
  list: async () => [...table.handoffs.values()].sort(by(placeOfHandoff)),
});
