import type { OptIns } from "../../application/ports/opt-ins.ts";
import type { KeptOptIns } from "../../domain/consent/opt-in.ts";
import { conditionalWrite, readItem, type Table, updateIf } from "./items/conditional.ts";
import { readDocument, writeDocument } from "./items/documents.ts";
import { ITEM_VERSION, type Item, keys, requireReadable } from "./items/items.ts";

const optInsOf = (item: Item | undefined): KeptOptIns | undefined =>
  item && readDocument(requireReadable(item), "optIns");

const storedOf = (known: KeptOptIns) => writeDocument("optIns", known).optIns ?? { NULL: true };

export function dynamodbOptIns(table: Table): OptIns {
  return {
    find: async (id) => optInsOf(await readItem(table, keys.optIns(id))),

    async replace(id, next, known) {
      const condition = known
        ? { condition: "optIns = :known", values: { ":known": storedOf(known) } }
        : { condition: "attribute_not_exists(optIns)" };
      const change = { v: { N: ITEM_VERSION }, ...writeDocument("optIns", next) };
      return (await updateIf(table, keys.optIns(id), change, condition)) === undefined;
    },

    async remove(id, known) {
      const key = keys.optIns(id);
      const existing = await conditionalWrite(table, key, () =>
        table.client.deleteItem({
          TableName: table.tableName,
          Key: key,
          ConditionExpression: "optIns = :known",
          ExpressionAttributeValues: { ":known": storedOf(known) },
        }),
      );
      return existing === undefined;
    },
  };
}
