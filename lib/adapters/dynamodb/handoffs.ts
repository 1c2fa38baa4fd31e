import type { HandoffList } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { isSameHandoff } from "../../domain/handoff/handoff.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Table } from "./items/conditional.ts";
import { readDocument, writeDocument } from "./items/documents.ts";
import { expiresAfter, ITEM_VERSION, type Item, isExpired, keys, readText } from "./items/items.ts";
import { readPartition } from "./items/read-many.ts";
import { mergeShards, readEachShard, shardFor } from "./items/shards.ts";

/** In each shard by their start: a team has dozens of open handoffs, not thousands. */
export function dynamodbHandoffs(table: Table & { retentionDays: number; clock: Clock }): HandoffList {
  const { client, tableName: TableName, clock, retentionDays } = table;

  /** Of these conversations, and of others in their shards. */
  async function readShards(conversationIds: readonly ConversationId[]): Promise<readonly Item[]> {
    const partitions = new Set(conversationIds.map((conversation) => shardFor("HANDOFF", conversation).S));
    return (await Promise.all([...partitions].map((pk) => readPartition(table, { pk })))).flat();
  }

  return {
    async add(handoff) {
      const Item = {
        ...keys.handoff(handoff.since, handoff.origin),
        v: { N: ITEM_VERSION },
        ...writeDocument("handoff", handoff),
        expiresAt: expiresAfter(clock.now(), retentionDays),
      };
      await client.putItem({ TableName, Item });
    },

    async remove(handoff, conversationIds = []) {
      // Two ids of one customer may each have been listed before they were linked.
      const listed = conversationIds.length > 1 ? await readShards(conversationIds) : [];
      const same = listed
        .flatMap((item) => readDocument(item, "handoff") ?? [])
        .filter(isSameHandoff(handoff, conversationIds));
      const found = new Map(
        [handoff, ...same].map(({ since, origin }) => [`${since} ${origin}`, keys.handoff(since, origin)]),
      );
      await Promise.all([...found.values()].map((Key) => client.deleteItem({ TableName, Key })));
    },

    async list() {
      const shards = await readEachShard("HANDOFF", async ({ S: pk }) => ({
        items: await readPartition(table, { pk }),
      }));
      return mergeShards(shards, (item) => readText(item, "sk") ?? "").items.flatMap((item) =>
        isExpired(item, clock.now()) ? [] : (readDocument(item, "handoff") ?? []),
      );
    },
  };
}
