import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, Conversations } from "../../application/ports.ts";
import { adopted, parted } from "../../domain/adopted.ts";
import type { PendingMessage } from "../../domain/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { joinedWishes } from "../../domain/wishes.ts";
import { readItem, refusedBy, setIf, type Table, untilWritten } from "./conditional.ts";
import { expiry, ITEM_VERSION, keys, number, readable, text } from "./items.ts";
import { waitingItem } from "./message-item.ts";
import { controlledPart, silencesPart, stateOf, unwritten, workersPart } from "./state-item.ts";
import { keepWishes } from "./wishes-item.ts";

/** How waiting messages and what is known of a customer move from one conversation to another. */
export function dynamodbMoves(table: Table & { retentionDays: number; clock: Clock }): Pick<Conversations, "adopt" | "depart" | "leave"> {
  const { client, tableName: TableName, clock, retentionDays } = table;

  function putWaiting(conversation: ConversationId, message: PendingMessage, position: number) {
    const Item = waitingItem(conversation, message, position, retentionDays);
    return refusedBy(table, keys.message(conversation, message.id), () =>
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
  }

  return {
    async adopt(state, messages, returns) {
      const key = keys.state(state.conversation);
      await untilWritten(async () => {
        const item = await readItem(table, key);
        if (item) readable(item);
        const next = adopted(stateOf(state.conversation, item, clock.now()), state, returns);
        const { pauses, wishes, rest } = parted(next);
        await keepWishes(table, state.conversation, (kept) => joinedWishes(kept, wishes));
        const change = {
          v: { N: ITEM_VERSION },
          version: number(next.version),
          ...workersPart(rest),
          ...silencesPart({ ...pauses, ...wishes }),
          ...controlledPart(item),
          expiresAt: expiry(clock.now(), retentionDays),
        };
        return (await setIf(table, key, change, unwritten(item))) ? undefined : { result: "adopted" };
      });
      await Promise.all(messages.map((message, position) => putWaiting(state.conversation, message, position)));
    },

    async depart(conversation, messages, to) {
      await Promise.all(
        messages.map(({ id }) =>
          setIf(table, keys.message(conversation, id), { movingTo: text(to) }, { condition: "attribute_exists(pendingAt)" }),
        ),
      );
    },

    async leave(conversation, messages) {
      const change = { outcome: text("ignored"), reason: text("moved"), endedAt: number(clock.now()), pendingAt: undefined };
      await Promise.all(
        messages.map(({ id, hops }) => {
          const same = hops === undefined ? "attribute_not_exists(hops)" : "hops = :hops";
          const values = hops === undefined ? {} : { ":hops": number(hops) };
          return setIf(table, keys.message(conversation, id), change, { condition: `attribute_exists(pendingAt) AND ${same}`, values });
        }),
      );
    },
  };
}
