import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { retryOnConflict } from "../../../application/ports/retry-on-conflict.ts";
import type { DynamoDbCalls } from "../../aws/calls.ts";
import { definedAttributes, type Item } from "./items.ts";

export type Table = { client: DynamoDbCalls; tableName: string };

export type Change = Record<string, AttributeValue | undefined>;

/** By its name: the thin client has no class for it. `Item`: what is there, if the call asked for it. */
export const isConditionRefused = (error: unknown): error is Error & { Item?: Item } =>
  error instanceof Error && error.name === "ConditionalCheckFailedException";

export const removeAllExcept = (item: Item, kept: readonly string[]): Change =>
  Object.fromEntries(
    Object.keys(item)
      .filter((name) => !kept.includes(name))
      .map((name) => [name, undefined]),
  );

/**
 * Returns `undefined` after success, else the item that is there. DynamoDB returns it with the refusal;
 * emulators are asked for it.
 */
export async function conditionalWrite(
  table: Table,
  key: Item,
  write: () => Promise<unknown>,
): Promise<Item | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (!isConditionRefused(error)) throw error;
    return error.Item ?? (await readItem(table, key)) ?? {};
  }
}

/** Sees every write that ended before the call. */
export async function readItem({ client, tableName }: Table, key: Item): Promise<Item | undefined> {
  const { Item: item } = await client.getItem({ TableName: tableName, Key: key, ConsistentRead: true });
  return item;
}

/** Returns `undefined`, or the item that is there when the condition does not hold. */
export function updateIf(
  table: Table,
  key: Item,
  change: Change,
  { condition, values }: { condition: string; values?: Item },
): Promise<Item | undefined> {
  const names = Object.keys(change);
  const written = definedAttributes(change);
  const removed = names.filter((name) => !(name in written));
  const expression = [
    ...(removed.length < names.length
      ? [
          `SET ${Object.keys(written)
            .map((name) => `#${name} = :${name}`)
            .join(", ")}`,
        ]
      : []),
    ...(removed.length > 0 ? [`REMOVE ${removed.map((name) => `#${name}`).join(", ")}`] : []),
  ];
  const given = {
    ...Object.fromEntries(Object.entries(written).map(([name, value]) => [`:${name}`, value])),
    ...values,
  };
  return conditionalWrite(table, key, () =>
    table.client.updateItem({
      TableName: table.tableName,
      Key: key,
      UpdateExpression: expression.join(" "),
      ConditionExpression: condition,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ...(Object.keys(given).length > 0 && { ExpressionAttributeValues: given }),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  );
}

/**
 * Reads, decides and writes; starts again when `attempt` returns `undefined`: somebody else wrote meanwhile.
 */
export const updateOptimistically = async <Result>(
  attempt: () => Promise<{ result: Result } | undefined>,
): Promise<Result> => (await retryOnConflict(attempt)).result;
