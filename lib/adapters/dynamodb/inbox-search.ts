import type { Clock } from "../../application/ports/ports.ts";
import { type ConversationId, conversationId } from "../../domain/ids.ts";
import { holdsAll } from "../../domain/inbox/search-words.ts";
import type { Table } from "./conditional.ts";
import { readDocument } from "./documents.ts";
import { type Item, isExpired, PENDING_INDEX, readText } from "./items.ts";
import { readEachShard } from "./shards.ts";

type Hit = { conversation: ConversationId; at: string };

type Searched = { list: "INBOX" | "LEAD"; attribute: string; textOf: (item: Item) => string };

const NAMES: Searched = { list: "INBOX", attribute: "name", textOf: (item) => readText(item, "name") ?? "" };

const LEADS: Searched = {
  list: "LEAD",
  attribute: "lead",
  textOf: (item) =>
    Object.values(readDocument(item, "lead")?.fields ?? {})
      .map(({ value }) => value)
      .join(" "),
};

/**
 * Reads the newest megabyte of each shard: names of about twenty thousand conversations, and as many leads. May
 * miss what was written a moment ago.
 */
export async function searchInbox(
  table: Table & { clock: Clock },
  words: readonly string[],
  max: number,
): Promise<{ conversations: readonly ConversationId[]; more: boolean }> {
  const found = await Promise.all(
    [NAMES, LEADS].map((searched) =>
      readEachShard(searched.list, (pk) => searchShard(table, pk, searched, words)),
    ),
  );
  const shards = found.flat();
  const hits = shards.flatMap((each) => each.hits).sort((a, b) => (a.at < b.at ? 1 : -1));
  const conversations = [...new Set(hits.map(({ conversation }) => conversation))];
  return {
    conversations: conversations.slice(0, max),
    more: conversations.length > max || shards.some(({ isCut }) => isCut),
  };
}

async function searchShard(
  { client, tableName: TableName, clock }: Table & { clock: Clock },
  pk: { S: string },
  { attribute, textOf }: Searched,
  words: readonly string[],
): Promise<{ hits: Hit[]; isCut: boolean }> {
  const { Items = [], LastEvaluatedKey } = await client.query({
    TableName,
    IndexName: PENDING_INDEX,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    // The rest would be most of what has to be parsed.
    ProjectionExpression: "sk, pendingAt, expiresAt, #searched",
    ExpressionAttributeNames: { "#searched": attribute },
    ScanIndexForward: false,
  });
  const hits = Items.flatMap((item): Hit[] => {
    const [conversation, pendingAt] = [readText(item, "sk"), readText(item, "pendingAt")];
    return conversation && pendingAt && !isExpired(item, clock.now()) && holdsAll(textOf(item), words)
      ? [{ conversation: conversationId(conversation), at: pendingAt.replace(/^[RW]#/, "") }]
      : [];
  });
  return { hits, isCut: LastEvaluatedKey !== undefined };
}
