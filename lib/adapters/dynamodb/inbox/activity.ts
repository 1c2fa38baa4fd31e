import type { Activity } from "../../../application/ports/activity.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import type { ActivityEntry } from "../../../domain/inbox/activity-entry.ts";
import { assignmentItem, entryOf, writeEntry } from "../items/activity-item.ts";
import { readItem, type Table, updateIf } from "../items/conditional.ts";
import { withLastingConsent } from "../items/consent-item.ts";
import { expiresAfter, keys, number } from "../items/items.ts";
import { readItems } from "../items/read-many.ts";
import { stateOf } from "../items/state-item.ts";
import {
  everyPlace,
  type InboxTable,
  type Key,
  markReadAt,
  type Placed,
  placedIn,
  placesOf,
  placesRead,
  readEntries,
  removeUnchanged,
  withoutOlder,
} from "./inbox-places.ts";

/** One item for each conversation, and one more while a member of staff has it. */
export function dynamodbActivity(table: InboxTable & { retentionDays: number }): Activity {
  const { client, tableName: TableName, clock, retentionDays, inboxPartitions } = table;
  const readEntry = async (key: Key) => entryOf(await readItem(table, key), clock.now());
  /** What `find` has found in its other place: the next `save` moves it. */
  const toMove = new WeakMap<ActivityEntry, ActivityEntry>();

  async function place(conversation: ConversationId): Promise<Placed | undefined> {
    const read = placesRead(conversation, inboxPartitions);
    if (read.length > 1) return placedIn(await readItems(table, read), conversation, table);
    const { home, other } = placesOf(conversation, inboxPartitions);
    const entry = await readEntry(home);
    if (entry) return { entry, home: entry };
    const elsewhere = other && (await readEntry(other));
    return elsewhere && { entry: elsewhere, other: elsewhere };
  }

  async function assign({
    conversation,
    assignedTo: user,
    assignedAt: at = 0,
  }: ActivityEntry): Promise<void> {
    if (user === undefined) return;
    const Item = assignmentItem({ user, at, conversation }, clock.now(), retentionDays);
    await client.putItem({ TableName, Item });
  }

  return {
    async find(conversation) {
      const found = await place(conversation);
      if (!found?.other) return found?.entry;
      const { entry, other } = await withoutOlder(table, conversation, found);
      if (other) toMove.set(entry, other);
      return entry;
    },

    entries: (conversations) => readEntries(table, conversations),

    async states(conversations) {
      const found = await readItems(table, [
        ...conversations.map(keys.state),
        ...conversations.map(keys.consent),
      ]);
      return conversations.map((conversation) =>
        withLastingConsent(
          stateOf(conversation, found.get(keys.state(conversation)), clock.now()),
          found.get(keys.consent(conversation)),
        ),
      );
    },

    async save(entry, known) {
      const { conversation } = entry;
      const isReassigned = entry.assignedTo !== known?.assignedTo || entry.assignedAt !== known?.assignedAt;
      // First: after a crash the same is written again.
      if (isReassigned) await assign(entry);
      const { home, other } = placesOf(conversation, inboxPartitions);
      const moved = known && toMove.get(known);
      const change = {
        ...writeEntry({ ...entry, revision: (known?.revision ?? 0) + 1 }, clock.now(), retentionDays),
        ...((!known || moved) && { readAt: moved?.readAt === undefined ? undefined : number(moved.readAt) }),
      };
      const existing = await updateIf(
        table,
        home,
        change,
        known && !moved
          ? { condition: "revision = :known", values: { ":known": number(known.revision) } }
          : {
              condition: "attribute_not_exists(revision) OR expiresAt <= :now",
              values: { ":now": expiresAfter(clock.now(), 0) },
            },
      );
      if (existing) return false;
      // After a crash both are there, and the newer counts. One that has changed meanwhile, or was erased, is
      // looked at again.
      if (other && moved && !(await removeUnchanged(table, other, moved))) return false;
      if (known?.assignedTo !== undefined && known.assignedTo !== entry.assignedTo)
        await removeAssignment(table, known.assignedTo, conversation);
      return true;
    },

    async remove(conversation) {
      await removeActivity(table, conversation);
    },

    async markRead(conversation, at) {
      const { home, other } = placesOf(conversation, inboxPartitions);
      if (!(await markReadAt(table, home, at)) && other) await markReadAt(table, other, at);
    },
  };
}

const removeAssignment = (
  { client, tableName: TableName }: Table,
  user: string,
  conversation: ConversationId,
) => client.deleteItem({ TableName, Key: keys.assignment(user, conversation) });

/** Removes the entry and what lists it for a member of staff. Returns whether there was one. */
export async function removeActivity(table: Table, conversation: ConversationId): Promise<boolean> {
  const { client, tableName: TableName } = table;
  const places = everyPlace(conversation);
  const found = await readItems(table, places);
  const users = new Set(places.flatMap((key) => found.get(key)?.assignedTo?.S ?? []));
  for (const user of users) await removeAssignment(table, user, conversation);
  let removed = false;
  // The first one twice: who moves an entry writes it to one place before it is removed from the other, so one of
  // the removals finds it, or the mover sees that it has come too late.
  for (const Key of places.length > 1 ? [...places, places[0]] : places) {
    const { Attributes } = await client.deleteItem({ TableName, Key, ReturnValues: "ALL_OLD" });
    removed ||= Attributes !== undefined;
  }
  return removed;
}
