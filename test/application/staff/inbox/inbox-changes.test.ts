import { describe, expect, it } from "@jest/globals";
import {
  readChangeCursor,
  writeChangeCursor,
} from "../../../../lib/application/staff/inbox/change-cursor.ts";
import { inboxChanges } from "../../../../lib/application/staff/inbox/inbox-changes.ts";
import { FakeClock } from "../../../support/fakes.ts";
import { inboxListsWorld } from "../../../support/inbox-lists-world.ts";
import { anEntry, aText } from "../../../support/make.ts";
import { memoryActivity, memoryInboxLists } from "../../../support/memory/memory-activity.ts";
import { memoryDirectory, memoryLeads } from "../../../support/memory/memory-contacts.ts";
import { memoryControls } from "../../../support/memory/memory-controls.ts";
import { memoryConversations } from "../../../support/memory/memory-conversations.ts";
import { memoryHistory } from "../../../support/memory/memory-history.ts";
import { memoryLedger } from "../../../support/memory/memory-ledger.ts";
import { MemoryTable } from "../../../support/memory/memory-table.ts";

function aWorld() {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  const world = inboxListsWorld(clock, {
    activity: memoryActivity(table),
    lists: memoryInboxLists(table),
    controls: memoryControls(table),
    conversations: memoryConversations(table),
    directory: memoryDirectory(table),
    leads: memoryLeads(table),
    history: memoryHistory(table),
  });
  /** As a writer whose clock is wrong, or whose write was long under way, leaves it. */
  async function notedBy(clockDifferenceMs: number, conversation: Awaited<ReturnType<typeof world.has>>) {
    const at = clock.time + clockDifferenceMs;
    const known = table.activity.get(conversation);
    if (!known) throw new Error("it is noted");
    table.activity.set(conversation, { ...known, changedAt: at, revision: known.revision + 1 });
  }
  return { table, ...world, notedBy };
}

describe("changes of the list", () => {
  it("begin with a cursor and nothing else, and each change is reported once", async () => {
    const world = aWorld();
    const [one, two] = [await world.has(), await world.has()];
    const first = await world.changes();
    expect(first).toMatchObject({ changed: [], waiting: 0 });
    const second = await world.changes(first.cursor);
    expect(second.changed).toEqual([]);
    world.clock.time += 2_000;
    await world.asksForPerson(two);
    const third = await world.changes(second.cursor);
    expect(third).toMatchObject({ changed: [two], waiting: 1 });
    let { cursor } = third;
    for (let quiet = 0; quiet < 30; quiet++) {
      world.clock.time += 2_000;
      const next = await world.changes(cursor);
      expect(next).toMatchObject({ changed: [], waiting: 1 });
      cursor = next.cursor;
    }
    await world.note(one, { at: world.clock.time });
    expect((await world.changes(cursor)).changed).toEqual([one]);
  });

  it("miss none of a writer whose clock is a second behind, or whose write took seconds", async () => {
    const world = aWorld();
    const conversation = await world.has();
    world.clock.time += 60_000;
    let { cursor } = await world.changes();
    for (const late of [-1_000, -9_000, 1_500]) {
      world.clock.time += 20_000;
      ({ cursor } = await world.changes(cursor));
      await world.notedBy(late, conversation);
      const found = await world.changes(cursor);
      expect(found.changed).toEqual([conversation]);
      cursor = found.cursor;
      for (let quiet = 0; quiet < 10; quiet++) {
        world.clock.time += 2_000;
        const next = await world.changes(cursor);
        expect(next.changed).toEqual([]);
        cursor = next.cursor;
      }
    }
  });

  it("report a conversation again that has changed again within the same seconds", async () => {
    const world = aWorld();
    const conversation = await world.has();
    let { cursor } = await world.changes();
    for (let change = 0; change < 3; change++) {
      world.clock.time += 100;
      await world.note(conversation, { at: world.clock.time });
      const found = await world.changes(cursor);
      expect(found.changed).toEqual([conversation]);
      cursor = found.cursor;
    }
  });

  it("go on where what has changed is too much for one call", async () => {
    const world = aWorld();
    const conversation = await world.has();
    const { cursor } = await world.changes();
    world.clock.time += 100_000;
    const completeTo = world.clock.time - 50_000;
    const entry = world.table.activity.get(conversation);
    const lists = {
      ...world.lists,
      changedSince: async () => ({
        entries: entry ? [{ ...entry, changedAt: completeTo }] : [],
        waiting: 0,
        completeTo,
      }),
    };
    const found = await inboxChanges({ ...world.deps, lists }, { since: cursor });
    if (found === "bad-cursor") throw new Error("the cursor is refused");
    expect(found.changed).toEqual([conversation]);
    expect(readChangeCursor(found.cursor)?.at).toBe(completeTo);
    // Not none: those who wait are not counted yet.
    expect(found).not.toHaveProperty("waiting");
    expect((await world.changes(found.cursor)).waiting).toBe(0);
  });

  it("are refused with a cursor that is none, is from the future, or was changed", async () => {
    const world = aWorld();
    const { cursor } = await world.changes();
    const future = writeChangeCursor({ at: world.clock.time + 60_000, reported: [] });
    const wrong = [`${cursor}A`, cursor.slice(1), "", "0", "%", future, `${cursor}==`, "A".repeat(2_000)];
    for (const since of wrong) expect(await inboxChanges(world.deps, { since })).toBe("bad-cursor");
  });

  it("have a cursor that fits into a URL, however much happens", async () => {
    const world = aWorld();
    for (let index = 0; index < 500; index++) await world.has();
    const { cursor } = await world.changes();
    expect(cursor.length).toBeLessThan(1_700);
    expect((await world.changes(cursor)).changed.length).toBeLessThanOrEqual(200);
  });
});

