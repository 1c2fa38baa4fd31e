import type { Leads } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import type { Lead } from "../../domain/lead/lead.ts";
import { mergeLead } from "../../domain/lead/lead-facts.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { readItem, type Table, updateIf, updateOptimistically } from "./conditional.ts";
import { readDocument, writeDocument } from "./documents.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  type Item,
  isExpired,
  keys,
  number,
  PENDING_INDEX,
  padded,
  readNumber,
  text,
} from "./items.ts";

const PER_PAGE = 100;

/** Safe in a URL. */
const writeCursor = (key: Item) =>
  Buffer.from(JSON.stringify([key.pendingAt?.S, key.sk?.S])).toString("base64url");

function readCursor(cursor: string): Item | undefined {
  try {
    const [pendingAt, sk]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (typeof pendingAt === "string" && typeof sk === "string")
      return { pk: { S: "LEAD" }, sk: { S: sk }, pendingAt: { S: pendingAt } };
  } catch {}
  return undefined;
}

/**
 * One item per conversation, written if its revision is still the one read. The `pending` index lists by age.
 */
export function dynamodbLeads(table: Table & { retentionDays: number; clock: Clock }): Leads {
  const { client, tableName: TableName, clock, retentionDays } = table;

  function leadOf(item: Item | undefined): Lead | undefined {
    const lead = item && !isExpired(item, clock.now()) ? readDocument(item, "lead") : undefined;
    const published = item && readNumber(item, "published");
    return lead && { ...lead, ...omitUndefined({ published }) };
  }

  return {
    find: async (conversation) => leadOf(await readItem(table, keys.lead(conversation))),

    merge(conversation, name, facts, at) {
      const key = keys.lead(conversation);
      return updateOptimistically(async () => {
        const item = await readItem(table, key);
        const known = leadOf(item);
        const merged = mergeLead(known, { conversation, number: name }, facts, at);
        if (merged.revision === 0) return { result: merged };
        const { published, ...lead } = merged;
        const change = {
          v: { N: ITEM_VERSION },
          ...writeDocument("lead", lead),
          revision: number(lead.revision),
          pendingAt: text(`${padded(lead.createdAt, 13)}#${conversation}`),
          // Also without news: the lead of a contact who still writes must not expire.
          expiresAt: expiresAfter(clock.now(), retentionDays),
          ...(!known && { published: undefined }),
        };
        const read = item?.revision;
        const existing = await updateIf(table, key, change, {
          condition: read ? "revision = :read" : "attribute_not_exists(revision)",
          ...(read && { values: { ":read": read } }),
        });
        return existing ? undefined : { result: merged };
      });
    },

    async published(conversation, revision) {
      const condition =
        "attribute_exists(revision) AND (attribute_not_exists(published) OR published < :published)";
      await updateIf(table, keys.lead(conversation), { published: number(revision) }, { condition });
    },

    async list(cursor) {
      const start = cursor === undefined ? undefined : readCursor(cursor);
      if (cursor !== undefined && !start) return "bad-cursor";
      const page = await client.query({
        TableName,
        IndexName: PENDING_INDEX,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: "LEAD" } },
        Limit: PER_PAGE,
        ...omitUndefined({ ExclusiveStartKey: start }),
      });
      const leads = (page.Items ?? []).flatMap((item) => leadOf(item) ?? []);
      return { leads, ...(page.LastEvaluatedKey && { cursor: writeCursor(page.LastEvaluatedKey) }) };
    },
  };
}
