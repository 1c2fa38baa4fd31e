import { ConditionalCheckFailedException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, Conversations, Hold, Loaded } from "../../application/ports/ports.ts";
import { readItem, setIf, type Table, untilWritten } from "./conditional.ts";
import { expiry, ITEM_VERSION, type Item, keys, number, readNumber, readText, text, textIf } from "./items.ts";

function holdOf(item: Item): Hold | undefined {
  const [until, credentials] = [readNumber(item, "heldUntil"), readText(item, "credentials")];
  if (until === undefined) return undefined;
  return {
    until,
    since: readNumber(item, "heldSince") ?? 0,
    code: readText(item, "code") ?? "",
    ...(credentials !== undefined && { credentials }),
  };
}

/** How a number's item says that it stands. */
export function holdsOf(item: Item): Pick<Loaded, "heldUntil" | "hold" | "throttledUntil"> {
  const [hold, throttledUntil] = [holdOf(item), readNumber(item, "throttledUntil")];
  return { ...(hold && { heldUntil: hold.until, hold }), ...(throttledUntil !== undefined && { throttledUntil }) };
}

/** Holds and lines of numbers: one item each, which everybody who sends from the number reads with the conversation. */
export function dynamodbHolds(table: Table & { clock: Clock }): Pick<Conversations, "hold" | "heldNumber" | "release" | "lineUp"> {
  const { client, tableName: TableName, clock } = table;
  return {
    async hold(name, until, code, credentials) {
      const now = clock.now();
      const set = {
        v: { N: ITEM_VERSION },
        heldUntil: number(until),
        code: text(code),
        credentials: textIf(credentials),
        expiresAt: expiry(until, 1),
      };
      const key = keys.number(name);
      const condition = "attribute_not_exists(heldUntil) OR heldUntil < :heldUntil";
      const standing = await setIf(table, key, { ...set, heldSince: number(now) }, { condition: "attribute_not_exists(heldUntil)" });
      // A hold that is renewed soon after its end goes on.
      const since = standing && holdOf(standing);
      if (since) await setIf(table, key, { ...set, heldSince: number(now - since.until < 3_600_000 ? since.since : now) }, { condition });
    },

    async heldNumber(name) {
      const hold = holdOf((await readItem(table, keys.number(name))) ?? {});
      return hold && hold.until > clock.now() ? hold : undefined;
    },

    async release(name) {
      const key = keys.number(name);
      const gone = { heldUntil: undefined, heldSince: undefined, code: undefined, credentials: undefined };
      return untilWritten(async () => {
        const standing = await setIf(table, key, gone, { condition: "attribute_not_exists(heldUntil)" });
        const hold = standing && holdOf(standing);
        if (!hold) return { result: undefined };
        const faster = await setIf(table, key, gone, { condition: "heldUntil = :read", values: { ":read": number(hold.until) } });
        return faster ? undefined : { result: hold };
      });
    },

    lineUp: (name, from, width) =>
      untilWritten(async () => {
        const values = { ":from": number(from), ":width": number(width), ":v": { N: ITEM_VERSION }, ":expiresAt": expiry(from, 1) };
        // First behind those who wait already, else at the head of a new line.
        for (const [place, condition] of [
          ["nextAt + :width", "nextAt > :from"],
          [":from + :width", "attribute_not_exists(nextAt) OR nextAt <= :from"],
        ] as const) {
          try {
            const { Attributes = {} } = await client.send(
              new UpdateItemCommand({
                TableName,
                Key: keys.number(name),
                UpdateExpression: `SET nextAt = ${place}, throttledUntil = :from, v = if_not_exists(v, :v), expiresAt = if_not_exists(expiresAt, :expiresAt)`,
                ConditionExpression: condition,
                ExpressionAttributeValues: values,
                ReturnValues: "UPDATED_NEW",
              }),
            );
            return { result: (readNumber(Attributes, "nextAt") ?? from + width) - width };
          } catch (error) {
            if (!(error instanceof ConditionalCheckFailedException)) throw error;
          }
        }
        return undefined;
      }),
  };
}
