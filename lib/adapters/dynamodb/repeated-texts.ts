import type { RepeatedTexts } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import type { NumberName } from "../../domain/ids.ts";
import { DAY_MS } from "../../domain/time.ts";
import { conditionalWrite, readItem, type Table } from "./items/conditional.ts";
import { expiresAfter, ITEM_VERSION, type Item, isExpired, keys } from "./items/items.ts";

/** One item per text and day: a keyed hash, and the hashed ids of the first customers who got it. */
export function dynamodbRepeatedTexts(table: Table & { clock: Clock }): RepeatedTexts {
  const { client, tableName: TableName, clock } = table;
  const keyOf = (number: NumberName, hash: string) =>
    keys.repeatedText(number, hash, Math.floor(clock.now() / DAY_MS));
  const customersIn = (item: Item | undefined) =>
    item && !isExpired(item, clock.now()) ? (item.sentTo?.SS ?? []) : [];

  /** Today's and yesterday's: "lately" does not end at midnight. */
  async function customersBefore(number: NumberName, hash: string): Promise<ReadonlySet<string>> {
    const today = Math.floor(clock.now() / DAY_MS);
    const items = await Promise.all(
      [today, today - 1].map((day) => readItem(table, keys.repeatedText(number, hash, day))),
    );
    return new Set(items.flatMap(customersIn));
  }

  return {
    async note(number, hash, conversation) {
      const key = keyOf(number, hash);
      await conditionalWrite(table, key, () =>
        client.updateItem({
          TableName,
          Key: key,
          UpdateExpression: "SET v = :v, expiresAt = :expiresAt ADD sentTo :customer",
          // More customers would not change the decision.
          ConditionExpression: "attribute_not_exists(sentTo) OR size(sentTo) < :enough",
          ExpressionAttributeValues: {
            ":v": { N: ITEM_VERSION },
            ":expiresAt": expiresAfter(clock.now(), 2),
            ":customer": { SS: [conversation] },
            ":enough": { N: "10" },
          },
        }),
      );
      return (await customersBefore(number, hash)).size;
    },

    customersOf: async (number, hash) => (await customersBefore(number, hash)).size,
  };
}
