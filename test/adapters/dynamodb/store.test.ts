import {
  type AttributeValue,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dynamodbConversations } from "../../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDeliveries } from "../../../lib/adapters/dynamodb/deliveries.ts";
import { keys } from "../../../lib/adapters/dynamodb/items/items.ts";
import { dynamodbLedger } from "../../../lib/adapters/dynamodb/ledger.ts";
import { NewerVersionError } from "../../../lib/application/ports/newer-version-error.ts";
import { turnId } from "../../../lib/domain/ids.ts";
import { storeContract } from "../../contracts/store-contract.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { type LocalAws, startLocalAws } from "../../support/local-aws.ts";
import { localTable } from "../../support/local-table.ts";
import { aConversation, anEntry } from "../../support/make.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const TableName = "messages";
const aws = localTable();
let called: LocalAws;

beforeAll(async () => {
  called = await startLocalAws();
  await Promise.all([makeTable(aws.dynamodb, TableName), makeTable(called.dynamodb, TableName)]);
});
afterAll(() => called.stop());

const clock = new FakeClock();
const table = () => ({ client: aws.thin.dynamodb, tableName: TableName, retentionDays: 30, clock });

storeContract("the DynamoDB store", () => dynamodbStore({ ...table(), client: aws.dynamodb }));
storeContract("the DynamoDB store with eight partitions of the inbox", () => dynamodbStore(table(), 8));
storeContract("the DynamoDB store of the functions' own client", () =>
  dynamodbStore({ ...table(), client: called.thin.dynamodb }),
);

describe("the DynamoDB store's items", () => {
  it("all end by themselves, message ids after eight days at the earliest", async () => {
    const conversation = aConversation();
    const entry = anEntry(conversation);
    const [conversations, deliveries] = [dynamodbConversations(table()), dynamodbDeliveries(table())];
    await dynamodbLedger(table()).record(entry);
    await conversations.save({ conversation, version: 0 }, []);
    const turn = {
      id: turnId("t"),
      number: entry.number,
      messages: [],
      startedAt: 0,
      agentFailures: 0,
      parts: [],
      ending: { kind: "answered" },
    } as const;
    await conversations.archive(conversation, turn);
    const status = {
      provider: "meta",
      state: "sent",
      reference: { conversation, turn: turn.id, part: 0, attempt: 1 },
    } as const;
    await deliveries.record(status);
    const { Items = [] } = await aws.dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": keys.partition(conversation) },
      }),
    );
    expect(Items.map(({ sk }) => sk?.S?.replace(/#.*/, "")).sort()).toEqual([
      "DELIVERY",
      "IN",
      "STATE",
      "TURN",
    ]);
    for (const { expiresAt } of Items)
      expect(Number(expiresAt?.N) * 1000 - entry.arrivedAt).toBeGreaterThanOrEqual(8 * 86_400_000);
  });

  it("leave a message that a later version wrote in the queue instead of passing it over", async () => {
    const conversation = aConversation();
    const entry = anEntry(conversation);
    await dynamodbLedger(table()).record(entry);
    await aws.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: keys.message(conversation, entry.message.id),
        UpdateExpression: "REMOVE content",
      }),
    );
    await expect(dynamodbConversations(table()).load(conversation)).rejects.toThrow(NewerVersionError);
  });

  it("keep a message's id and ending when it has ended", async () => {
    const conversation = aConversation();
    const entry = anEntry(conversation);
    await dynamodbLedger(table()).record(entry);
    await dynamodbConversations(table()).end(
      [conversation],
      [entry.message.id],
      { kind: "failed", reason: "http_401" },
      turnId("t"),
    );
    const { Item } = await aws.dynamodb.send(
      new GetItemCommand({ TableName, Key: keys.message(conversation, entry.message.id) }),
    );
    expect(Item).toMatchObject({
      outcome: { S: "failed" },
      reason: { S: "http_401" },
      answeredBy: { S: "t" },
    });
    expect(Item?.pendingAt).toBeUndefined();
  });

  it("expire, all but switches, rollouts, opt-ins, consent and links, which name no customer", async () => {
    const Items: Record<string, AttributeValue>[] = [];
    for (let ExclusiveStartKey: Record<string, AttributeValue> | undefined; ; ) {
      const page = await aws.dynamodb.send(
        new ScanCommand({ TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
      );
      Items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
      if (!ExclusiveStartKey) break;
    }
    const endless = Items.filter(({ expiresAt }) => expiresAt === undefined).map(({ sk }) => sk?.S ?? "");
    expect(Items.length).toBeGreaterThan(100);
    expect([...new Set(endless)].sort()).toEqual(["CONSENT", "LINK", "OPTIN", "ROLLOUT", "SWITCH"]);
    for (const item of Items.filter(({ sk }) => sk?.S === "LINK"))
      expect(Object.keys(item).sort()).toEqual(["pk", "since", "sk", "to", "v"]);
    for (const item of Items.filter(({ sk }) => sk?.S === "CONSENT"))
      expect(Object.keys(item).sort()).toEqual(["consent", "pk", "sk", "v"]);
  });
});
