import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Outbox } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { turnId } from "../../domain/ids.ts";
import { readItem, refusedBy, setIf, type Table } from "./conditional.ts";
import { mayEnd, readEnd } from "./endings.ts";
import { expired, expiry, ITEM_VERSION, json, keys, padded, readText, text, textIf } from "./items.ts";
import { outboundOf } from "./read-items.ts";

/** What people want to say waits beside the customer's messages, and is listed by the same query. */
export function dynamodbOutbox(table: Table & { retentionDays: number; clock: Clock }): Outbox {
  const { client, tableName: TableName, clock, retentionDays } = table;
  return {
    async add(conversation, outbound) {
      const key = keys.outbound(conversation, outbound.id);
      const Item = {
        ...key,
        v: { N: ITEM_VERSION },
        outbound: json(outbound),
        state: text("waiting"),
        pendingAt: text(`${padded(outbound.at, 13)}#${outbound.id}`),
        expiresAt: expiry(clock.now(), retentionDays),
      };
      const standing = await refusedBy(table, key, () =>
        client.send(new PutItemCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" })),
      );
      return standing ? "repeated" : "queued";
    },

    async end(places, id, { state, code, turn }) {
      const change = { state: text(state), code: textIf(code), ...(turn && { saidIn: text(turn) }), pendingAt: undefined };
      await Promise.all(places.map((place) => setIf(table, keys.outbound(place, id), change, mayEnd(state))));
    },

    async find(conversation, id) {
      const item = await readItem(table, keys.outbound(conversation, id));
      if (!item || expired(item, clock.now())) return undefined;
      const turn = readText(item, "saidIn");
      return { ...outboundOf(item), ...readEnd(item), ...(turn !== undefined && { turn: turnId(turn) }) };
    },
  };
}
