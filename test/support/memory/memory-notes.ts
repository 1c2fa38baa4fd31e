import { hash } from "node:crypto";
import type { Chats, Drafts, Notes } from "../../../lib/application/ports/inbox-ports.ts";
import type { ConversationIds } from "../../../lib/domain/conversation/conversation.ts";
import { parseReference } from "../../../lib/domain/turn/reference.ts";
import { isBlank } from "./memory-history.ts";
import type { MemoryMessage, MemoryTable } from "./memory-table.ts";
import type { WordsMap } from "./words-map.ts";

const hashes = new WeakMap<MemoryMessage, string>();

function hashOf(message: MemoryMessage): string {
  const known = hashes.get(message) ?? hash("sha256", message.id, "base64url").slice(0, 22);
  hashes.set(message, known);
  return known;
}

export const memoryChats = (table: MemoryTable): Chats => {
  const messagesIn = (conversationIds: ConversationIds) =>
    conversationIds
      .flatMap((each) => table.messages.under(each))
      .flatMap((message) => (isBlank(message) ? [] : [{ ...message, hash: hashOf(message) }]));

  return {
    async read(conversationIds, user) {
      const all = <Value>(map: WordsMap<Value>) => conversationIds.flatMap((each) => map.under(each));
      const deliveries = [...table.deliveries].flatMap(([key, delivery]) => {
        const reference = parseReference(key);
        if (!reference || !conversationIds.includes(reference.conversation)) return [];
        const { turn, part, attempt } = reference;
        return [{ turn, part, attempt, ...delivery }];
      });
      const draft = await memoryDrafts(table).find(conversationIds, user);
      return {
        messages: messagesIn(conversationIds),
        turns: [...all(table.turns), ...conversationIds.flatMap((each) => table.state(each).turn ?? [])],
        outbound: all(table.outbound),
        deliveries,
        notes: all(table.notes),
        acts: all(table.acts),
        ...(draft !== undefined && { draft }),
      };
    },
    findMessage: async (conversationIds, hash) =>
      messagesIn(conversationIds).find((message) => message.hash === hash),
  };
};

const DAY = 86_400_000;

export const memoryNotes = (table: MemoryTable): Notes => ({
  async add(conversation, note) {
    const key = `${conversation} ${note.id}`;
    if (table.notes.has(key)) return "repeated";
    table.notes.set(key, note);
    return "added";
  },
  list: async (conversationIds) =>
    conversationIds.flatMap((each) => table.notes.under(each)).sort((a, b) => a.at - b.at),
});

export const memoryDrafts = (table: MemoryTable): Drafts => ({
  async save(conversationIds, user, { text, at }) {
    for (const each of conversationIds) table.drafts.delete(`${each} ${user}`);
    const [conversation] = conversationIds;
    if (text.trim() !== "")
      table.drafts.set(`${conversation} ${user}`, { text, at, savedAt: table.clock.now() });
  },
  async find(conversationIds, user) {
    const drafts = conversationIds.flatMap((each) => table.drafts.get(`${each} ${user}`) ?? []);
    const [latest] = drafts
      .filter(({ savedAt }) => table.clock.now() - savedAt < 7 * DAY)
      .sort((a, b) => b.at - a.at);
    return latest?.text;
  },
});
