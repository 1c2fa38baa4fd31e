import { beforeAll, describe, expect, it } from "@jest/globals";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { localTable, watchedCalls } from "../../support/local-table.ts";
import { operatorWorldOn, SUPPORT } from "../../support/operator-world.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const TableName = "mailings";
const aws = localTable();

beforeAll(async () => {
  await makeTable(aws.dynamodb, TableName);
});

/** Reads, and the items that they returned. */
const read = { calls: 0, items: 0 };
const listed = (output: object, name: string): readonly unknown[] => {
  const found: unknown = Reflect.get(output, name);
  return Array.isArray(found) ? found : Object.values(found ?? {}).flat();
};

const client = watchedCalls(aws.thin.dynamodb, (operation, answer) => {
  if (!/^(Get|Query|BatchGet)/.test(operation)) return;
  read.calls += 1;
  read.items +=
    ("Item" in answer ? 1 : 0) + listed(answer, "Items").length + listed(answer, "Responses").length;
});

describe("a mailing that is repeated after what it queued has gone", () => {
  /** Reads for one recipient in a campaign of this size. */
  async function readsOfOne(campaign: string, recipients: number) {
    const clock = new FakeClock();
    const { handoffs, ...store } = dynamodbStore({
      client,
      tableName: TableName,
      retentionDays: 30,
      clock,
    });
    const world = operatorWorldOn(clock, { ...store, handoffList: handoffs });
    const send = (at: number) =>
      world.call("POST /conversations/templates", {
        number: SUPPORT,
        contact: `+1555018${String(1_000 + at)}`,
        template: { name: "order_update", values: { "1": "Dana" } },
        campaign,
      });
    for (let at = 0; at < recipients; at++) {
      const { json } = await send(at);
      await store.campaigns.end(campaign, json.conversation, { state: "sent" });
      await store.history.erase(json.conversation);
    }
    world.turnQueue.sent.length = 0;
    Object.assign(read, { calls: 0, items: 0 });
    for (let at = 0; at < recipients; at++)
      expect((await send(at)).json).toMatchObject({ result: "repeated" });
    expect(world.turnQueue.sent).toEqual([]);
    return { calls: read.calls / recipients, items: read.items / recipients };
  }

  it("reads as much for each of many recipients as for each of few", async () => {
    const few = await readsOfOne("few", 3);
    const many = await readsOfOne("many", 40);
    expect(many).toEqual(few);
  });
});
