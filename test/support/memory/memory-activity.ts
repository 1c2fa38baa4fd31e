import type { Activity, InboxLists, InboxPage } from "../../../lib/application/ports/activity.ts";
import type { ActivityEntry } from "../../../lib/domain/inbox/activity-entry.ts";
import { comparePlaces, type Place } from "../../../lib/domain/inbox/index-key.ts";
import { holdsAll } from "../../../lib/domain/inbox/search-words.ts";
import type { MemoryTable } from "./memory-table.ts";

export const memoryActivity = (table: MemoryTable): Activity => ({
  find: async (conversation) => table.activity.get(conversation),
  entries: async (conversations) =>
    new Map(
      conversations.flatMap((conversation) => {
        const entry = table.activity.get(conversation);
        return entry ? [[conversation, entry] as const] : [];
      }),
    ),
  states: async (conversations) => conversations.map((conversation) => table.known(conversation)),
  async save(entry, known) {
    const { conversation } = entry;
    const before = table.activity.get(conversation);
    if (before?.revision !== known?.revision) return false;
    const { readAt: _, ...written } = entry;
    table.activity.set(conversation, {
      ...written,
      ...(before?.readAt !== undefined && { readAt: before.readAt }),
      revision: (known?.revision ?? 0) + 1,
    });
    return true;
  },
  async remove(conversation) {
    table.activity.delete(conversation);
  },
  async markRead(conversation, at) {
    const entry = table.activity.get(conversation);
    if (entry && at > (entry.readAt ?? 0)) table.activity.set(conversation, { ...entry, readAt: at });
  },
});

type Order = { placeOf: (entry: ActivityEntry) => Place; direction: 1 | -1 };

/** By times, which an entry without one does not have. */
const byTime = (timeOf: (entry: ActivityEntry) => number | undefined, direction: 1 | -1): Order => ({
  placeOf: (entry) => ({ at: timeOf(entry) ?? 0, conversation: entry.conversation }),
  direction,
});

function pageOf(entries: readonly ActivityEntry[], order: Order, max: number, after?: Place): InboxPage {
  const { placeOf, direction } = order;
  const left = entries.filter((entry) => !after || direction * comparePlaces(placeOf(entry), after) > 0);
  const taken = left.toSorted((a, b) => direction * comparePlaces(placeOf(a), placeOf(b))).slice(0, max);
  const last = taken.at(-1);
  return { entries: taken, ...(last && left.length > max && { next: placeOf(last) }) };
}

export function memoryInboxLists(table: MemoryTable): InboxLists {
  const all = () => [...table.activity.values()];
  return {
    waiting: async (max, after) =>
      pageOf(
        all().filter(({ waitingSince }) => waitingSince !== undefined),
        byTime(({ waitingSince }) => waitingSince, 1),
        max,
        after,
      ),
    recent: async (max, after) =>
      pageOf(
        all(),
        byTime(({ changedAt }) => changedAt, -1),
        max,
        after,
      ),
    assignedTo: async (user, max, after) =>
      pageOf(
        all().filter(({ assignedTo }) => assignedTo === user),
        byTime(({ assignedAt }) => assignedAt, -1),
        max,
        after,
      ),
    changedSince: async (at, waitingAt = at) => ({
      entries: all().filter(
        ({ changedAt, waitingSince }) => changedAt > (waitingSince === undefined ? at : waitingAt),
      ),
      waiting: all().filter(({ waitingSince }) => waitingSince !== undefined).length,
    }),
    async look(conversation) {
      const { readAt: _, ...entry } = table.activity.get(conversation) ?? {};
      const waiting = [
        ...table.messages
          .under(conversation)
          .flatMap(({ id, outcome, arrivedAt }) => (outcome ? [] : [{ id, at: arrivedAt }])),
        ...table.outbound
          .under(conversation)
          .flatMap(({ id, state, at }) => (state === "waiting" ? [{ id, at }] : [])),
      ];
      const changedAt = "changedAt" in entry ? (entry.changedAt ?? 0) : 0;
      return {
        print: JSON.stringify([table.state(conversation), entry, waiting]),
        changedAt: Math.max(changedAt, ...waiting.map(({ at }) => at)),
      };
    },
    async search(words, max) {
      const named = all().flatMap(({ conversation, name = "", changedAt: at }) =>
        holdsAll(name, words) ? [{ conversation, at }] : [],
      );
      const known = [...table.leads.entries()].flatMap(([conversation, { fields, createdAt: at }]) =>
        holdsAll(
          Object.values(fields)
            .map(({ value }) => value)
            .join(" "),
          words,
        )
          ? [{ conversation, at }]
          : [],
      );
      const found = [...named, ...known].sort((a, b) => b.at - a.at).map(({ conversation }) => conversation);
      const conversations = [...new Set(found)];
      return { conversations: conversations.slice(0, max), more: conversations.length > max };
    },
  };
}
