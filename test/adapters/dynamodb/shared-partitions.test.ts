import { describe, expect, it } from "@jest/globals";
import type { DynamoDbCalls } from "../../../lib/adapters/aws/calls.ts";
import type { Item } from "../../../lib/adapters/dynamodb/items/items.ts";
import { SHARD_COUNT } from "../../../lib/adapters/dynamodb/items/shards.ts";
import { conversationIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import { numberName } from "../../../lib/domain/ids.ts";
import { anActivity } from "../../contracts/activity-contract.ts";
import { aHandoff } from "../../contracts/store.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { engineWorld } from "../../support/engine-world.ts";
import { FakeClock } from "../../support/fakes.ts";
import { localTable } from "../../support/local-table.ts";
import { anEntry, aText, unique } from "../../support/make.ts";
import { meteredWrites } from "../../support/write-units.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const aws = localTable();

/** What is named after one conversation, customer or session takes no more than one customer's writes. */
const isShared = (pk: string) => !/^(?:CONV|ALIAS|SESSION)#/.test(pk);

async function aStage() {
  const [tableName, clock] = [unique("shared-"), new FakeClock()];
  await makeTable(aws.dynamodb, tableName);
  const { client, taken } = meteredWrites(aws.thin.dynamodb);
  const store = dynamodbStore({ client, tableName, retentionDays: 30, clock });
  let fails = false;
  const world = engineWorld({
    ...store,
    clock,
    agent: {
      ask: async () => {
        if (fails) throw new IntegrationError({ system: "chatsby", code: "http_503", retry: "later" });
        return { text: "Yes." };
      },
    },
  });
  const { conversation } = world;
  /** Units by partition, without its shard. */
  const units = () =>
    Object.fromEntries(
      [...taken()].filter(([pk]) => isShared(pk)).map(([pk, many]) => [pk.replace(/#\d+$/, "#"), many]),
    );
  async function customerWrites(text: string) {
    clock.time += 60_000;
    world.clock.time = clock.time;
    await store.ledger.record(
      anEntry(conversation, { message: aText({ text, sentAt: clock.time }), arrivedAt: clock.time }),
    );
    await world.run();
    return units();
  }
  return {
    store,
    conversation,
    customerWrites,
    agentFails: () => {
      fails = true;
    },
  };
}

/** Accepts every write and holds nothing. */
function countingWrites(): { client: DynamoDbCalls; writes: Map<string, number> } {
  const writes = new Map<string, number>();
  const count = async ({ pk }: Item = {}) => {
    writes.set(pk?.S ?? "", (writes.get(pk?.S ?? "") ?? 0) + 1);
    return {};
  };
  const client: DynamoDbCalls = {
    batchGetItem: async () => ({}),
    getItem: async () => ({}),
    query: async () => ({}),
    putItem: ({ Item }) => count(Item),
    updateItem: ({ Key }) => count(Key),
    deleteItem: ({ Key }) => count(Key),
  };
  return { client, writes };
}

describe("partitions that all conversations of a stage share", () => {
  it("take so many write units: for a first contact, a message, a handoff, a failure", async () => {
    const stage = await aStage();
    expect(await stage.customerWrites("Do you ship to Canada?")).toEqual({ "LEAD#": 4, "INBOX#": 2 });
    expect(await stage.customerWrites("And to Peru?")).toEqual({ "INBOX#": 3 });
    expect(await stage.customerWrites("I want to talk to a human")).toEqual({ "HANDOFF#": 1, "INBOX#": 3 });
    await stage.store.controls.resume(stage.conversation, { at: Date.now(), how: "resume" });
    expect(await stage.customerWrites("Thanks, and to Chile?")).toEqual({ "HANDOFF#": 1, "INBOX#": 3 });
    stage.agentFails();
    expect(await stage.customerWrites("And to Cuba?")).toEqual({
      "FAILURES#": 1,
      "DELAYED#": 1,
      "INBOX#": 3,
    });
  });

  it("are many: none of them takes more than a sixth of a list's writes for 1,000 first contacts", async () => {
    const { client, writes } = countingWrites();
    const clock = new FakeClock();
    const store = dynamodbStore({ client, tableName: "table", retentionDays: 30, clock }, 8);
    const number = numberName("support");
    const fact = { value: "Dana", source: "profile" as const };
    for (let index = 0; index < 1_000; index++) {
      const conversation = conversationIdOf("key", number, { phone: `1555${index}` });
      const handoff = aHandoff(conversation);
      const delayed = {
        conversation,
        number,
        since: clock.time,
        why: "agent" as const,
        until: clock.time + 1,
      };
      await Promise.all([
        store.leads.merge(conversation, number, { name: fact }, clock.time),
        store.activity.save(anActivity(conversation), undefined),
        store.handoffs.add(handoff).then(() => store.handoffs.remove(handoff)),
        store.delayedAnswers.note(delayed),
        store.failureCounts.add(number, { kind: "agent", code: "down", conversation }),
        store.directory.note(conversation, { number, session: `session-${index}`, names: [] }),
      ]);
    }
    const lists = Map.groupBy(
      [...writes].filter(([pk]) => isShared(pk)),
      ([pk]) => pk.replace(/#\d+$/, ""),
    );
    expect([...lists.keys()].sort()).toEqual(["DELAYED", "FAILURES", "HANDOFF", "INBOX", "LEAD"]);
    for (const [, shards] of lists) {
      expect(shards).toHaveLength(SHARD_COUNT);
      const all = shards.reduce((sum, [, many]) => sum + many, 0);
      for (const [, many] of shards) expect(many / all).toBeLessThan(1 / 6);
    }
  });
});
