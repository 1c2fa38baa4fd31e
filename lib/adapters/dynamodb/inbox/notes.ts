import type { Notes } from "../../../application/ports/inbox-ports.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import { conditionalWrite, type Table } from "../items/conditional.ts";
import { readDocument, writeDocument } from "../items/documents.ts";
import { expiresAfter, ITEM_VERSION, isExpired, keys } from "../items/items.ts";
import { readPartition } from "../items/read-many.ts";

export function dynamodbNotes(table: Table & { retentionDays: number; clock: Clock }): Notes {
  const { client, tableName: TableName, clock, retentionDays } = table;
  return {
    async add(conversation, note) {
      const key = keys.note(conversation, note.id);
      const Item = {
        ...key,
        v: { N: ITEM_VERSION },
        ...writeDocument("note", note),
        expiresAt: expiresAfter(clock.now(), retentionDays),
      };
      const existing = await conditionalWrite(table, key, () =>
        client.putItem({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" }),
      );
      return existing ? "repeated" : "added";
    },

    async list(conversationIds) {
      const items = await Promise.all(
        conversationIds.map((each) =>
          readPartition(table, { pk: keys.partition(each).S, prefix: keys.note(each, "").sk.S }),
        ),
      );
      return items
        .flat()
        .filter((item) => !isExpired(item, clock.now()))
        .flatMap((item) => readDocument(item, "note") ?? [])
        .sort((a, b) => a.at - b.at);
    },
  };
}
