import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { awsClient } from "../../../lib/adapters/aws/client.ts";
import { dynamodbConversations } from "../../../lib/adapters/dynamodb/conversations.ts";
import { keys, readNumber, readText } from "../../../lib/adapters/dynamodb/items/items.ts";
import { readItems } from "../../../lib/adapters/dynamodb/items/read-many.ts";
import { dynamodbLeads } from "../../../lib/adapters/dynamodb/leads.ts";
import type { Loaded } from "../../../lib/application/ports/ports.ts";
import { conversationId, messageId, numberName } from "../../../lib/domain/ids.ts";
import type { Lead } from "../../../lib/domain/lead/lead.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import type { PageParts } from "../parts.ts";
import type { Trace } from "../protocol/protocol.ts";

export type LedgerSays = {
  arrivedAt: number;
  waits: boolean;
  outcome?: string;
  reason?: string;
  endedAt?: number;
  turn?: string;
};

export type TableView = ReturnType<typeof tableView>;

/** Reads the table as the functions do. Never writes. */
export function tableView({ table, clock, settings }: Pick<PageParts, "table" | "clock" | "settings">) {
  const { name: tableName, ...place } = table;
  const client = awsClient(DynamoDB, "person", place);
  const at = { client, tableName, retentionDays: settings.retention.days, clock };
  const [conversations, leads] = [dynamodbConversations(at), dynamodbLeads(at)];

  return {
    async conversation(
      id: string,
      number: string,
    ): Promise<{ conversation: string; loaded: Loaded; lead: Lead | undefined }> {
      const loaded = await conversations.load(conversationId(id), numberName(number));
      const { movedTo } = loaded.state;
      if (movedTo !== undefined && movedTo !== id) {
        const [there, lead] = await Promise.all([
          conversations.load(movedTo, numberName(number)),
          leads.find(movedTo),
        ]);
        return { conversation: movedTo, loaded: there, lead };
      }
      return { conversation: id, loaded, lead: await leads.find(conversationId(id)) };
    },

    /** By trace id. Unknown ones are missing. */
    async messages(conversation: string, traces: readonly Trace[]): Promise<ReadonlyMap<string, LedgerSays>> {
      const key = (id: string) => keys.message(conversationId(conversation), messageId(id));
      const found = await readItems(
        at,
        traces.map(({ id }) => key(id)),
      );
      const says = traces.flatMap(({ id }) => {
        const item = found.get(key(id));
        if (!item) return [];
        const optional = {
          outcome: readText(item, "outcome"),
          reason: readText(item, "reason"),
          turn: readText(item, "answeredBy"),
        };
        const known = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
        const endedAt = readNumber(item, "endedAt");
        const waits = readText(item, "pendingAt") !== undefined;
        return [
          [
            id,
            { arrivedAt: readNumber(item, "arrivedAt") ?? 0, waits, ...known, ...omitUndefined({ endedAt }) },
          ] as const,
        ];
      });
      return new Map(says);
    },

    stop: () => client.destroy(),
  };
}
