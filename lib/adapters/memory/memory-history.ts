import type { History, Said } from "../../application/control-ports.ts";
import { agentText } from "../../domain/agent-text.ts";
import type { Turn } from "../../domain/turn.ts";
import { type MemoryMessage, type MemoryTable, under } from "./memory-table.ts";

/** Notes that nobody said. */
const UNSAID = new Set(["identity-change", "reaction"]);

function saidByCustomer({ content, sentAt, outcome }: MemoryMessage): Said[] {
  if (UNSAID.has(content.kind)) return [];
  const state = outcome && ("reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind);
  return [{ at: sentAt, from: content.kind === "echo" ? "person" : "customer", text: agentText(content), ...(state && { state }) }];
}

const saidInTurn = ({ parts, by }: Turn): Said[] =>
  parts.flatMap(({ text, state, sendingAt }) =>
    sendingAt === undefined || state === "pending" || state === "cancelled" ? [] : [{ at: sendingAt, from: by ?? "agent", text, state }],
  );

export const memoryHistory = (table: MemoryTable): History => ({
  async transcript(conversation, most) {
    const { turn: open } = table.state(conversation);
    const turns = new Map(under(table.turns, conversation).map(([, turn]): [string, Turn] => [turn.id, turn]));
    if (open) turns.set(open.id, open);
    const said = [
      ...under(table.messages, conversation).flatMap(([, message]) => saidByCustomer(message)),
      ...[...turns.values()].flatMap(saidInTurn),
    ].sort((a, b) => a.at - b.at);
    return most === undefined ? said : said.slice(-most);
  },
  async record(conversation, id, act) {
    const key = `${conversation} ${id}`;
    if (!table.acts.has(key)) table.acts.set(key, act);
  },
  acts: async (conversation) =>
    under(table.acts, conversation)
      .map(([, act]) => act)
      .sort((a, b) => a.at - b.at),
  async everything(conversation) {
    const items = [table.messages, table.turns, table.outbound, table.acts].flatMap((map) => under<object>(map, conversation));
    const [state, lead] = [table.states.get(conversation), table.leads.get(conversation)];
    return [...items.map(([, item]) => ({ ...item })), ...(state ? [{ ...state }] : []), ...(lead ? [{ ...lead }] : [])];
  },
  async erase(conversation) {
    let erased = 0;
    const drop = (map: Map<string, unknown>, first: string) => {
      for (const [key] of under(map, first)) erased += Number(map.delete(key));
    };
    for (const [key, message] of under(table.messages, conversation)) {
      const { position, outcome = { kind: "ignored", reason: "erased" } as const, arrivedAt, sentAt } = message;
      table.messages.set(key, { ...message, ...TOMBSTONE, position, outcome, arrivedAt, sentAt });
      erased += 1;
    }
    for (const map of [table.turns, table.outbound, table.acts]) drop(map, conversation);
    for (const key of table.deliveries.keys()) if (key.startsWith(`cw1.${conversation}.`)) erased += Number(table.deliveries.delete(key));
    erased += Number(table.leads.delete(conversation));
    for (const [key, entry] of table.sessions) if (entry.conversation === conversation) erased += Number(table.sessions.delete(key));
    for (const [name, of] of table.names) if (of === conversation) erased += Number(table.names.delete(name));
    for (const [key, handoff] of table.handoffs) if (handoff.origin === conversation) erased += Number(table.handoffs.delete(key));
    const state = table.states.get(conversation);
    if (state) {
      const { version, optedOutAt, noTemplatesAt, optedInAt, wish } = state;
      const kept = Object.entries({ optedOutAt, noTemplatesAt, optedInAt, wish }).filter(([, value]) => value !== undefined);
      table.states.set(conversation, { conversation, version: version + 1, ...Object.fromEntries(kept) });
      erased += 1;
    }
    return erased;
  },
});

const TOMBSTONE = { customer: {}, content: { kind: "unsupported", type: "erased" } } as const;
