import type { StaffFiles } from "../../../application/ports/file-store.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import { STAFF_FILE_DAYS } from "../../../domain/media/staff-file.ts";
import { readItem, type Table } from "../items/conditional.ts";
import { readDocument, writeDocument } from "../items/documents.ts";
import { expiresAfter, ITEM_VERSION, isExpired, keys } from "../items/items.ts";
import { readPartition } from "../items/read-many.ts";

/** Kept as long as the bucket keeps the file. */
export function dynamodbStaffFiles(table: Table & { clock: Clock }): StaffFiles {
  const { client, tableName: TableName, clock } = table;
  return {
    async add(conversation, file) {
      const Item = {
        ...keys.staffFile(conversation, file.id),
        v: { N: ITEM_VERSION },
        ...writeDocument("file", file),
        expiresAt: expiresAfter(clock.now(), STAFF_FILE_DAYS),
      };
      await client.putItem({ TableName, Item });
    },

    async find(conversationIds, id) {
      const items = await Promise.all(
        conversationIds.map((each) => readItem(table, keys.staffFile(each, id))),
      );
      return items.flatMap((item) =>
        item && !isExpired(item, clock.now()) ? (readDocument(item, "file") ?? []) : [],
      )[0];
    },

    async list(conversation) {
      const prefix = keys.staffFile(conversation, "").sk.S;
      const items = await readPartition(table, { pk: keys.partition(conversation).S, prefix });
      return items.flatMap((item) => readDocument(item, "file") ?? []);
    },
  };
}
