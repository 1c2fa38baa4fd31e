import type { Conversations } from "../../application/ports.ts";
import { adopted, parted } from "../../domain/adopted.ts";
import { type Outcome, silence } from "../../domain/conversation.ts";
import { type MemoryMessage, type MemoryTable, under } from "./memory-table.ts";

const isMoved = (outcome: Outcome | undefined) => outcome?.kind === "ignored" && outcome.reason === "moved";

const inOrder = (a: MemoryMessage, b: MemoryMessage) => a.sentAt - b.sentAt || a.arrivedAt - b.arrivedAt || a.position - b.position;

export const memoryConversations = (table: MemoryTable): Conversations => ({
  async hold(number, until, code) {
    if (until > (table.held.get(number)?.until ?? 0)) table.held.set(number, { until, code });
  },
  async load(conversation, number) {
    const waiting = under(table.messages, conversation).flatMap(([, message]) => (message.outcome ? [] : [message]));
    const jobs = under(table.outbound, conversation).flatMap(([, job]) => (job.state === "waiting" ? [job] : []));
    const held = number && table.held.get(number);
    const predecessor = table.aliases.get(conversation);
    return {
      ...(predecessor && { predecessor }),
      ...(held && { heldUntil: held.until }),
      ...(number && table.isOff(number) && { switchedOff: true }),
      state: table.state(conversation),
      pending: waiting
        .sort(inOrder)
        .slice(0, 100)
        .map(({ position: _, outcome: _o, answeredBy: _a, ...pending }) => pending),
      outbound: jobs.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ state: _s, code: _c, turn: _t, ...job }) => job),
    };
  },
  async save(state, silences) {
    const standing = table.state(state.conversation);
    if (standing.version !== state.version) return "overtaken";
    const silenced = silence(standing, silences);
    if (silenced) return silenced;
    const { pauses, wishes } = parted(standing);
    table.states.set(state.conversation, { ...parted(state).rest, ...pauses, ...wishes, version: state.version + 1 });
    return "saved";
  },
  async adopt(state, messages, returns) {
    const { conversation } = state;
    table.states.set(conversation, adopted(table.state(conversation), state, returns));
    for (const [position, message] of messages.entries()) {
      const there = table.message(conversation, message.id);
      const open = !there || ((!there.outcome || isMoved(there.outcome)) && (there.hops ?? 0) < (message.hops ?? 0));
      if (open) table.messages.set(`${conversation} ${message.id}`, { ...message, position });
    }
  },
  async depart(conversation, messages, to) {
    for (const { id } of messages) {
      const message = table.message(conversation, id);
      if (message && !message.outcome) message.movingTo = to;
    }
  },
  async leave(conversation, messages) {
    for (const { id, hops = 0 } of messages) {
      const message = table.message(conversation, id);
      if (message && !message.outcome && (message.hops ?? 0) === hops) message.outcome = { kind: "ignored", reason: "moved" };
    }
  },
  async archive(conversation, turn) {
    table.turns.set(`${conversation} ${turn.id}`, turn);
  },
  archived: async (conversation, turn) => table.turns.get(`${conversation} ${turn}`),
  async end(conversation, messages, ending, turn) {
    for (const id of messages) {
      const message = table.message(conversation, id);
      if (message && !message.outcome) {
        message.outcome = ending;
        if (turn) message.answeredBy = turn;
      }
    }
  },
  async endLate(conversation, messages, ending, turn) {
    for (const id of messages) {
      const message = table.message(conversation, id);
      if (message?.outcome?.kind === "answered" && message.answeredBy === turn) message.outcome = ending;
    }
  },
});
