import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { Table } from "./conditional.ts";
import type { Item } from "./items.ts";

const PER_CALL = 100;

const nameOf = ({ pk, sk }: Item) => `${pk?.S} ${sk?.S}`;

export type Found = { get(key: Item): Item | undefined };

/** Sees every write that ended before. Throws when DynamoDB is throttling. */
export async function readItems({ client, tableName }: Table, wanted: readonly Item[]): Promise<Found> {
  const calls = [];
  for (let at = 0; at < wanted.length; at += PER_CALL) calls.push(wanted.slice(at, at + PER_CALL));
  const items = await Promise.all(
    calls.map(async (Keys) => {
      const { Responses, UnprocessedKeys } = await client.batchGetItem({
        RequestItems: { [tableName]: { Keys, ConsistentRead: true } },
      });
      if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Error("DynamoDB is throttling");
      return Responses?.[tableName] ?? [];
    }),
  );
  const found = new Map(items.flat().map((item) => [nameOf(item), item]));
  return { get: (key) => found.get(nameOf(key)) };
}

export async function readPartition(
  { client, tableName }: Table,
  { pk, prefix, attributes }: { pk: string; prefix?: string; attributes?: readonly string[] },
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: QueryCommandInput["ExclusiveStartKey"];
  do {
    const page = await client.query({
      TableName: tableName,
      KeyConditionExpression: prefix === undefined ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: {
        ":pk": { S: pk },
        ...(prefix !== undefined && { ":prefix": { S: prefix } }),
      },
      ...(attributes && {
        ProjectionExpression: attributes.map((name) => `#${name}`).join(", "),
        ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
      }),
      ConsistentRead: true,
      ...omitUndefined({ ExclusiveStartKey: start }),
    });
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** Of 1 MB each: thousands of items. */
const MAX_SEARCHED_PAGES = 4;

/**
 * The text attribute contains a string. Returns the finds of the first page that has any; gives up after a
 * few pages. May miss what was written a moment ago.
 */
export async function findInPartition(
  { client, tableName }: Table,
  { pk, prefix, attribute, holds }: { pk: string; prefix: string; attribute: string; holds: string },
): Promise<readonly Item[]> {
  let start: QueryCommandInput["ExclusiveStartKey"];
  for (let pages = 0; pages < MAX_SEARCHED_PAGES; pages++) {
    const page = await client.query({
      TableName: tableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      FilterExpression: "contains(#attribute, :holds)",
      ExpressionAttributeNames: { "#attribute": attribute },
      ExpressionAttributeValues: { ":pk": { S: pk }, ":prefix": { S: prefix }, ":holds": { S: holds } },
      ...omitUndefined({ ExclusiveStartKey: start }),
    });
    if (page.Items && page.Items.length > 0) return page.Items;
    if (!page.LastEvaluatedKey) return [];
    start = page.LastEvaluatedKey;
  }
  return [];
}

/** At most 1 MB, after the sort key `after`. `next`: the last sort key, unless the partition ends. */
export async function readPage(
  { client, tableName }: Table,
  { pk, after }: { pk: string; after?: string },
): Promise<{ items: readonly Item[]; next?: string }> {
  const { Items = [], LastEvaluatedKey } = await client.query({
    TableName: tableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: pk } },
    ConsistentRead: true,
    ...(after !== undefined && { ExclusiveStartKey: { pk: { S: pk }, sk: { S: after } } }),
  });
  const next = LastEvaluatedKey?.sk?.S;
  return { items: Items, ...omitUndefined({ next }) };
}
