import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { type ConversationId, conversationId } from "../../../domain/ids.ts";
import { holdsAll } from "../../../domain/inbox/search-words.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { readDocument } from "../items/documents.ts";
import { type Item, isExpired, PENDING_INDEX, readText } from "../items/items.ts";
import { readEachShard, readInboxPartitions, SHARD_COUNT } from "../items/shards.ts";
import type { InboxTable } from "./inbox-places.ts";

type Hit = { conversation: ConversationId; at: string };

type Searched = { attribute: string; textOf: (item: Item) => string };

const NAMES: Searched = { attribute: "name", textOf: (item) => readText(item, "name") ?? "" };

const LEADS: Searched = {
  attribute: "lead",
  textOf: (item) =>
    Object.values(readDocument(item, "lead")?.fields ?? {})
      .map(({ value }) => value)
      .join(" "),
};

/** Of 1 MB each, of each of the two lists. */
const MAX_PAGES = 8;

/**
 * Reads newest first: names of about twenty thousand conversations, and as many leads. May miss what was written a
 * moment ago.
 */
export async function searchInbox(
  table: InboxTable,
  words: readonly string[],
  max: number,
): Promise<{ conversations: readonly ConversationId[]; more: boolean }> {
  const found = await Promise.all([
    readInboxPartitions(table.inboxPartitions, (pk) =>
      searchShard(table, pk, { ...NAMES, pages: MAX_PAGES / table.inboxPartitions }, words),
    ),
    readEachShard("LEAD", (pk) =>
      searchShard(table, pk, { ...LEADS, pages: MAX_PAGES / SHARD_COUNT }, words),
    ),
  ]);
  const shards = found.flat();
  const hits = shards.flatMap((each) => each.hits).sort((a, b) => (a.at < b.at ? 1 : -1));
  const conversations = [...new Set(hits.map(({ conversation }) => conversation))];
  return {
    conversations: conversations.slice(0, max),
    more: conversations.length > max || shards.some(({ isCut }) => isCut),
  };
}

async function searchShard(
  { client, tableName: TableName, clock }: InboxTable,
  pk: { S: string },
  { attribute, textOf, pages }: Searched & { pages: number },
  words: readonly string[],
): Promise<{ hits: Hit[]; isCut: boolean }> {
  const hits: Hit[] = [];
  let start: QueryCommandInput["ExclusiveStartKey"];
  for (let page = 0; page < pages; page++) {
    const { Items = [], LastEvaluatedKey } = await client.query({
      TableName,
      IndexName: PENDING_INDEX,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      // The rest would be most of what has to be parsed.
      ProjectionExpression: "sk, pendingAt, expiresAt, #searched",
      ExpressionAttributeNames: { "#searched": attribute },
      ScanIndexForward: false,
      ...omitUndefined({ ExclusiveStartKey: start }),
    });
    for (const item of Items) {
      const [conversation, pendingAt] = [readText(item, "sk"), readText(item, "pendingAt")];
      if (conversation && pendingAt && !isExpired(item, clock.now()) && holdsAll(textOf(item), words))
        hits.push({ conversation: conversationId(conversation), at: pendingAt.replace(/^[RW]#/, "") });
    }
    if (!LastEvaluatedKey) return { hits, isCut: false };
    start = LastEvaluatedKey;
  }
  return { hits, isCut: true };
}
