import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, Conversations } from "../../application/ports.ts";
import { refusedBy, setIf, type Table } from "./conditional.ts";
import { expiry, ITEM_VERSION, json, keys, number, present, text } from "./items.ts";
import { waitingItem } from "./message-item.ts";

/** How waiting messages and what is known of a customer move from one conversation to another. */
export function dynamodbMoves(table: Table & { retentionDays: number; clock: Clock }): Pick<Conversations, "adopt" | "depart" | "leave"> {
  const { client, tableName: TableName, clock, retentionDays } = table;
  return {
    async adopt(state, messages, returns) {
      const known = present({
        sessionId: state.sessionId === undefined ? undefined : text(state.sessionId),
        customer: state.customer && json(state.customer),
        lastInboundAt: state.lastInboundAt === undefined ? undefined : number(state.lastInboundAt),
      });
      const silences = present({
        pausedAt: state.pausedAt === undefined ? undefined : number(state.pausedAt),
        optedOutAt: state.optedOutAt === undefined ? undefined : number(state.optedOutAt),
      });
      const kept = (name: string) => `#${name} = if_not_exists(#${name}, :${name})`;
      // Who returns is as silent as where they come from, and a worker that read the state before must not write it back.
      const sets = [
        ...Object.keys(known).map(kept),
        ...Object.keys(silences).map((name) => (returns ? `#${name} = :${name}` : kept(name))),
        returns ? "version = if_not_exists(version, :none) + :one" : "version = if_not_exists(version, :one)",
        "v = :v",
        "expiresAt = :expiresAt",
      ];
      const removes = returns ? ["movedTo", ...["pausedAt", "optedOutAt"].filter((name) => !(name in silences))] : [];
      const given = { ...known, ...silences };
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: keys.state(state.conversation),
          UpdateExpression: `SET ${sets.join(", ")}${removes.length > 0 ? ` REMOVE ${removes.join(", ")}` : ""}`,
          ...(Object.keys(given).length > 0 && {
            ExpressionAttributeNames: Object.fromEntries(Object.keys(given).map((name) => [`#${name}`, name])),
          }),
          ExpressionAttributeValues: {
            ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`:${name}`, value])),
            ":v": { N: ITEM_VERSION },
            ":one": number(1),
            ...(returns && { ":none": number(0) }),
            ":expiresAt": expiry(clock.now(), retentionDays),
          },
        }),
      );
      await Promise.all(
        messages.map((message, position) => {
          const Item = waitingItem(state.conversation, message, position, retentionDays);
          const key = keys.message(state.conversation, message.id);
          return refusedBy(table, key, () =>
            client.send(
              new PutItemCommand({
                TableName,
                Item,
                // A message that once moved away from here may come back with its customer, also before it has quite left.
                ConditionExpression: `attribute_not_exists(pk) OR ((reason = :moved OR attribute_exists(pendingAt)) AND (attribute_not_exists(hops) OR hops < :hops))`,
                ExpressionAttributeValues: { ":moved": text("moved"), ":hops": number(message.hops ?? 0) },
                ReturnValuesOnConditionCheckFailure: "ALL_OLD",
              }),
            ),
          );
        }),
      );
    },

    async depart(conversation, messages, to) {
      await Promise.all(
        messages.map(({ id }) => {
          const key = keys.message(conversation, id);
          return setIf(table, key, { movingTo: text(to) }, { condition: "attribute_exists(pendingAt)" });
        }),
      );
    },

    async leave(conversation, messages) {
      const set = { outcome: text("ignored"), reason: text("moved"), endedAt: number(clock.now()) };
      await Promise.all(
        messages.map(({ id, hops }) => {
          const key = keys.message(conversation, id);
          const same = hops === undefined ? "attribute_not_exists(hops)" : "hops = :hops";
          const values = hops === undefined ? {} : { ":hops": number(hops) };
          const condition = `attribute_exists(pendingAt) AND ${same}`;
          return setIf(table, key, set, { remove: "pendingAt", condition, values });
        }),
      );
    },
  };
}