describe("changes of one conversation", () => {
  it("are seen before the turn: a message that waits", async () => {
    const world = aWorld();
    const conversation = await world.has();
    const first = await world.changes(undefined, conversation);
    expect(first).toEqual({ cursor: first.cursor, changed: [] });
    expect((await world.changes(first.cursor, conversation)).changed).toEqual([]);
    world.clock.time += 1_000;
    const message = aText({ sentAt: world.clock.time });
    await memoryLedger(world.table).record(anEntry(conversation, { message, arrivedAt: world.clock.time }));
    const second = await world.changes(first.cursor, conversation);
    expect(second.changed).toEqual([conversation]);
    expect((await world.changes(second.cursor, conversation)).changed).toEqual([]);
  });

  it("are seen at once when a colleague acts or notes something, not when somebody reads", async () => {
    const world = aWorld();
    const conversation = await world.has();
    let { cursor } = await world.changes(undefined, conversation);
    const hasChanged = async () => {
      const found = await world.changes(cursor, conversation);
      cursor = found.cursor;
      return found.changed.length > 0;
    };
    await world.assign(conversation, "ben");
    expect(await hasChanged()).toBe(true);
    world.clock.time += 1;
    await world.note(conversation, { at: world.clock.time });
    expect(await hasChanged()).toBe(true);
    await world.read(conversation);
    expect(await hasChanged()).toBe(false);
    await world.note(await world.has(), { at: world.clock.time });
    expect(await hasChanged()).toBe(false);
  });

  it("go on from a cursor of the list, and the list from theirs", async () => {
    const world = aWorld();
    const conversation = await world.has();
    world.clock.time += 60_000;
    const { cursor } = await world.changes();
    expect((await world.changes(cursor, conversation)).changed).toEqual([]);
    world.clock.time += 1_000;
    await world.note(conversation, { at: world.clock.time });
    const found = await world.changes(cursor, conversation);
    expect(found.changed).toEqual([conversation]);
    world.clock.time += 20_000;
    const other = await world.has();
    expect((await world.changes(found.cursor)).changed).toContain(other);
  });
});
