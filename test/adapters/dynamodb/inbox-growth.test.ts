import { setImmediate } from "node:timers/promises";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "@jest/globals";
import type { DynamoDbCalls } from "../../../lib/adapters/aws/calls.ts";
import { type InboxPartitions, shardOf } from "../../../lib/adapters/dynamodb/items/shards.ts";
import type { ConversationId } from "../../../lib/domain/ids.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { inboxListsWorld } from "../../support/inbox-lists-world.ts";
import { localTable } from "../../support/local-table.ts";
import { aConversation, unique } from "../../support/make.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const aws = localTable();

const CRASH = "the worker crashes";

/** One whose place with eight partitions is another than with two. */
function aMovingConversation(shards: readonly number[] = [2, 3, 4, 5, 6, 7]): ConversationId {
  for (;;) {
    const conversation = aConversation();
    if (shards.includes(shardOf(conversation, 8))) return conversation;
  }
}

/** Those of them that functions with two have in the first partition. */
const IN_FIRST = [2, 4, 6];

/** A table, and functions with two partitions and with eight that use it. */
async function aStage() {
  const [tableName, clock] = [unique("growth-"), new FakeClock()];
  await makeTable(aws.dynamodb, tableName);
  const real = aws.thin.dynamodb;
  /** Before a write of an entry. */
  const hooks: {
    update?: (() => Promise<void>) | undefined;
    remove?: (() => Promise<void>) | undefined;
    query?: DynamoDbCalls["query"];
  } = {};
  async function once(name: "update" | "remove", pk: string | undefined) {
    const hook = pk?.startsWith("INBOX#") ? hooks[name] : undefined;
    if (!hook) return;
    hooks[name] = undefined;
    await hook();
  }
  const client: DynamoDbCalls = {
    batchGetItem: (input) => real.batchGetItem(input),
    getItem: (input) => real.getItem(input),
    query: (input) => (hooks.query ?? real.query)(input),
    putItem: (input) => real.putItem(input),
    async updateItem(input) {
      await once("update", input.Key?.pk?.S);
      return real.updateItem(input);
    },
    async deleteItem(input) {
      await once("remove", input.Key?.pk?.S);
      return real.deleteItem(input);
    },
  };
  const functionsWith = (count: InboxPartitions) => {
    const store = dynamodbStore({ client, tableName, retentionDays: 30, clock }, count);
    return { ...inboxListsWorld(clock, store), store };
  };
  const [two, eight] = [functionsWith(2), functionsWith(8)];
  async function places(conversation: ConversationId) {
    const { Items = [] } = await aws.dynamodb.send(new ScanCommand({ TableName: tableName }));
    return Items.filter(({ pk, sk }) => pk?.S?.startsWith("INBOX#") && sk?.S === conversation).map(
      ({ pk }) => pk?.S,
    );
  }
  /** What the customer is shown as, by functions with eight partitions, in each list. */
  async function shown(conversation: ConversationId) {
    const mine = async (list: "recent" | "waiting", max: number) => {
      const found = [];
      let after: Parameters<typeof eight.store.lists.recent>[1];
      do {
        const { entries, next } = await eight.store.lists[list](max, after);
        found.push(...entries.filter((entry) => entry.conversation === conversation));
        after = next;
      } while (after);
      return found;
    };
    const { entries, waiting } = await eight.store.lists.changedSince(0);
    const [recent, inSmallPages] = [await mine("recent", 50), await mine("recent", 1)];
    expect(inSmallPages).toEqual(recent);
    return {
      recent: recent.map(({ lastText }) => lastText),
      changed: entries.filter((each) => each.conversation === conversation).map(({ lastText }) => lastText),
      waiting: (await mine("waiting", 1)).length,
      waitingCount: waiting,
    };
  }
  const says = async ({ note }: typeof two, conversation: ConversationId, text: string) => {
    clock.time += 1_000;
    return note(conversation, { at: clock.time, text, arrivedAt: clock.time });
  };
  return { real, two, eight, clock, hooks, places, shown, says };
}

