import { NewerVersionError } from "../../application/ports/newer-version-error.ts";
import type { Clock, Deliveries, Delivery } from "../../application/ports/ports.ts";
import { DELIVERY_ORDER, type DeliveryState } from "../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { overwrittenBy } from "../../domain/turn/delivery.ts";
import { type Table, updateIf } from "./items/conditional.ts";
import {
  definedAttributes,
  expiresAfter,
  ITEM_VERSION,
  type Item,
  isExpired,
  keys,
  number,
  readText,
  requireReadable,
  text,
} from "./items/items.ts";

const deliveryState = (value: string | undefined): DeliveryState | undefined =>
  [...DELIVERY_ORDER, "failed" as const].find((state) => state === value);

/** Throws NewerVersionError. */
export function deliveryOf(item: Item): Delivery {
  const state = deliveryState(readText(requireReadable(item), "state"));
  // A status that only a later version knows is no missing confirmation: the part would be sent again.
  if (!state) throw new NewerVersionError();
  return { state, ...omitUndefined({ code: readText(item, "code") }) };
}

/** One conditional update per status: late and repeated ones change nothing. */
export function dynamodbDeliveries(table: Table & { retentionDays: number; clock: Clock }): Deliveries {
  const { client, tableName: TableName, clock, retentionDays } = table;
  return {
    async record(status) {
      const key = keys.delivery(status.reference);
      const set = definedAttributes({
        v: { N: ITEM_VERSION },
        state: text(status.state),
        code: status.code === undefined ? undefined : text(status.code),
        at: number(status.at ?? clock.now()),
        priced: status.pricing === undefined ? undefined : text("yes"),
        expiresAt: expiresAfter(clock.now(), retentionDays),
      });
      const before = overwrittenBy(status.state).map(
        (state, index) => [`:before${index}`, text(state)] as const,
      );
      const advances = before.length > 0 ? ` OR #state IN (${before.map(([name]) => name).join(", ")})` : "";
      const condition = `attribute_not_exists(#state)${advances}`;
      const existing = await updateIf(table, key, set, { condition, values: Object.fromEntries(before) });
      return existing ? "stale" : "recorded";
    },

    async notePrice(reference) {
      const change = { priced: text("yes") };
      const condition = "attribute_exists(pk) AND attribute_not_exists(priced)";
      return (await updateIf(table, keys.delivery(reference), change, { condition })) ? "known" : "new";
    },

    async find(reference) {
      const { Item: item } = await client.getItem({
        TableName,
        Key: keys.delivery(reference),
        ConsistentRead: true,
      });
      return !item || isExpired(item, clock.now()) ? undefined : deliveryOf(item);
    },
  };
}
