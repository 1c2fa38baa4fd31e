import type { Leads } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import type { Lead } from "../../domain/lead/lead.ts";
import { mergeLead } from "../../domain/lead/lead-facts.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { readItem, type Table, updateIf, updateOptimistically } from "./items/conditional.ts";
import { readDocument, writeDocument } from "./items/documents.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  type Item,
  isExpired,
  keys,
  number,
  PENDING_INDEX,
  padded,
  readNumber,
  readText,
  text,
} from "./items/items.ts";
import { mergeShards, readEachShard, SHARD_COUNT, type ShardPage } from "./items/shards.ts";

const PER_PAGE = 100;

/** Of one shard: together twice a page, so that a page is full unless one shard has far more than its share. */
const PER_SHARD = Math.ceil((2 * PER_PAGE) / SHARD_COUNT);

const placeOf = (item: Item) => readText(item, "pendingAt") ?? "";
const BEFORE_ALL = "0";

/** The last lead of a page: no two have the same place, and a lead keeps its own. Safe in a URL. */
const writeCursor = (place: string) => Buffer.from(place).toString("base64url");

function readCursor(cursor: string): string | undefined {
  const place = Buffer.from(cursor, "base64url").toString();
  return /^\d{13}#/.test(place) ? place : undefined;
}

/**
 * One item per conversation, written if its revision is still the one read. The `pending` index lists by age, in each
 * of the shards.
 */
export function dynamodbLeads(table: Table & { retentionDays: number; clock: Clock }): Leads {
  const { client, tableName: TableName, clock, retentionDays } = table;

  function leadOf(item: Item | undefined): Lead | undefined {
    const lead = item && !isExpired(item, clock.now()) ? readDocument(item, "lead") : undefined;
    const published = item && readNumber(item, "published");
    return lead && { ...lead, ...omitUndefined({ published }) };
  }

  async function readShard(pk: { S: string }, after: string): Promise<ShardPage<Item>> {
    const { Items: items = [], LastEvaluatedKey } = await client.query({
      TableName,
      IndexName: PENDING_INDEX,
      KeyConditionExpression: "pk = :pk AND pendingAt > :after",
      ExpressionAttributeValues: { ":pk": pk, ":after": text(after) },
      Limit: PER_SHARD,
    });
    return { items, ...(LastEvaluatedKey && { end: placeOf(LastEvaluatedKey) }) };
  }

  return {
    find: async (conversation) => leadOf(await readItem(table, keys.lead(conversation))),

    merge(conversation, name, facts, at) {
      const key = keys.lead(conversation);
      return updateOptimistically(async () => {
        const item = await readItem(table, key);
        const known = leadOf(item);
        const merged = mergeLead(known, { conversation, number: name }, facts, at);
        if (merged.revision === 0) return { result: merged };
        const { published, ...lead } = merged;
        const change = {
          v: { N: ITEM_VERSION },
          ...writeDocument("lead", lead),
          revision: number(lead.revision),
          pendingAt: text(`${padded(lead.createdAt, 13)}#${conversation}`),
          // Also without news: the lead of a contact who still writes must not expire.
          expiresAt: expiresAfter(clock.now(), retentionDays),
          ...(!known && { published: undefined }),
        };
        const read = item?.revision;
        const existing = await updateIf(table, key, change, {
          condition: read ? "revision = :read" : "attribute_not_exists(revision)",
          ...(read && { values: { ":read": read } }),
        });
        return existing ? undefined : { result: merged };
      });
    },

    async published(conversation, revision) {
      const condition =
        "attribute_exists(revision) AND (attribute_not_exists(published) OR published < :published)";
      await updateIf(table, keys.lead(conversation), { published: number(revision) }, { condition });
    },

    async list(cursor) {
      const after = cursor === undefined ? BEFORE_ALL : readCursor(cursor);
      if (after === undefined) return "bad-cursor";
      const pages = await readEachShard("LEAD", (pk) => readShard(pk, after));
      const { items, end } = mergeShards(pages, placeOf, PER_PAGE);
      const leads = items.flatMap((item) => leadOf(item) ?? []);
      return { leads, ...(end !== undefined && { cursor: writeCursor(end) }) };
    },
  };
}