const formerOf = (conversation: ConversationId) => `INBOX#${shardOf(conversation, 2)}`;
const homeOf = (conversation: ConversationId) => `INBOX#${shardOf(conversation, 8)}`;
const once = (text: string, waiting: 0 | 1 = 0) => ({
  recent: [text],
  changed: [text],
  waiting,
  waitingCount: waiting,
});

describe("an inbox that grows from two partitions to eight", () => {
  it("lists and finds what was written with two, once", async () => {
    const { two, eight, places, shown } = await aStage();
    const conversation = await two.has({}, aMovingConversation());
    await two.assign(conversation, "ann");
    expect(await places(conversation)).toEqual([formerOf(conversation)]);
    expect(await shown(conversation)).toEqual(once("Hello"));
    expect(await eight.activity.find(conversation)).toEqual(await two.activity.find(conversation));
    expect((await eight.activity.entries([conversation])).get(conversation)?.lastText).toBe("Hello");
    expect((await eight.store.lists.search(["dana"], 10)).conversations).toEqual([conversation]);
    expect((await eight.store.lists.assignedTo("ann", 10)).entries).toMatchObject([{ lastText: "Hello" }]);
    expect(await eight.store.lists.look(conversation)).toEqual(await two.store.lists.look(conversation));
  });

  it("shows who waited before", async () => {
    const { two, shown } = await aStage();
    await two.asksForPerson(await two.has({}, aMovingConversation()));
    const conversation = await two.has({}, aMovingConversation());
    await two.asksForPerson(conversation);
    expect(await shown(conversation)).toEqual({ ...once("Hello", 1), waitingCount: 2 });
  });

  it("moves an entry when it changes, with how far the team has read", async () => {
    const { two, eight, places, shown, says, clock } = await aStage();
    const conversation = await two.has({}, aMovingConversation());
    await eight.activity.markRead(conversation, clock.time + 500);
    await says(eight, conversation, "To Peru?");
    expect(await places(conversation)).toEqual([homeOf(conversation)]);
    expect(await eight.activity.find(conversation)).toMatchObject({ revision: 2, readAt: clock.time - 500 });
    expect(await shown(conversation)).toEqual(once("To Peru?"));
    await eight.activity.markRead(conversation, clock.time + 7);
    await says(eight, conversation, "To Chile?");
    expect(await eight.activity.find(conversation)).toMatchObject({ revision: 3, readAt: clock.time - 993 });
  });

  it("is found by functions with two after a deploy that was taken back, and listed from its next change on", async () => {
    const { two, eight, places, says, clock } = await aStage();
    const conversation = await eight.has({}, aMovingConversation());
    await two.activity.markRead(conversation, clock.time + 5);
    expect(await two.activity.find(conversation)).toEqual(await eight.activity.find(conversation));
    await says(two, conversation, "To Peru?");
    expect(await places(conversation)).toEqual([formerOf(conversation)]);
    expect((await two.store.lists.recent(10)).entries).toMatchObject([
      { conversation, lastText: "To Peru?", readAt: clock.time - 995, revision: 2 },
    ]);
  });

  it("writes a new conversation at once where it belongs", async () => {
    const { eight, places, shown } = await aStage();
    const conversation = await eight.has({}, aMovingConversation());
    expect(await places(conversation)).toEqual([homeOf(conversation)]);
    expect(await shown(conversation)).toEqual(once("Hello"));
  });

  it("shows the newer one after a crash between the two writes, and the next look at it tidies up", async () => {
    const { two, eight, places, shown, says, hooks, clock } = await aStage();
    const conversation = await two.has({}, aMovingConversation());
    await two.asksForPerson(conversation);
    clock.time += 1_000;
    await eight.store.controls.resume(conversation, { at: clock.time, how: "resume" });
    hooks.remove = () => Promise.reject(new Error(CRASH));
    await expect(says(eight, conversation, "Thanks")).rejects.toThrow(CRASH);
    expect(await places(conversation)).toHaveLength(2);
    expect(await shown(conversation)).toEqual(once("Thanks"));
    await eight.note(conversation);
    expect(await places(conversation)).toEqual([homeOf(conversation)]);
    expect(await shown(conversation)).toEqual(once("Thanks"));
  });

  it("hides nobody behind what crashes have left", async () => {
    const { two, eight, says, hooks } = await aStage();
    const ids = [];
    for (let index = 0; index < 12; index++) {
      const conversation = await two.has({}, aMovingConversation());
      await two.asksForPerson(conversation);
      ids.push(conversation);
    }
    for (const conversation of ids) {
      hooks.remove = () => Promise.reject(new Error(CRASH));
      await expect(says(eight, conversation, "Still here")).rejects.toThrow(CRASH);
    }
    for (const list of ["recent", "waiting"] as const) {
      const found: ConversationId[] = [];
      let after: Parameters<typeof eight.store.lists.recent>[1];
      do {
        const { entries, next } = await eight.store.lists[list](2, after);
        for (const { conversation, lastText } of entries) {
          expect(lastText).toBe("Still here");
          found.push(conversation);
        }
        after = next;
      } while (after);
      expect(found.toSorted()).toEqual(ids.toSorted());
    }
    expect((await eight.store.lists.changedSince(0)).waiting).toBe(12);
  });

  it("hides nobody who waits behind many of whom a crash has left that they wait", async () => {
    const { two, eight, clock, says, hooks } = await aStage();
    for (let index = 0; index < 10; index++) {
      const conversation = await two.has({}, aMovingConversation(IN_FIRST));
      await two.asksForPerson(conversation);
      clock.time += 1_000;
      await eight.store.controls.resume(conversation, { at: clock.time, how: "resume" });
      hooks.remove = () => Promise.reject(new Error(CRASH));
      await expect(says(eight, conversation, "Thanks")).rejects.toThrow(CRASH);
    }
    const ids: ConversationId[] = [];
    for (let index = 0; index < 3; index++) {
      clock.time += 1_000;
      const conversation = await two.has({}, aMovingConversation(IN_FIRST));
      await two.asksForPerson(conversation);
      ids.push(conversation);
    }
    const found: ConversationId[] = [];
    let after: Parameters<typeof eight.store.lists.waiting>[1];
    do {
      const { entries, next } = await eight.store.lists.waiting(1, after);
      found.push(...entries.map(({ conversation }) => conversation));
      after = next;
    } while (after);
    expect(found).toEqual(ids);
    expect((await eight.store.lists.changedSince(0)).waiting).toBe(3);
  });

  it("sees an entry that moves while the partitions are read", async () => {
    const { real, two, eight, places, says, hooks } = await aStage();
    // Its place is read at once with the former ones, if nothing puts those first.
    const conversation = await two.has({}, aMovingConversation([2, 3]));
    let moved: Promise<unknown> | undefined;
    hooks.query = async (input) => {
      const pk = input.ExpressionAttributeValues?.[":pk"]?.S;
      if (pk === formerOf(conversation)) {
        for (let turns = 0; turns < 5; turns++) await setImmediate();
        await moved;
      }
      const found = real.query(input);
      if (pk === homeOf(conversation)) moved ??= found.then(() => says(eight, conversation, "To Peru?"));
      return found;
    };
    const { entries } = await eight.store.lists.changedSince(0);
    expect(entries.map((entry) => entry.conversation)).toEqual([conversation]);
    await moved;
    expect(await places(conversation)).toEqual([homeOf(conversation)]);
  });

  it("keeps what a function with two writes while one with eight moves the entry", async () => {
    const { two, eight, places, shown, says, hooks } = await aStage();
    const conversation = await two.has({}, aMovingConversation());
    hooks.remove = () => two.asksForPerson(conversation);
    await says(eight, conversation, "A person, please");
    expect(await shown(conversation)).toEqual(once("A person, please", 1));
    await says(eight, conversation, "Hello?");
    expect(await places(conversation)).toEqual([homeOf(conversation)]);
    expect(await shown(conversation)).toEqual(once("Hello?", 1));
  });

  it("keeps what a function with eight writes while one with two does", async () => {
    const { two, eight, places, shown, says, hooks } = await aStage();
    const conversation = await two.has({}, aMovingConversation());
    hooks.update = () => eight.asksForPerson(conversation);
    await says(two, conversation, "A person, please");
    await says(eight, conversation, "Hello?");
    expect(await places(conversation)).toEqual([homeOf(conversation)]);
    expect(await shown(conversation)).toEqual(once("Hello?", 1));
  });

  it("lists somebody who waits although a function with two has noted it after the move", async () => {
    const { two, eight, places, shown, says, clock } = await aStage();
    const conversation = await eight.has({}, aMovingConversation());
    clock.time += 1_000;
    await two.asksForPerson(conversation);
    expect(await shown(conversation)).toEqual(once("Hello", 1));
    await says(eight, conversation, "Hello?");
    expect(await places(conversation)).toEqual([homeOf(conversation)]);
    expect(await shown(conversation)).toEqual(once("Hello?", 1));
  });

  const KINDS = ["two", "eight", "crash"] as const;
  it.each(KINDS)(
    "is right at each moment, whoever writes or crashes after whom (%s first)",
    async (first) => {
      for (const second of KINDS) {
        const { two, eight, places, shown, says, hooks } = await aStage();
        const conversation = await two.has({}, aMovingConversation());
        let text = "Hello";
        for (const kind of [first, second]) {
          if (kind === "crash") hooks.remove = () => Promise.reject(new Error(CRASH));
          const next = `${text}, ${kind}`;
          await says(kind === "two" ? two : eight, conversation, next).catch(() => undefined);
          hooks.remove = undefined;
          const { recent, ...others } = await shown(conversation);
          // A crash may come before the first write.
          const [seen = ""] = recent;
          expect(kind === "crash" ? [text, next] : [next]).toContain(seen);
          expect({ recent, ...others }).toEqual(once(seen));
          text = seen;
        }
        await says(eight, conversation, "The last");
        expect(await places(conversation)).toEqual([homeOf(conversation)]);
        expect(await shown(conversation)).toEqual(once("The last"));
      }
    },
  );
});

