import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { INBOUND } from "../../lib/adapters/dynamodb/items/items.ts";
import { LOCAL_CREDENTIALS, REGION } from "../../local/aws/services.ts";

export type TableCounts = { items: number; messages: number; waiting: number };

/** Reads the whole table. `waiting`: messages without an end. */
export async function countTable(endpoint: string, TableName: string): Promise<TableCounts> {
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  const counts: TableCounts = { items: 0, messages: 0, waiting: 0 };
  let ExclusiveStartKey: Record<string, never> | undefined;
  try {
    do {
      const page = await client.send(
        new ScanCommand({ TableName, ProjectionExpression: "pk, sk, pendingAt", ExclusiveStartKey }),
      );
      for (const { sk, pendingAt } of page.Items ?? []) {
        counts.items++;
        if (!sk?.S?.startsWith(INBOUND)) continue;
        counts.messages++;
        if (pendingAt) counts.waiting++;
      }
      ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
    } while (ExclusiveStartKey);
    return counts;
  } finally {
    client.destroy();
  }
}
