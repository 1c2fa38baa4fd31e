import { GetItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dynamodbAllowance, dynamodbCampaigns } from "../../../lib/adapters/dynamodb/campaigns.ts";
import { dynamodbControls } from "../../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDeliveries } from "../../../lib/adapters/dynamodb/deliveries.ts";
import { dynamodbDirectory } from "../../../lib/adapters/dynamodb/directory.ts";
import { dynamodbHandoffs } from "../../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbHistory } from "../../../lib/adapters/dynamodb/history.ts";
import { keys } from "../../../lib/adapters/dynamodb/items.ts";
import { dynamodbLeads } from "../../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLedger } from "../../../lib/adapters/dynamodb/ledger.ts";
import { dynamodbOutbox } from "../../../lib/adapters/dynamodb/outbox.ts";
import { dynamodbSwitches } from "../../../lib/adapters/dynamodb/switches.ts";
import { turnId } from "../../../lib/domain/ids.ts";
import { ensureTable } from "../../../lib/simulator/aws/table.ts";
import { storeContract } from "../../contracts/store-contract.ts";
import { FakeClock } from "../../support/fakes.ts";
import { type LocalAws, startLocalAws } from "../../support/local-aws.ts";
import { aConversation, anEntry } from "../../support/make.ts";

const TableName = "messages";
let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws();
  await ensureTable(aws.dynamodb, TableName);
});
afterAll(() => aws.stop());

const clock = new FakeClock();
const table = () => ({ client: aws.dynamodb, tableName: TableName, retentionDays: 30, clock });

storeContract("the DynamoDB store", () => ({
  ledger: dynamodbLedger(table()),
  conversations: dynamodbConversations(table()),
  deliveries: dynamodbDeliveries(table()),
  controls: dynamodbControls(table()),
  outbox: dynamodbOutbox(table()),
  switches: dynamodbSwitches(table()),
  directory: dynamodbDirectory(table()),
  leads: dynamodbLeads(table()),
  handoffs: dynamodbHandoffs(table()),
  campaigns: dynamodbCampaigns(table()),
  allowance: dynamodbAllowance(table()),
  history: dynamodbHistory(table()),
}));

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
    const status = { provider: "meta", state: "sent", reference: { conversation, turn: turn.id, part: 0, attempt: 1 } } as const;
    await deliveries.record(status);
    const { Items = [] } = await aws.dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": keys.partition(conversation) },
      }),
    );
    expect(Items.map(({ sk }) => sk?.S?.replace(/#.*/, "")).sort()).toEqual(["DELIVERY", "IN", "STATE", "TURN"]);
    for (const { expiresAt } of Items) expect(Number(expiresAt?.N) * 1000 - entry.arrivedAt).toBeGreaterThanOrEqual(8 * 86_400_000);
  });

  it("count as gone once they have expired, also before DynamoDB deletes them", async () => {
    const conversation = aConversation();
    const moving = new FakeClock();
    const conversations = dynamodbConversations({ ...table(), clock: moving });
    await conversations.save({ conversation, version: 0, sessionId: "old" }, []);
    moving.time += 31 * 86_400_000;
    expect((await conversations.load(conversation)).state).toEqual({ conversation, version: 1 });
    expect(await conversations.save({ conversation, version: 1, sessionId: "new" }, ["opted-out", "paused"])).toBe("saved");
  });

  it("leave a message that a later version wrote in the queue instead of passing it over", async () => {
    const conversation = aConversation();
    const entry = anEntry(conversation);
    await dynamodbLedger(table()).record(entry);
    await aws.dynamodb.send(
      new UpdateItemCommand({ TableName, Key: keys.message(conversation, entry.message.id), UpdateExpression: "REMOVE content" }),
    );
    await expect(dynamodbConversations(table()).load(conversation)).rejects.toThrow("cannot be read by this version");
  });

  it("keep a message's id and ending when it has ended", async () => {
    const conversation = aConversation();
    const entry = anEntry(conversation);
    await dynamodbLedger(table()).record(entry);
    await dynamodbConversations(table()).end(conversation, [entry.message.id], { kind: "failed", reason: "http_401" }, turnId("t"));
    const { Item } = await aws.dynamodb.send(new GetItemCommand({ TableName, Key: keys.message(conversation, entry.message.id) }));
    expect(Item).toMatchObject({ outcome: { S: "failed" }, reason: { S: "http_401" }, answeredBy: { S: "t" } });
    expect(Item?.pendingAt).toBeUndefined();
  });
});
