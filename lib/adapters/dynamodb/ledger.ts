import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Ledger, LedgerEntry } from "../../application/ports.ts";
import { refusedBy, type Table } from "./conditional.ts";
import { expiry, ITEM_VERSION, json, keys, number, present, text } from "./items.ts";

/** Meta's clock and ours may differ by this much; a message "from the future" counts as just arrived. */
const CLOCK_SKEW = 5 * 60_000;

const padded = (value: number, length: number) => String(Math.max(0, Math.trunc(value))).padStart(length, "0");

function itemOf({ conversation, number: name, message, arrivedAt, position, endsAs }: LedgerEntry, retentionDays: number) {
  const sentAt = message.sentAt !== undefined && message.sentAt <= arrivedAt + CLOCK_SKEW ? message.sentAt : arrivedAt;
  return present({
    ...keys.message(conversation, message.id),
    v: { N: ITEM_VERSION },
    id: text(message.id),
    number: text(name),
    customer: json(message.customer),
    content: json(message.content),
    quoted: message.quoted === undefined ? undefined : text(message.quoted),
    sentAt: number(sentAt),
    arrivedAt: number(arrivedAt),
    expiresAt: expiry(arrivedAt, retentionDays),
    ...(endsAs
      ? { outcome: text(endsAs.kind), reason: "reason" in endsAs ? text(endsAs.reason) : undefined }
      : { pendingAt: text(`${padded(sentAt, 13)}#${padded(arrivedAt, 13)}#${padded(position, 4)}`) }),
  });
}

/** The message ledger: one conditional put a message, no read unless it is a repeat. */
export function dynamodbLedger(table: Table & { retentionDays: number }): Ledger {
  return {
    async record(entry) {
      const Item = itemOf(entry, table.retentionDays);
      const standing = await refusedBy(table, keys.message(entry.conversation, entry.message.id), () =>
        table.client.send(
          new PutItemCommand({
            TableName: table.tableName,
            Item,
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        ),
      );
      if (!standing) return "new";
      return standing.pendingAt ? "unanswered" : "answered";
    },
  };
}
