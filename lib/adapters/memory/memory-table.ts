import type { Clock, Conversations, Deliveries, Delivery, Ledger } from "../../application/ports.ts";
import type { ConversationState, Outcome, PendingMessage } from "../../domain/conversation.ts";
import { advances } from "../../domain/delivery.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import { formatReference } from "../../domain/reference.ts";
import type { Turn } from "../../domain/turn.ts";

export type MemoryMessage = PendingMessage & { position: number; outcome?: Outcome; answeredBy?: string };

/** What the DynamoDB table would hold, open to look at. Every call is one atomic step, as a single write or consistent read is there. */
export class MemoryTable {
  readonly messages = new Map<string, MemoryMessage>();
  readonly states = new Map<ConversationId, ConversationState>();
  readonly turns = new Map<string, Turn>();
  readonly deliveries = new Map<string, Delivery>();
  readonly aliases = new Map<ConversationId, ConversationId>();
  readonly held = new Map<NumberName, { until: number; code: string }>();
  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  message(conversation: ConversationId, id: MessageId) {
    return this.messages.get(`${conversation} ${id}`);
  }
}

export const memoryLedger = (table: MemoryTable): Ledger => ({
  async record({ conversation, number, message, arrivedAt, position, endsAs, successor }) {
    if (successor && successor !== conversation) table.aliases.set(successor, conversation);
    const standing = table.message(conversation, message.id);
    if (standing) return standing.outcome ? "answered" : "unanswered";
    table.messages.set(`${conversation} ${message.id}`, {
      id: message.id,
      number,
      customer: message.customer,
      content: message.content,
      sentAt: message.sentAt !== undefined && message.sentAt <= arrivedAt + 300_000 ? message.sentAt : arrivedAt,
      arrivedAt,
      position,
      ...(message.quoted !== undefined && { quoted: message.quoted }),
      ...(endsAs && { outcome: endsAs }),
    });
    return "new";
  },
});

const isMoved = (outcome: Outcome | undefined) => outcome?.kind === "ignored" && outcome.reason === "moved";

const inOrder = (a: MemoryMessage, b: MemoryMessage) => a.sentAt - b.sentAt || a.arrivedAt - b.arrivedAt || a.position - b.position;

export const memoryConversations = (table: MemoryTable): Conversations => ({
  async hold(number, until, code) {
    if (until > (table.held.get(number)?.until ?? 0)) table.held.set(number, { until, code });
  },
  async load(conversation, number) {
    const waiting = [...table.messages]
      .filter(([key, message]) => key.startsWith(`${conversation} `) && !message.outcome)
      .map(([, message]) => message);
    const held = number && table.held.get(number);
    const predecessor = table.aliases.get(conversation);
    return {
      ...(predecessor && { predecessor }),
      ...(held && { heldUntil: held.until }),
      state: table.states.get(conversation) ?? { conversation, version: 0 },
      pending: waiting
        .sort(inOrder)
        .slice(0, 100)
        .map(({ position: _, outcome: _o, answeredBy: _a, ...pending }) => pending),
    };
  },
  async save(state, guard) {
    const standing = table.states.get(state.conversation);
    if ((standing?.version ?? 0) !== state.version) return "overtaken";
    if (guard === "speaking" && standing?.optedOutAt !== undefined) return "opted-out";
    if (guard === "speaking" && standing?.pausedAt !== undefined) return "paused";
    const { pausedAt: _p, optedOutAt: _o, ...mine } = state;
    table.states.set(state.conversation, { ...standing, ...mine, version: state.version + 1 });
    return "saved";
  },
  async adopt({ conversation, sessionId, customer, lastInboundAt, pausedAt, optedOutAt }, messages, returns) {
    const defined = (values: object) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    const { movedTo, pausedAt: paused, optedOutAt: optedOut, ...standing } = table.states.get(conversation) ?? { conversation, version: 0 };
    table.states.set(conversation, {
      ...defined({ sessionId, customer, lastInboundAt }),
      ...standing,
      ...defined(returns ? { pausedAt, optedOutAt } : { pausedAt: paused ?? pausedAt, optedOutAt: optedOut ?? optedOutAt, movedTo }),
      version: returns ? standing.version + 1 : Math.max(1, standing.version),
    });
    for (const [position, message] of messages.entries()) {
      const standing = table.message(conversation, message.id);
      const open = !standing || ((!standing.outcome || isMoved(standing.outcome)) && (standing.hops ?? 0) < (message.hops ?? 0));
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
  async end(conversation, messages, ending, turn) {
    for (const id of messages) {
      const message = table.message(conversation, id);
      if (message && !message.outcome) {
        message.outcome = ending;
        if (turn) message.answeredBy = turn;
      }
    }
  },
});

export const memoryDeliveries = (table: MemoryTable): Deliveries => ({
  async record(status) {
    const key = formatReference(status.reference);
    if (!advances(table.deliveries.get(key)?.state, status.state)) return "stale";
    table.deliveries.set(key, { state: status.state, ...(status.code !== undefined && { code: status.code }) });
    return "recorded";
  },
  find: async (reference) => table.deliveries.get(formatReference(reference)),
});
