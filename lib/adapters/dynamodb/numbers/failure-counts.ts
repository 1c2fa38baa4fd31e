import type { Clock } from "../../../application/ports/ports.ts";
import type { FailureCount, FailureCounts, FailureKind } from "../../../application/ports/status-ports.ts";
import { MINUTE_MS } from "../../../domain/time.ts";
import type { Table } from "../items/conditional.ts";
import {
  expiresAfter,
  failuresFrom,
  ITEM_VERSION,
  type Item,
  keys,
  number,
  readNumber,
  readText,
  text,
} from "../items/items.ts";
import { readEachShard } from "../items/shards.ts";

const KINDS: readonly FailureKind[] = ["turn", "deferred", "message", "agent", "send"];
const SLICE_MS = 5 * MINUTE_MS;
const MAX_READ = 500;

function countIn(item: Item): FailureCount | undefined {
  const kind = KINDS.find((each) => each === readText(item, "kind"));
  const [code, count] = [readText(item, "code"), readNumber(item, "failures")];
  if (!kind || code === undefined || count === undefined) return undefined;
  return { kind, code, count, lastAt: readNumber(item, "lastAt") ?? 0 };
}

/** One counter for each five minutes, kind and code, in each shard. */
export function dynamodbFailureCounts(table: Table & { clock: Clock }): FailureCounts {
  const { client, tableName: TableName, clock } = table;

  async function readShard(pk: { S: string }, from: string, to: string): Promise<readonly Item[]> {
    const { Items = [] } = await client.query({
      TableName,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: { ":pk": pk, ":from": text(from), ":to": text(to) },
      ConsistentRead: true,
      Limit: MAX_READ,
    });
    return Items;
  }

  return {
    async add(name, failure) {
      const now = clock.now();
      await client.updateItem({
        TableName,
        Key: keys.failures(name, Math.floor(now / SLICE_MS), failure),
        UpdateExpression:
          "SET v = :v, expiresAt = :expiresAt, #kind = :kind, code = :code, lastAt = :now ADD failures :one",
        ExpressionAttributeNames: { "#kind": "kind" },
        ExpressionAttributeValues: {
          ":v": { N: ITEM_VERSION },
          ":expiresAt": expiresAfter(now, 1),
          ":kind": text(failure.kind),
          ":code": text(failure.code),
          ":now": number(now),
          ":one": number(1),
        },
      });
    },

    async since(name, at) {
      const [from, to] = [failuresFrom(name, Math.floor(at / SLICE_MS)), `${name}#~`];
      const shards = await readEachShard("FAILURES", (pk) => readShard(pk, from, to));
      const found = new Map<string, FailureCount>();
      for (const each of shards.flat().flatMap((item) => countIn(item) ?? [])) {
        const name = `${each.kind} ${each.code}`;
        const { count = 0, lastAt = 0 } = found.get(name) ?? {};
        found.set(name, { ...each, count: count + each.count, lastAt: Math.max(lastAt, each.lastAt) });
      }
      return [...found.values()];
    },
  };
}
