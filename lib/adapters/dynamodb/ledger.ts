import type { Ledger, LedgerEntry } from "../../application/ports/ports.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { MINUTE_MS } from "../../domain/time.ts";
import { conditionalWrite, readItem, type Table } from "./items/conditional.ts";
import { definedAttributes, type Item, keys, PENDING_INDEX, readText } from "./items/items.ts";
import { messageFieldsOf, messageItem, waitingItem, writeOutcome } from "./items/message-item.ts";

/**
 * Meta's clock may be this much ahead of ours. A message from further in the future counts as just arrived.
 */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

const MAX_LISTED = 10;

function itemOf(
  { conversation, number, message, arrivedAt, position, endsAs }: LedgerEntry,
  retentionDays: number,
): Item {
  const { id, customer, content, quoted, forwarded, referral, product } = message;
  const sentAt =
    message.sentAt !== undefined && message.sentAt <= arrivedAt + CLOCK_SKEW_MS ? message.sentAt : arrivedAt;
  const optional = {
    ...omitUndefined({ forwarded, quoted, referral, product }),
  };
  const waiting = { id, number, customer, content, sentAt, arrivedAt, ...optional };
  if (!endsAs) return waitingItem(conversation, waiting, position, retentionDays);
  const ended = messageItem(conversation, waiting, retentionDays);
  return definedAttributes({ ...ended, ...writeOutcome(endsAs) });
}

/** One conditional put per message; a read only for a repeat. */
export function dynamodbLedger(table: Table & { retentionDays: number }): Ledger {
  return {
    async record(entry) {
      const Item = itemOf(entry, table.retentionDays);
      const existing = await conditionalWrite(table, keys.message(entry.conversation, entry.message.id), () =>
        table.client.putItem({
          TableName: table.tableName,
          Item,
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      if (!existing) return "new";
      return existing.pendingAt ? "unanswered" : "answered";
    },

    async newestWaiting(conversation) {
      const { Items = [] } = await table.client.query({
        TableName: table.tableName,
        IndexName: PENDING_INDEX,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": keys.partition(conversation) },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: MAX_LISTED,
      });
      const messages = Items.filter(
        (item) =>
          readText(item, "sk")?.startsWith("IN#") &&
          messageFieldsOf(item).content?.kind !== "identity-change",
      );
      return messages.map(messageFieldsOf).map(({ sentAt, arrivedAt }) => ({ sentAt, arrivedAt }));
    },

    async recordedContent(conversation, id) {
      const item = await readItem(table, keys.message(conversation, id));
      return item && messageFieldsOf(item).content;
    },
  };
}
