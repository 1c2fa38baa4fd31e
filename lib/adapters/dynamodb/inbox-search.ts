import type { Clock } from "../../application/ports/ports.ts";
import { type ConversationId, conversationId } from "../../domain/ids.ts";
import { SHARDS } from "../../domain/inbox/index-key.ts";
import { holdsAll } from "../../domain/inbox/search-words.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Table } from "./conditional.ts";
import { readDocument } from "./documents.ts";
import { type Item, inboxPartition, isExpired, PENDING_INDEX, readText } from "./items.ts";
import { shardsOf } from "./shards.ts";

/** Of 1 MB each, of each of the two lists: names of about twenty thousand conversations, and as many leads. */
const MAX_PAGES = 8;

type Hit = { conversation: ConversationId; at: string };

/** Reads newest first, and no more than it must to fill the answer. May miss what was written a moment ago. */
export async function searchInbox(
  table: Table & { clock: Clock },
  words: readonly string[],
  max: number,
): Promise<{ conversations: readonly ConversationId[]; more: boolean }> {
  const search = (partitions: readonly { S: string }[], textOf: (item: Item) => string) =>
    partitions.map(({ S: pk }) => scan(table, { pk, textOf, words, max }, MAX_PAGES / partitions.length));
  const found = await Promise.all([
    ...search(SHARDS.map(inboxPartition), nameIn),
    ...search(shardsOf("LEAD"), leadText),
  ]);
  const hits = found.flatMap((each) => each.hits).sort((a, b) => (a.at < b.at ? 1 : -1));
  const conversations = [...new Set(hits.map(({ conversation }) => conversation))];
  return {
    conversations: conversations.slice(0, max),
    more: conversations.length > max || found.some(({ isCut }) => isCut),
  };
}

const nameIn = (item: Item): string => readText(item, "name") ?? "";

const leadText = (item: Item): string =>
  Object.values(readDocument(item, "lead")?.fields ?? {})
    .map(({ value }) => value)
    .join(" ");

type Scanned = { pk: string; textOf: (item: Item) => string; words: readonly string[]; max: number };

async function scan(
  { client, tableName: TableName, clock }: Table & { clock: Clock },
  { pk, textOf, words, max }: Scanned,
  maxPages: number,
): Promise<{ hits: Hit[]; isCut: boolean }> {
  const hits: Hit[] = [];
  let start: Item | undefined;
  for (let pages = 0; pages < maxPages && hits.length <= max; pages++) {
    const { Items = [], LastEvaluatedKey } = await client.query({
      TableName,
      IndexName: PENDING_INDEX,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: pk } },
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
