import type { History } from "../../application/control-ports.ts";
import { saidUnder, transcriptOf } from "../../application/transcript.ts";
import { parted } from "../../domain/adopted.ts";
import { impersonal, isImpersonal } from "../../domain/memory.ts";
import { type MemoryMessage, type MemoryTable, under } from "./memory-table.ts";

export const memoryHistory = (table: MemoryTable): History => ({
  async transcript(conversation, most) {
    const messages = under(table.messages, conversation).flatMap(([, message]) => (isBlank(message) ? [] : [message]));
    const archived = under(table.turns, conversation).map(([, turn]) => turn);
    const { turn } = table.state(conversation);
    return transcriptOf(messages, turn ? [...archived, turn] : archived, most);
  },
  async findMessage(conversation, id) {
    const message = table.message(conversation, id);
    const turns = under(table.turns, conversation).map(([, turn]) => turn);
    return saidUnder(id, message && !isBlank(message) ? message : undefined, turns);
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
      if (isBlank(message)) continue;
      const { position, outcome = { kind: "ignored", reason: "erased" } as const, sentAt, arrivedAt, id, number } = message;
      table.messages.set(key, { ...BLANK, id, number, position, outcome, sentAt, arrivedAt });
      erased += 1;
    }
    for (const map of [table.turns, table.outbound, table.acts]) drop(map, conversation);
    for (const key of table.deliveries.keys()) if (key.startsWith(`cw1.${conversation}.`)) erased += Number(table.deliveries.delete(key));
    erased += Number(table.leads.delete(conversation));
    for (const [key, entry] of table.sessions) if (entry.conversation === conversation) erased += Number(table.sessions.delete(key));
    for (const [name, of] of table.names) if (of === conversation) erased += Number(table.names.delete(name));
    for (const [key, handoff] of table.handoffs) if (handoff.origin === conversation) erased += Number(table.handoffs.delete(key));
    const state = table.states.get(conversation);
    const { pauses, wishes, rest } = parted(table.state(conversation));
    const { conversation: _, version, memory = {}, ...personal } = rest;
    if (state && (Object.keys({ ...pauses, ...personal }).length > 0 || !isImpersonal(memory))) {
      const kept = impersonal(memory);
      table.states.set(conversation, { conversation, version: version + 1, ...wishes, ...(kept && { memory: kept }) });
      erased += 1;
    }
    return erased;
  },
});

/** What is left of a message whose content was erased. */
const BLANK = { customer: {}, content: { kind: "unsupported", type: "erased" } } as const;
const isBlank = ({ content }: MemoryMessage) => content === BLANK.content;
