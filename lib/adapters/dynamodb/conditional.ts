import { ConditionalCheckFailedException, type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
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