describe("an erasure while the inbox grows", () => {
  it.each(["two", "eight"] as const)("by a function with %s removes both entries", async (who) => {
    const stage = await aStage();
    const { two, eight, places, says, hooks } = stage;
    const conversation = await two.has({}, aMovingConversation());
    hooks.remove = () => Promise.reject(new Error(CRASH));
    await expect(says(eight, conversation, "Thanks")).rejects.toThrow(CRASH);
    expect(await places(conversation)).toHaveLength(2);
    expect(JSON.stringify(await stage[who].store.history.everything(conversation))).toContain("Thanks");
    await stage[who].store.history.erase(conversation);
    expect(await places(conversation)).toEqual([]);
  });

  it.each(["update", "remove"] as const)(
    "leaves nothing of an entry that moves at the same time (%s)",
    async (moment) => {
      const { two, eight, places, says, hooks } = await aStage();
      const conversation = await two.has({}, aMovingConversation());
      hooks[moment] = async () => void (await eight.store.history.erase(conversation));
      await says(eight, conversation, "Thanks");
      expect(await places(conversation)).toEqual([]);
    },
  );

  it.each([
    ["eight", 1],
    ["eight", 2],
    ["eight", 3],
    ["two", 1],
    ["two", 2],
    ["two", 3],
  ] as const)(
    "finds an entry that a function with %s moves before removal %i, or lets it see that it is too late",
    async (mover, removal) => {
      const stage = await aStage();
      const { hooks, places } = stage;
      const { activity } = stage[mover];
      const conversation = await stage[mover === "two" ? "eight" : "two"].has({}, aMovingConversation());
      const known = await activity.find(conversation);
      if (!known) throw new Error("there is an entry");
      let isSaved = false;
      let removals = 0;
      const moveInTime = async () => {
        if (++removals < removal) hooks.remove = moveInTime;
        else isSaved = await activity.save({ ...known, changedAt: known.changedAt + 1 }, known);
      };
      hooks.remove = moveInTime;
      await stage.eight.activity.remove(conversation);
      expect(removals).toBe(removal);
      // Who is told that it was not saved reads the state again, and removes what is left.
      expect(isSaved ? await places(conversation) : []).toEqual([]);
      expect(isSaved).toBe(removal === 1 || (mover === "two" && removal === 2));
    },
  );
});
