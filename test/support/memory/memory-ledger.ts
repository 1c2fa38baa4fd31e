import type { Deliveries, Ledger } from "../../../lib/application/ports/ports.ts";
import { advances } from "../../../lib/domain/turn/delivery.ts";
import { formatReference } from "../../../lib/domain/turn/reference.ts";
import type { MemoryTable } from "./memory-table.ts";

export const memoryLedger = (table: MemoryTable): Ledger => ({
  async record({ conversation, number, message, arrivedAt, position, endsAs }) {
    const standing = table.message(conversation, message.id);
    if (standing) return standing.outcome ? "answered" : "unanswered";
    table.messages.set(`${conversation} ${message.id}`, {
      id: message.id,
      number,
      customer: message.customer,
      content: message.content,
      sentAt:
        message.sentAt !== undefined && message.sentAt <= arrivedAt + 300_000 ? message.sentAt : arrivedAt,
      arrivedAt,
      position,
      ...(message.quoted !== undefined && { quoted: message.quoted }),
      ...(message.forwarded && { forwarded: true }),
      ...(message.referral !== undefined && { referral: message.referral }),
      ...(message.product !== undefined && { product: message.product }),
      ...(endsAs && { outcome: endsAs }),
    });
    return "new";
  },
  newestWaiting: async (conversation) =>
    table.messages
      .under(conversation)
      .flatMap(({ outcome, content, sentAt, arrivedAt }) =>
        outcome || content.kind === "identity-change" ? [] : [{ sentAt, arrivedAt }],
      )
      .sort((a, b) => b.sentAt - a.sentAt)
      .slice(0, 10),
  recordedContent: async (conversation, id) => table.message(conversation, id)?.content,
});

export const memoryDeliveries = (table: MemoryTable): Deliveries => ({
  async record(status) {
    const key = formatReference(status.reference);
    if (!advances(table.deliveries.get(key)?.state, status.state)) return "stale";
    table.deliveries.set(key, {
      state: status.state,
      ...(status.code !== undefined && { code: status.code }),
    });
    if (status.pricing) table.priced.add(key);
    return "recorded";
  },
  async notePrice(reference) {
    const key = formatReference(reference);
    if (!table.deliveries.has(key) || table.priced.has(key)) return "known";
    table.priced.add(key);
    return "new";
  },
  find: async (reference) => table.deliveries.get(formatReference(reference)),
});
