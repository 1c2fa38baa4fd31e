import { describe, expect, it } from "@jest/globals";
import { listInbox } from "../../../lib/application/staff/inbox/list-inbox.ts";
import { conversationId, numberName } from "../../../lib/domain/ids.ts";
import { aConsentChange } from "../../contracts/store.ts";
import { FakeClock } from "../../support/fakes.ts";
import { inboxListsWorld } from "../../support/inbox-lists-world.ts";
import { memoryActivity, memoryInboxLists } from "../../support/memory/memory-activity.ts";
import { memoryDirectory, memoryLeads } from "../../support/memory/memory-contacts.ts";
import { memoryControls } from "../../support/memory/memory-controls.ts";
import { memoryConversations } from "../../support/memory/memory-conversations.ts";
import { memoryHistory } from "../../support/memory/memory-history.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";
import { conversationFor } from "../../support/operator-world.ts";

function aWorld() {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  return {
    table,
    ...inboxListsWorld(clock, {
      activity: memoryActivity(table),
      lists: memoryInboxLists(table),
      controls: memoryControls(table),
      conversations: memoryConversations(table),
      directory: memoryDirectory(table),
      leads: memoryLeads(table),
      history: memoryHistory(table),
    }),
  };
}
type World = ReturnType<typeof aWorld>;

async function idsOf(world: World, ...given: Parameters<World["list"]>) {
  return (await world.list(...given)).conversations.map(({ conversation }) => conversation);
}

describe("a list of the inbox", () => {
  it("shows what the team needs to know of each", async () => {
    const world = aWorld();
    const conversation = await world.has();
    const now = world.clock.time;
    expect(await world.list("recent")).toEqual({
      conversations: [
        {
          conversation,
          number: "support",
          name: "Dana Test",
          phone: "15550177001",
          lastText: "Hello",
          lastAt: now,
          state: "bot",
          windowClosesAt: now + 86_400_000 - 300_000,
          unread: true,
        },
      ],
    });
    world.clock.time += 1;
    await world.asksForPerson(conversation);
    await world.read(conversation);
    const [row] = (await world.list("waiting")).conversations;
    expect(row).toMatchObject({ state: "waiting", waitingSince: now + 1, unread: false });
  });

  it("has who waits, longest first, and nobody else", async () => {
    const world = aWorld();
    const [first, second, taken, optedOut] = [
      await world.has(),
      await world.has(),
      await world.has(),
      await world.has(),
    ];
    await world.has();
    for (const [index, each] of [second, first, taken, optedOut].entries())
      await world.asksForPerson(each, world.clock.time + index);
    world.clock.time += 10;
    await world.assign(taken, "ben");
    await world.controls.changeConsent(optedOut, aConsentChange("stop", { at: world.clock.time }));
    expect(await idsOf(world, "waiting")).toEqual([second, first]);
  });

  it("has what the caller has, the latest assigned first", async () => {
    const world = aWorld();
    const [one, two, bens] = [await world.has(), await world.has(), await world.has()];
    await world.assign(one, "ann");
    world.clock.time += 10;
    await world.assign(two, "ann");
    await world.assign(bens, "ben");
    expect(await idsOf(world, "mine")).toEqual([two, one]);
    expect(await idsOf(world, "mine", { user: "ben" })).toEqual([bens]);
    await world.assign(two, "ben");
    await world.controls.resume(one, { at: world.clock.time, how: "resume" });
    expect(await idsOf(world, "mine")).toEqual([]);
  });

  it("goes by the state where the entry has not followed yet", async () => {
    const world = aWorld();
    const conversation = await world.has();
    await world.asksForPerson(conversation);
    await world.controls.resume(conversation, { at: world.clock.time, how: "resume" });
    expect(await idsOf(world, "waiting")).toEqual([]);
    expect((await world.list("recent")).conversations).toMatchObject([{ state: "bot" }]);
    const { state } = await world.conversations.load(conversation);
    await world.conversations.save({ ...state, movedTo: conversationId("elsewhere") }, []);
    expect(await idsOf(world, "recent")).toEqual([]);
  });

  it.each(["recent", "waiting", "mine"] as const)(
    "%s comes in pages of 50 that neither skip nor repeat",
    async (view) => {
      const world = aWorld();
      const all: string[] = [];
      for (let index = 0; index < 120; index++) {
        // A third belongs to the other number.
        const number = numberName(index % 3 === 0 ? "sales" : "support");
        const conversation = await world.has({ number });
        if (view === "waiting") await world.asksForPerson(conversation);
        if (view === "mine") await world.assign(conversation, "ann");
        all.push(conversation);
        world.clock.time += index % 2;
      }
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await world.list(view, cursor ? { cursor } : {});
        pages.push(page.conversations.map(({ conversation }) => conversation));
        cursor = page.cursor;
      } while (cursor);
      expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
      expect(pages.flat().toSorted()).toEqual(all.toSorted());
      const sales: string[] = [];
      do {
        const page = await world.list(view, { number: "sales", ...(cursor && { cursor }) });
        expect(new Set(page.conversations.map(({ number }) => number))).toEqual(new Set(["sales"]));
        sales.push(...page.conversations.map(({ conversation }) => conversation));
        cursor = page.cursor;
      } while (cursor);
      expect(sales.toSorted()).toEqual(all.filter((_, index) => index % 3 === 0).toSorted());
    },
  );

  it("refuses a cursor of another list, or of nobody", async () => {
    const world = aWorld();
    for (let index = 0; index < 51; index++) await world.has();
    const { cursor = "" } = await world.list("recent");
    for (const each of [cursor.slice(1), "", "null", "e30", Buffer.from("[]").toString("base64url")])
      expect(await listInbox(world.deps, { view: "recent", user: "ann", cursor: each })).toBe("bad-cursor");
    expect(await listInbox(world.deps, { view: "waiting", user: "ann", cursor })).toBe("bad-cursor");
  });
});

