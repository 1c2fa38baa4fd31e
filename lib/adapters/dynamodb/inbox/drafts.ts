import type { Drafts } from "../../../application/ports/inbox-ports.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import type { Table } from "../items/conditional.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  type Item,
  isExpired,
  keys,
  number,
  readNumber,
  readText,
  text,
} from "../items/items.ts";
import { readItems } from "../items/read-many.ts";

const KEPT_DAYS = 7;

export function latestDraft(items: readonly Item[]): string | undefined {
  const [latest] = items.toSorted((a, b) => (readNumber(b, "at") ?? 0) - (readNumber(a, "at") ?? 0));
  return latest && readText(latest, "draft");
}

export function dynamodbDrafts(table: Table & { clock: Clock }): Drafts {
  const { client, tableName: TableName, clock } = table;
  return {
    async save([conversation, ...others], user, { text: draft, at }) {
      const isBlank = draft.trim() === "";
      if (conversation !== undefined && !isBlank) {
        const Item = {
          ...keys.draft(conversation, user),
          v: { N: ITEM_VERSION },
          draft: text(draft),
          at: number(at),
          expiresAt: expiresAfter(clock.now(), KEPT_DAYS),
        };
        await client.putItem({ TableName, Item });
      }
      const outdated = [...(conversation !== undefined && isBlank ? [conversation] : []), ...others];
      await Promise.all(
        outdated.map((each) => client.deleteItem({ TableName, Key: keys.draft(each, user) })),
      );
    },

    async find(conversationIds, user) {
      const wanted = conversationIds.map((each) => keys.draft(each, user));
      const found = await readItems(table, wanted);
      return latestDraft(
        wanted
          .map((key) => found.get(key))
          .filter((item) => item !== undefined)
          .filter((item) => !isExpired(item, clock.now())),
      );
    },
  };
}
