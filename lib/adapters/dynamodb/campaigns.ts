import type { Allowance, Campaigns } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { conversationId } from "../../domain/ids.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { conditionalWrite, type Table, updateIf } from "./items/conditional.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  isExpired,
  keys,
  number,
  readNumber,
  readText,
  text,
  textIf,
} from "./items/items.ts";
import { endCondition, readOutboundState } from "./items/outbound-state.ts";
import { readItems, readPartition } from "./items/read-many.ts";

/** A mailing repeated months later must still know its recipients. The items name nobody. */
const CAMPAIGN_DAYS = 366;

export function dynamodbCampaigns(table: Table & { clock: Clock }): Campaigns {
  const { client, tableName: TableName, clock } = table;
  return {
    async claim(campaign, conversation, name, outbound) {
      const key = keys.campaign(campaign, conversation);
      const Item = {
        ...key,
        v: { N: ITEM_VERSION },
        number: text(name),
        outbound: text(outbound),
        state: text("waiting"),
        expiresAt: expiresAfter(clock.now(), CAMPAIGN_DAYS),
      };
      const existing = await conditionalWrite(table, key, () =>
        client.putItem({
          TableName,
          Item,
          ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
          ExpressionAttributeValues: { ":now": expiresAfter(clock.now(), 0) },
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return existing
        ? {
            conversation,
            outbound: readText(existing, "outbound") ?? outbound,
            ...readOutboundState(existing),
          }
        : "new";
    },

    async end(campaign, conversation, { state, code }) {
      await updateIf(
        table,
        keys.campaign(campaign, conversation),
        { state: text(state), code: textIf(code) },
        endCondition(state),
      );
    },

    async jobs(campaign) {
      const items = await readPartition(table, { pk: `CAMPAIGN#${campaign}` });
      return items.flatMap((item) => {
        const [conversation, outbound] = [readText(item, "sk"), readText(item, "outbound")];
        if (!conversation || !outbound || isExpired(item, clock.now())) return [];
        return [{ conversation: conversationId(conversation), outbound, ...readOutboundState(item) }];
      });
    },
  };
}

const hourOf = (at: number) => Math.floor(at / HOUR_MS);

/** One counter per hour. The first hour counts whole: the limit is reached early rather than late. */
export function dynamodbAllowance(table: Table): Allowance {
  const { client, tableName: TableName } = table;
  return {
    async add(name, at) {
      await client.updateItem({
        TableName,
        Key: keys.hour(name, hourOf(at)),
        UpdateExpression: "SET v = :v, expiresAt = :expiresAt ADD begun :one",
        ExpressionAttributeValues: {
          ":v": { N: ITEM_VERSION },
          ":expiresAt": expiresAfter(at, 3),
          ":one": number(1),
        },
      });
    },

    async usedSince(name, since, now) {
      const hours = Array.from(
        { length: Math.max(0, hourOf(now) - hourOf(since) + 1) },
        (_, index) => hourOf(since) + index,
      );
      const keysOfHours = hours.map((hour) => keys.hour(name, hour));
      const found = await readItems(table, keysOfHours);
      return keysOfHours.reduce((sum, key) => sum + (readNumber(found.get(key) ?? {}, "begun") ?? 0), 0);
    },
  };
}
