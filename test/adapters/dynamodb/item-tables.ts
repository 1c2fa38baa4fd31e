import { readdirSync, readFileSync } from "node:fs";
import { BatchGetItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../../lib/adapters/dynamodb/items/items.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { localTable } from "../../support/local-table.ts";
import { unique } from "../../support/make.ts";
import { dynamodbStore } from "./dynamodb-store.ts";
import { NOW } from "./every-item.ts";

export const FOLDER = "test/fixtures/items";

/** As each release wrote them: never change a file, add a folder when an item changes. */
export const itemsOf = (release: string): Item[] =>
  readdirSync(`${FOLDER}/${release}`).map((file) =>
    JSON.parse(readFileSync(`${FOLDER}/${release}/${file}`, "utf8")),
  );

export const releases = () => readdirSync(FOLDER).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
export const latestItems = () => itemsOf(releases().at(-1) ?? "none");

export function itemTables() {
  const aws = localTable();
  return async (items: readonly Item[] = []) => {
    const TableName = unique("items-");
    await makeTable(aws.dynamodb, TableName);
    for (const Item of items) await aws.dynamodb.send(new PutItemCommand({ TableName, Item }));
    const store = dynamodbStore({
      client: aws.thin.dynamodb,
      tableName: TableName,
      retentionDays: 30,
      clock: new FakeClock(NOW),
    });
    return {
      store,
      all: async (): Promise<Item[]> => (await aws.dynamodb.send(new ScanCommand({ TableName }))).Items ?? [],
      one: async (key: Item): Promise<Item> => {
        const { Responses } = await aws.dynamodb.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key] } } }),
        );
        return Responses?.[TableName]?.[0] ?? {};
      },
    };
  };
}
