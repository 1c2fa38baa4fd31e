import type { Clock } from "../../application/ports/ports.ts";
import type { DelayedAnswer, DelayedAnswers, DelayReason } from "../../application/ports/status-ports.ts";
import { conversationId, numberName } from "../../domain/ids.ts";
import type { Table } from "./items/conditional.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  type Item,
  keys,
  number,
  readNumber,
  readText,
  text,
} from "./items/items.ts";
import { mergeShards, readEachShard, SHARD_COUNT, type ShardPage } from "./items/shards.ts";

const REASONS: readonly DelayReason[] = ["agent", "refused", "stopped", "confirmation"];

/** Entries looked at in each shard. After an outage of thousands of customers most of them no longer count. */
const MAX_READ = Math.ceil(2_000 / SHARD_COUNT);

const placeOf = (item: Item) => readText(item, "sk") ?? "";

function answerIn(item: Item): DelayedAnswer | undefined {
  const [conversation, name] = [readText(item, "conversation"), readText(item, "number")];
  const [since, until] = [readNumber(item, "since"), readNumber(item, "until")];
  if (!conversation || !name || since === undefined || until === undefined) return undefined;
  const why = REASONS.find((each) => each === readText(item, "why")) ?? "refused";
  return { conversation: conversationId(conversation), number: numberName(name), since, why, until };
}

/** In each shard by the time since when the customer waits. */
export function dynamodbDelayedAnswers(table: Table & { clock: Clock }): DelayedAnswers {
  const { client, tableName: TableName, clock } = table;

  async function readShard(pk: { S: string }): Promise<ShardPage<Item>> {
    const { Items: items = [], LastEvaluatedKey } = await client.query({
      TableName,
      KeyConditionExpression: "pk = :pk",
      FilterExpression: "#until > :now",
      ExpressionAttributeNames: { "#until": "until" },
      ExpressionAttributeValues: { ":pk": pk, ":now": number(clock.now()) },
      ConsistentRead: true,
      Limit: MAX_READ,
    });
    return { items, ...(LastEvaluatedKey && { end: placeOf(LastEvaluatedKey) }) };
  }

  return {
    async note({ conversation, number: name, since, why, until }) {
      const Item = {
        ...keys.delayedAnswer(since, conversation),
        v: { N: ITEM_VERSION },
        conversation: text(conversation),
        number: text(name),
        since: number(since),
        why: text(why),
        until: number(until),
        expiresAt: expiresAfter(until, 1),
      };
      await client.putItem({ TableName, Item });
    },

    async remove(conversation, since) {
      await client.deleteItem({ TableName, Key: keys.delayedAnswer(since, conversation) });
    },

    async list(max) {
      const shards = await readEachShard("DELAYED", readShard);
      const { items, end } = mergeShards(shards, placeOf);
      const answers = items.flatMap((item) => answerIn(item) ?? []);
      return { answers: answers.slice(0, max), more: answers.length > max || end !== undefined };
    },
  };
}
