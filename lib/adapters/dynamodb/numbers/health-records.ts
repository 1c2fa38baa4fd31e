import type { HealthRecords } from "../../../application/ports/health-records.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import { NO_NOTICES, type NoticeMemory } from "../../../domain/health/notice-memory.ts";
import { FIRST_ROUND, type RoundMemory } from "../../../domain/health/round.ts";
import { readItem, type Table, updateIf, updateOptimistically } from "../items/conditional.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  isExpired,
  json,
  keys,
  number,
  readJson,
  readNumber,
  requireReadable,
} from "../items/items.ts";

/** Longer than any reminder's interval. */
const KEEP_DAYS = 90;

export function dynamodbHealthRecords(table: Table & { clock: Clock }): HealthRecords {
  const { client, tableName: TableName, clock } = table;

  async function read(name: "ROUND" | "NOTICES") {
    const item = requireReadable((await readItem(table, keys.health(name))) ?? {});
    return isExpired(item, clock.now())
      ? { revision: readNumber(item, "revision") }
      : { item, revision: readNumber(item, "revision") };
  }

  const common = () => ({ v: { N: ITEM_VERSION }, expiresAt: expiresAfter(clock.now(), KEEP_DAYS) });

  return {
    async round() {
      const { item } = await read("ROUND");
      return (item && readJson<RoundMemory>(item, "round")) ?? FIRST_ROUND;
    },

    async notices() {
      const { item } = await read("NOTICES");
      return (item && readJson<NoticeMemory>(item, "notices")) ?? NO_NOTICES;
    },

    async saveRound(memory) {
      const { v, expiresAt } = common();
      await client.updateItem({
        TableName,
        Key: keys.health("ROUND"),
        UpdateExpression: "SET v = :v, expiresAt = :expiresAt, round = :round",
        ExpressionAttributeValues: { ":v": v, ":expiresAt": expiresAt, ":round": json(memory) },
      });
    },

    changeNotices: (decide) =>
      updateOptimistically(async () => {
        const { item, revision } = await read("NOTICES");
        const result = decide((item && readJson<NoticeMemory>(item, "notices")) ?? NO_NOTICES);
        const faster = await updateIf(
          table,
          keys.health("NOTICES"),
          { ...common(), notices: json(result.next), revision: number((revision ?? 0) + 1) },
          revision === undefined
            ? { condition: "attribute_not_exists(revision)" }
            : { condition: "revision = :read", values: { ":read": number(revision) } },
        );
        return faster ? undefined : { result };
      }),
  };
}
