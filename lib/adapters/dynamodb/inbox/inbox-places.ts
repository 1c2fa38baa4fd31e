import type { Clock } from "../../../application/ports/ports.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import type { ActivityEntry } from "../../../domain/inbox/activity-entry.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { entryOf } from "../items/activity-item.ts";
import { conditionalWrite, type Table, updateIf } from "../items/conditional.ts";
import { type Item, keys, number, readText } from "../items/items.ts";
import { type Found, readItems } from "../items/read-many.ts";
import type { InboxPartitions } from "../items/shards.ts";

export type InboxTable = Table & { clock: Clock; inboxPartitions: InboxPartitions };

export type Key = ReturnType<typeof keys.activity>;
/** Where an entry belongs, and where a function with the other number of partitions puts it, if not there too. */
type Places = { home: Key; other?: Key };

export function placesOf(conversation: ConversationId, count: InboxPartitions): Places {
  const [home, other] = [
    keys.activity(conversation, count),
    keys.activity(conversation, count === 2 ? 8 : 2),
  ];
  return home.pk.S === other.pk.S ? { home } : { home, other };
}

/** Whatever the number of partitions is or was. */
export function everyPlace(conversation: ConversationId): readonly [Key, ...Key[]] {
  const { home, other } = placesOf(conversation, 2);
  return other ? [home, other] : [home];
}

/** With two partitions only home is read: the other place has an entry only after a deploy that was taken back. */
export function placesRead(conversation: ConversationId, count: InboxPartitions): readonly Key[] {
  const { home, other } = placesOf(conversation, count);
  return count === 8 && other ? [home, other] : [home];
}

/** The newer of two entries, of which the other is what a crash or an older function has left. */
export type Placed = { entry: ActivityEntry; home?: ActivityEntry; other?: ActivityEntry };

function placed(home: ActivityEntry | undefined, other: ActivityEntry | undefined): Placed | undefined {
  const newest = other && (!home || other.changedAt > home.changedAt) ? other : home;
  if (!newest) return undefined;
  const readAt = Math.max(home?.readAt ?? 0, other?.readAt ?? 0) || undefined;
  return { entry: { ...newest, ...omitUndefined({ readAt }) }, ...omitUndefined({ home, other }) };
}

export function placedIn(
  found: Found,
  conversation: ConversationId,
  { inboxPartitions, clock }: InboxTable,
): Placed | undefined {
  const { home, other } = placesOf(conversation, inboxPartitions);
  return placed(entryOf(found.get(home), clock.now()), other && entryOf(found.get(other), clock.now()));
}

/** Sees every write that ended before. */
export async function readEntries(
  table: InboxTable,
  conversations: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, ActivityEntry>> {
  const found = await readItems(
    table,
    conversations.flatMap((each) => placesRead(each, table.inboxPartitions)),
  );
  return new Map(
    conversations.flatMap((conversation) => {
      const entry = placedIn(found, conversation, table)?.entry;
      return entry ? [[conversation, entry] as const] : [];
    }),
  );
}

/**
 * Of those of the items that are in their other place: what is at home, if that is as new or newer. Removes what is
 * older there, so that a later page does not show it.
 */
export async function movedEntries(
  table: InboxTable,
  items: readonly Item[],
): Promise<ReadonlyMap<Item, ActivityEntry>> {
  const elsewhere = items.flatMap((item) => {
    const entry = entryOf(item, 0);
    const { home, other } = entry ? placesOf(entry.conversation, table.inboxPartitions) : {};
    return entry && home && other && readText(item, "pk") === other.pk.S ? [{ item, entry, home }] : [];
  });
  if (elsewhere.length === 0) return new Map();
  const homes = new Map(elsewhere.map(({ home }) => [home.sk.S, home]));
  const found = await readItems(table, [...homes.values()]);
  const moved = new Map<Item, ActivityEntry>();
  for (const { item, entry, home } of elsewhere) {
    const atHome = entryOf(found.get(home), table.clock.now());
    if (atHome && atHome.changedAt >= entry.changedAt) moved.set(item, atHome);
    else if (atHome) await removeUnchanged(table, home, atHome);
  }
  return moved;
}

/** The later of two times stays. Returns whether there is an entry. */
export async function markReadAt(table: Table, key: Key, at: number): Promise<boolean> {
  const existing = await updateIf(
    table,
    key,
    { readAt: number(at) },
    { condition: "attribute_exists(revision) AND (attribute_not_exists(readAt) OR readAt < :readAt)" },
  );
  return existing === undefined || existing.revision !== undefined;
}

/** Unless it has changed since it was read. Returns whether it was removed. */
export async function removeUnchanged(table: Table, key: Key, entry: ActivityEntry): Promise<boolean> {
  const { client, tableName: TableName } = table;
  const { changedAt, readAt } = entry;
  const existing = await conditionalWrite(table, key, () =>
    client.deleteItem({
      TableName,
      Key: key,
      ConditionExpression: `changedAt = :changedAt AND ${readAt === undefined ? "attribute_not_exists(readAt)" : "readAt = :readAt"}`,
      ExpressionAttributeValues: {
        ":changedAt": number(changedAt),
        ...(readAt !== undefined && { ":readAt": number(readAt) }),
      },
    }),
  );
  return existing === undefined;
}

/** Removes the older of two entries. Returns what is left, which may be in the other place. */
export async function withoutOlder(
  table: InboxTable,
  conversation: ConversationId,
  { entry, home, other }: Placed,
): Promise<Placed> {
  const places = placesOf(conversation, table.inboxPartitions);
  if (!home || !other || !places.other) return { entry, ...omitUndefined({ home, other }) };
  const [newer, older] =
    other.changedAt > home.changedAt
      ? ([places.other, [places.home, home]] as const)
      : ([places.home, [places.other, other]] as const);
  if (older[1].readAt !== undefined) await markReadAt(table, newer, older[1].readAt);
  await removeUnchanged(table, ...older);
  return newer === places.home ? { entry, home: entry } : { entry, other: entry };
}
