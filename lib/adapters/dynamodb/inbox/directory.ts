import type { Directory } from "../../../application/ports/control-ports.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import { conversationId, numberName } from "../../../domain/ids.ts";
import { readItem, type Table } from "../items/conditional.ts";
import { expiresAfter, ITEM_VERSION, type Item, isExpired, keys, readText, text } from "../items/items.ts";
import { readPartition } from "../items/read-many.ts";

/** Writing an entry again extends its life. */
export function dynamodbDirectory(table: Table & { retentionDays: number; clock: Clock }): Directory {
  const { client, tableName: TableName, clock, retentionDays } = table;
  const put = (item: Item) =>
    client.putItem({
      TableName,
      Item: { ...item, v: { N: ITEM_VERSION }, expiresAt: expiresAfter(clock.now(), retentionDays) },
    });

  return {
    async note(conversation, { number, session, names }) {
      await Promise.all([
        put({ ...keys.session(session, conversation), number: text(number) }),
        ...names.map((name) => put({ ...keys.name(name), conversation: text(conversation) })),
      ]);
    },

    async bySession(session) {
      const items = await readPartition(table, { pk: `SESSION#${session}` });
      return items.flatMap((item) => {
        const [conversation, name] = [readText(item, "sk"), readText(item, "number")];
        if (!conversation || !name || isExpired(item, clock.now())) return [];
        return [{ conversation: conversationId(conversation), number: numberName(name) }];
      });
    },

    async byName(name) {
      const item = await readItem(table, keys.name(name));
      const conversation = item && !isExpired(item, clock.now()) ? readText(item, "conversation") : undefined;
      return conversation === undefined ? undefined : conversationId(conversation);
    },
  };
}
