import { setImmediate } from "node:timers/promises";
import { BatchWriteItemCommand, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "@jest/globals";
import type { DynamoDbCalls } from "../../../lib/adapters/aws/calls.ts";
import { dynamodbInboxLists } from "../../../lib/adapters/dynamodb/inbox/inbox-lists.ts";
import { assignmentItem, writeEntry } from "../../../lib/adapters/dynamodb/items/activity-item.ts";
import { definedAttributes, type Item, keys } from "../../../lib/adapters/dynamodb/items/items.ts";
import type { InboxPartitions } from "../../../lib/adapters/dynamodb/items/shards.ts";
import { type ConversationId, conversationId, numberName } from "../../../lib/domain/ids.ts";
import { anActivity } from "../../contracts/activity-contract.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { inboxListsWorld } from "../../support/inbox-lists-world.ts";
import { localTable, watchedCalls } from "../../support/local-table.ts";
import { unique } from "../../support/make.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const aws = localTable();
const calls: string[] = [];
const client = watchedCalls(aws.thin.dynamodb, (operation) => calls.push(operation));

async function aTable(inboxPartitions: InboxPartitions = 2) {
  const TableName = unique("inbox-");
  await makeTable(aws.dynamodb, TableName);
  const clock = new FakeClock();
  const table = { client, tableName: TableName, retentionDays: 30, clock, inboxPartitions };
  const world = inboxListsWorld(clock, dynamodbStore(table, inboxPartitions));
  /** How many conversations there are already, one a second. */
  async function fill(many: number, waiting = 0, lastText = "Do you ship to Canada?") {
    const start = clock.time;
    const ids = Array.from({ length: many }, (_, index) => conversationId(`conversation-${index}`));
    const items = ids.flatMap((conversation, index): Item[] => {
      const at = start + index * 1_000;
      const entry = anActivity(conversation, {
        name: `Customer ${index}`,
        lastAt: at,
        changedAt: at,
        lastText,
        ...(index < waiting && { waitingSince: at }),
      });
      const state = definedAttributes({
        ...keys.state(conversation),
        customer: { S: JSON.stringify({ phone: "15550177001", profileName: `Customer ${index}` }) },
        number: { S: "support" },
        lastInboundAt: { N: String(at) },
        version: { N: "1" },
      });
      return [
        definedAttributes({
          ...keys.activity(conversation, inboxPartitions),
          ...writeEntry(entry, clock.time, 30),
        }),
        state,
      ];
    });
    for (let at = 0; at < items.length; at += 25)
      await aws.dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } })) },
        }),
      );
    clock.time = start + many * 1_000;
    return ids;
  }
  const counted = async <Result>(act: () => Promise<Result>) => {
    calls.length = 0;
    const result = await act();
    return { result, calls: calls.splice(0).toSorted() };
  };
  return { ...world, table, fill, counted };
}

const idsOf = ({ conversations }: { conversations: readonly { conversation: ConversationId }[] }) =>
  conversations.map(({ conversation }) => conversation);

const queries = (many: number) => Array.from({ length: many }, () => "Query");

