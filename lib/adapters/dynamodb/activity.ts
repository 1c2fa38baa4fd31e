import type { Activity } from "../../application/ports/activity.ts";
import type { Clock } from "../../application/ports/ports.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { ActivityEntry } from "../../domain/inbox/activity-entry.ts";
import { assignmentItem, entryOf, writeEntry } from "./activity-item.ts";
import { readItem, type Table, updateIf } from "./conditional.ts";
import { withLastingConsent } from "./consent-item.ts";
import { expiresAfter, keys, number } from "./items.ts";
import { readItems } from "./read-many.ts";
import { stateOf } from "./state-item.ts";

/** One item for each conversation, and one more while a member of staff has it. */
export function dynamodbActivity(table: Table & { retentionDays: number; clock: Clock }): Activity {
  const { client, tableName: TableName, clock, retentionDays } = table;

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
    find: async (conversation) => entryOf(await readItem(table, keys.activity(conversation)), clock.now()),

    async entries(conversations) {
      const found = await readItems(table, conversations.map(keys.activity));
      return new Map(
        conversations.flatMap((conversation) => {
          const entry = entryOf(found.get(keys.activity(conversation)), clock.now());
          return entry ? [[conversation, entry] as const] : [];
        }),
      );
    },

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
      const change = {
        ...writeEntry({ ...entry, revision: (known?.revision ?? 0) + 1 }, clock.now(), retentionDays),
        ...(!known && { readAt: undefined }),
      };
      const existing = await updateIf(
        table,
        keys.activity(conversation),
        change,
        known
          ? { condition: "revision = :known", values: { ":known": number(known.revision) } }
          : {
              condition: "attribute_not_exists(revision) OR expiresAt <= :now",
              values: { ":now": expiresAfter(clock.now(), 0) },
            },
      );
      if (existing) return false;
      if (known?.assignedTo !== undefined && known.assignedTo !== entry.assignedTo)
        await removeAssignment(table, known.assignedTo, conversation);
      return true;
    },

    async remove(conversation) {
      await removeActivity(table, conversation);
    },

    async markRead(conversation, at) {
      await updateIf(
        table,
        keys.activity(conversation),
        { readAt: number(at) },
        { condition: "attribute_exists(revision) AND (attribute_not_exists(readAt) OR readAt < :readAt)" },
      );
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
  const Key = keys.activity(conversation);
  const user = (await readItem(table, Key))?.assignedTo?.S;
  if (user !== undefined) await removeAssignment(table, user, conversation);
  const { Attributes } = await client.deleteItem({ TableName, Key, ReturnValues: "ALL_OLD" });
  return Attributes !== undefined;
}
