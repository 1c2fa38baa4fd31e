import type { Outbox } from "../../application/ports/control-ports.ts";
import { NewerVersionError } from "../../application/ports/newer-version-error.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { turnId } from "../../domain/ids.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import { conditionalWrite, readItem, type Table, updateIf } from "./items/conditional.ts";
import { readDocument, writeDocument } from "./items/documents.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  type Item,
  isExpired,
  keys,
  padded,
  readText,
  requireReadable,
  text,
  textIf,
} from "./items/items.ts";
import { endCondition, readOutboundState } from "./items/outbound-state.ts";

/** Throws NewerVersionError. */
export function outboundOf(item: Item): Outbound {
  const outbound = readDocument(requireReadable(item), "outbound");
  if (!outbound) throw new NewerVersionError();
  return outbound;
}

/** Listed by the same query as the customer's messages. */
export function dynamodbOutbox(table: Table & { retentionDays: number; clock: Clock }): Outbox {
  const { client, tableName: TableName, clock, retentionDays } = table;
  return {
    async add(conversation, outbound) {
      const key = keys.outbound(conversation, outbound.id);
      const Item = {
        ...key,
        v: { N: ITEM_VERSION },
        ...writeDocument("outbound", outbound),
        state: text("waiting"),
        pendingAt: text(`${padded(outbound.at, 13)}#${outbound.id}`),
        expiresAt: expiresAfter(clock.now(), retentionDays),
      };
      const existing = await conditionalWrite(table, key, () =>
        client.putItem({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" }),
      );
      return existing ? "repeated" : "queued";
    },

    async end(conversationIds, id, { state, code, turn }) {
      const change = {
        state: text(state),
        code: textIf(code),
        ...(turn && { sentIn: text(turn) }),
        pendingAt: undefined,
      };
      await Promise.all(
        conversationIds.map((conversation) =>
          updateIf(table, keys.outbound(conversation, id), change, endCondition(state)),
        ),
      );
    },

    async find(conversation, id) {
      const item = await readItem(table, keys.outbound(conversation, id));
      if (!item || isExpired(item, clock.now())) return undefined;
      const turn = readText(item, "sentIn");
      return {
        ...outboundOf(item),
        ...readOutboundState(item),
        ...(turn !== undefined && { turn: turnId(turn) }),
      };
    },
  };
}