describe("the team", () => {
  it("has read a conversation until the customer writes again", async () => {
    const world = aWorld();
    const conversation = await world.has();
    const isUnread = async () => (await world.list("recent")).conversations[0]?.unread;
    expect(await isUnread()).toBe(true);
    expect(await world.read(conversation)).toBe("read");
    expect(await isUnread()).toBe(false);
    world.clock.time += 5;
    await world.note(conversation, { at: world.clock.time, text: "And now?", arrivedAt: world.clock.time });
    expect(await isUnread()).toBe(true);
    expect(await world.read(conversationId("unknown"))).toBe("unknown-conversation");
  });
});

describe("a search", () => {
  it("finds by phone in the ways that people write one, by name, and by words of the lead", async () => {
    const world = aWorld();
    const dana = { phone: "15550177001", profileName: "Dana Test" };
    const jose = { userId: "US.7", phone: "15550177002", profileName: "José Müller" };
    const support = numberName("support");
    const one = await world.has({ customer: dana }, conversationFor(support, dana));
    world.clock.time += 5;
    const two = await world.has({ customer: jose }, conversationFor(support, jose));
    await world.directory.note(two, {
      number: support,
      session: "s",
      names: [conversationFor(support, { phone: "15550177002" })],
    });
    await world.leads.merge(one, support, { company: { value: "Lamps & Co", source: "agent" } }, 1);
    const found = async (...given: Parameters<typeof world.search>) =>
      (await world.search(...given)).conversations.map(({ conversation }) => conversation);
    expect(await found("+1 555 017 7001")).toEqual([one]);
    expect(await found("+15550177002")).toEqual([two]);
    expect(await found("jose muller")).toEqual([two]);
    expect(await found("lamps")).toEqual([one]);
    expect(await found("lamps jose")).toEqual([]);
    expect(await found(two)).toEqual([two]);
    expect(await found("+15550177002", "sales")).toEqual([]);
    expect(await found("??")).toEqual([]);
    expect((await world.search("dana")).conversations).toMatchObject([{ lastText: "Hello", state: "bot" }]);
  });

  it("says when there is more than it shows", async () => {
    const world = aWorld();
    for (let index = 0; index < 51; index++) await world.has();
    const { conversations, more } = await world.search("dana");
    expect([conversations.length, more]).toEqual([50, true]);
    expect((await world.search("nobody")).more).toBe(false);
  });
});
