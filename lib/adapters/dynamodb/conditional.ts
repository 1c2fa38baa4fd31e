import { ConditionalCheckFailedException, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Item } from "./items.ts";

export type Table = { client: DynamoDBClient; tableName: string };

/**
 * Runs a conditional write. `undefined` when it took place, else the item that stood in its way.
 * DynamoDB returns that item with the refusal; where it does not (some emulators), it is read.
 */
export async function refusedBy({ client, tableName }: Table, key: Item, write: () => Promise<unknown>): Promise<Item | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (error.Item) return error.Item;
    const { Item: item } = await client.send(new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
    return item ?? {};
  }
}

/** Sets attributes if a condition holds. `undefined` when it did, else the item that stood in its way. `remove`: attributes that go. */
export function setIf(
  table: Table,
  key: Item,
  set: Item,
  options: { remove?: string; condition: string; values?: Item },
): Promise<Item | undefined> {
  const names = Object.keys(set);
  return refusedBy(table, key, () =>
    table.client.send(
      new UpdateItemCommand({
        TableName: table.tableName,
        Key: key,
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}${options.remove ? ` REMOVE ${options.remove}` : ""}`,
        ConditionExpression: options.condition,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
          ...options.values,
        },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
}
