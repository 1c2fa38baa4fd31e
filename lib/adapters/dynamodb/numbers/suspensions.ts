import type { Clock, Conversations, Loaded, Suspension } from "../../../application/ports/ports.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import {
  isConditionRefused,
  readItem,
  type Table,
  updateIf,
  updateOptimistically,
} from "../items/conditional.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  type Item,
  keys,
  number,
  readNumber,
  readText,
  text,
  textIf,
} from "../items/items.ts";

function suspensionIn(item: Item): Suspension | undefined {
  const [until, credentials] = [readNumber(item, "suspendedUntil"), readText(item, "credentials")];
  if (until === undefined) return undefined;
  return {
    until,
    since: readNumber(item, "suspendedSince") ?? 0,
    code: readText(item, "code") ?? "",
    ...omitUndefined({ credentials }),
  };
}

export function numberStatusOf(item: Item): Pick<Loaded, "suspendedUntil" | "suspension" | "throttledUntil"> {
  const [suspension, throttledUntil] = [suspensionIn(item), readNumber(item, "throttledUntil")];
  return {
    ...(suspension && { suspendedUntil: suspension.until, suspension }),
    ...omitUndefined({ throttledUntil }),
  };
}

/** One item per number, read together with the conversation. */
export function dynamodbSuspensions(
  table: Table & { clock: Clock },
): Pick<
  Conversations,
  "suspendNumber" | "suspensionOf" | "throttledUntil" | "resumeNumber" | "reserveSendSlot"
> {
  const { client, tableName: TableName, clock } = table;
  return {
    async suspendNumber(name, until, code, credentials) {
      const now = clock.now();
      const set = {
        v: { N: ITEM_VERSION },
        suspendedUntil: number(until),
        code: text(code),
        credentials: textIf(credentials),
        expiresAt: expiresAfter(until, 1),
      };
      const key = keys.number(name);
      const condition = "attribute_not_exists(suspendedUntil) OR suspendedUntil < :suspendedUntil";
      const existing = await updateIf(
        table,
        key,
        { ...set, suspendedSince: number(now) },
        { condition: "attribute_not_exists(suspendedUntil)" },
      );
      // A suspension that is renewed soon after its end keeps its start.
      const since = existing && suspensionIn(existing);
      if (since)
        await updateIf(
          table,
          key,
          { ...set, suspendedSince: number(now - since.until < HOUR_MS ? since.since : now) },
          { condition },
        );
    },

    async suspensionOf(name) {
      const suspension = suspensionIn((await readItem(table, keys.number(name))) ?? {});
      return suspension && suspension.until > clock.now() ? suspension : undefined;
    },

    async throttledUntil(name) {
      const { throttledUntil } = numberStatusOf((await readItem(table, keys.number(name))) ?? {});
      return throttledUntil !== undefined && throttledUntil > clock.now() ? throttledUntil : undefined;
    },

    async resumeNumber(name) {
      const key = keys.number(name);
      const gone = {
        suspendedUntil: undefined,
        suspendedSince: undefined,
        code: undefined,
        credentials: undefined,
      };
      return updateOptimistically(async () => {
        const existing = await updateIf(table, key, gone, {
          condition: "attribute_not_exists(suspendedUntil)",
        });
        const suspension = existing && suspensionIn(existing);
        if (!suspension) return { result: undefined };
        const faster = await updateIf(table, key, gone, {
          condition: "suspendedUntil = :read",
          values: { ":read": number(suspension.until) },
        });
        return faster ? undefined : { result: suspension };
      });
    },

    reserveSendSlot: (name, from, width) =>
      updateOptimistically(async () => {
        const values = {
          ":from": number(from),
          ":width": number(width),
          ":v": { N: ITEM_VERSION },
          ":expiresAt": expiresAfter(from, 1),
        };
        // First behind those that wait already, else at the start of a new queue.
        for (const [place, condition] of [
          ["nextAt + :width", "nextAt > :from"],
          [":from + :width", "attribute_not_exists(nextAt) OR nextAt <= :from"],
        ] as const) {
          try {
            const { Attributes = {} } = await client.updateItem({
              TableName,
              Key: keys.number(name),
              UpdateExpression: `SET nextAt = ${place}, throttledUntil = :from, v = if_not_exists(v, :v), expiresAt = if_not_exists(expiresAt, :expiresAt)`,
              ConditionExpression: condition,
              ExpressionAttributeValues: values,
              ReturnValues: "UPDATED_NEW",
            });
            return { result: (readNumber(Attributes, "nextAt") ?? from + width) - width };
          } catch (error) {
            if (!isConditionRefused(error)) throw error;
          }
        }
        return undefined;
      }),
  };
}