describe("the inbox's reads", () => {
  it("are two for changes, of the list and of one conversation", async () => {
    const world = await aTable();
    const [first] = await world.fill(20, 3);
    const { result, calls: atFirst } = await world.counted(() => world.changes());
    expect(atFirst).toEqual(queries(2));
    expect(result.waiting).toBe(3);
    const next = await world.counted(() => world.changes(result.cursor));
    expect(next.calls).toEqual(queries(2));
    const look = await world.counted(() => world.changes(undefined, first));
    expect(look.calls).toEqual(["BatchGetItem", "Query"]);
    expect((await world.counted(() => world.changes(look.result.cursor, first))).calls).toEqual([
      "BatchGetItem",
      "Query",
    ]);
  });

  it("are eight for changes of the list with eight partitions, and two for those of one conversation", async () => {
    const world = await aTable(8);
    const [first] = await world.fill(20, 3);
    const { result, calls } = await world.counted(() => world.changes());
    expect(calls).toEqual(queries(8));
    expect(result.waiting).toBe(3);
    const look = await world.counted(() => world.changes(undefined, first));
    expect(look.calls).toEqual(["BatchGetItem", "Query"]);
  });

  it.each([2, 8] as const)(
    "are two of each of %i partitions and one more for any page of 500 conversations, which are all found once",
    async (partitions) => {
      const world = await aTable(partitions);
      const ids = await world.fill(500, 40);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await world.counted(() => world.list("recent", cursor ? { cursor } : {}));
        // Two ranges of each partition, and the states of 50 conversations.
        expect(page.calls).toEqual(["BatchGetItem", ...queries(2 * partitions)]);
        found.push(...idsOf(page.result));
        cursor = page.result.cursor;
      } while (cursor);
      expect(found).toEqual(ids.toReversed());
      const waiting = await world.counted(() => world.list("waiting"));
      expect(waiting.calls).toEqual(["BatchGetItem", ...queries(partitions)]);
      expect(waiting.result.conversations).toEqual([]);
    },
  );

  it("find all that has changed while a client was away, in several calls if need be", async () => {
    const world = await aTable();
    const { cursor } = await world.changes();
    const ids = await world.fill(300, 10, "larger than any real one ".repeat(500));
    const found = new Set<string>();
    let since = cursor;
    let pages = 0;
    for (; pages < 10; pages++) {
      const page = await world.counted(() => world.changes(since));
      expect(page.calls).toEqual(queries(2));
      for (const each of page.result.changed) found.add(each);
      since = page.result.cursor;
      if (page.result.changed.length === 0) break;
    }
    expect(found.size).toBe(ids.length);
    expect(pages).toBeGreaterThan(1);
  });

  it("show a conversation once whose customer asks for a person between two of them", async () => {
    const world = await aTable();
    const moving = await world.has();
    await world.has();
    const { table } = world;
    const client = table.client;
    let moved: Promise<void> | undefined;
    const rangeOf = ({ ExpressionAttributeValues: values }: QueryCommandInput) => values?.[":from"]?.S?.[0];
    const slow: DynamoDbCalls = {
      batchGetItem: (input) => client.batchGetItem(input),
      getItem: (input) => client.getItem(input),
      putItem: (input) => client.putItem(input),
      updateItem: (input) => client.updateItem(input),
      deleteItem: (input) => client.deleteItem(input),
      /** Those who wait are read when the others are. */
      async query(input) {
        if (rangeOf(input) === "R") {
          others.push(client.query(input));
          return others.at(-1) ?? {};
        }
        while (others.length < 2) await setImmediate();
        await Promise.all(others);
        moved ??= world.asksForPerson(moving);
        await moved;
        return client.query(input);
      },
    };
    const others: ReturnType<DynamoDbCalls["query"]>[] = [];
    const { entries } = await dynamodbInboxLists({ ...table, client: slow }).recent(10);
    expect(entries.filter(({ conversation }) => conversation === moving)).toMatchObject([
      { waitingSince: expect.any(Number) },
    ]);
    expect(entries).toHaveLength(2);
  });

  it("are bounded for a search, which says when it has not seen all", async () => {
    const world = await aTable();
    await world.fill(100);
    const { result, calls: reads } = await world.counted(() => world.search("customer 7"));
    // Names in two partitions, leads in eight.
    expect(reads.filter((call) => call === "Query")).toEqual(queries(10));
    expect(idsOf(result)).toContain("conversation-7");
    expect(result.more).toBe(false);
  });
});

describe("entries that have expired", () => {
  it("are not shown, and hide none of those behind them", async () => {
    const world = await aTable();
    await world.fill(60);
    const old = { user: "ann", at: world.clock.time, conversation: conversationId("gone") };
    const { table } = world;
    const writes: Item[] = [assignmentItem(old, world.clock.time - 40 * 86_400_000, 30)];
    for (let index = 0; index < 60; index++) {
      const conversation = conversationId(`gone-${index}`);
      const entry = anActivity(conversation, { changedAt: world.clock.time + index, waitingSince: index });
      const written = writeEntry(entry, world.clock.time - 40 * 86_400_000, 30);
      writes.push(definedAttributes({ ...keys.activity(conversation, 2), ...written }));
    }
    for (const Item of writes)
      await aws.dynamodb.send(
        new BatchWriteItemCommand({ RequestItems: { [table.tableName]: [{ PutRequest: { Item } }] } }),
      );
    const found = [];
    let cursor: string | undefined;
    do {
      const page = await world.list("recent", cursor ? { cursor } : {});
      found.push(...idsOf(page));
      cursor = page.cursor;
    } while (cursor);
    expect(found).toHaveLength(60);
    const waits = await world.has({ number: numberName("support") });
    await world.asksForPerson(waits);
    expect(idsOf(await world.list("waiting"))).toEqual([waits]);
    expect((await world.list("mine")).conversations).toEqual([]);
    expect(await world.activity.find(conversationId("gone-1"))).toBeUndefined();
    // A customer who comes back after that begins anew.
    const back = await world.has({}, conversationId("gone-1"));
    expect(await world.activity.find(back)).toMatchObject({ revision: 1, lastText: "Hello" });
  });
});
