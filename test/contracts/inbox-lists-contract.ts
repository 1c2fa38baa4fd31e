import { describe, expect, it } from "@jest/globals";
import type { InboxPage } from "../../lib/application/ports/activity.ts";
import { type ConversationId, numberName } from "../../lib/domain/ids.ts";
import type { Place } from "../../lib/domain/inbox/index-key.ts";
import { aConversation, anEntry, unique } from "../support/make.ts";
import { anActivity } from "./activity-contract.ts";
import { anOutbound } from "./outbox-contract.ts";
import { aHandoff, NOW, type Store } from "./store.ts";

const TEST_TIME = 4_000_000_000_000;
let tests = 0;

/** Lists hold what other tests have written too: this one's entries are later than all before. */
const aTimeOfItsOwn = () => TEST_TIME + ++tests * 1_000_000;

async function allPages(page: (after?: Place) => Promise<InboxPage>, most = 20) {
  const found: ConversationId[] = [];
  let after: Place | undefined;
  for (let pages = 0; pages < most; pages++) {
    const { entries, next } = await page(after);
    found.push(...entries.map(({ conversation }) => conversation));
    if (!next) break;
    after = next;
  }
  return found;
}

/** Before this test's own. */
const firstOf = (list: "recent" | "waiting", start: number): Place =>
  list === "recent"
    ? { at: start + 900_000, conversation: aConversation() }
    : { at: start - 1_000, conversation: aConversation() };

export function inboxListsContract(name: string, open: () => Store) {
  describe(`${name} lists conversations for the inbox`, () => {
    async function written(
      store: Store,
      times: readonly number[],
      waiting: readonly (number | undefined)[] = [],
    ) {
      const ids = times.map(aConversation);
      for (const [index, conversation] of ids.entries()) {
        const changedAt = times[index] ?? 0;
        const since = waiting[index];
        await store.activity.save(
          anActivity(conversation, { changedAt, ...(since !== undefined && { waitingSince: since }) }),
          undefined,
        );
      }
      return ids;
    }

    it("the latest changed first, waiting or not, in pages that neither skip nor repeat", async () => {
      const store = open();
      const start = aTimeOfItsOwn();
      // Several in one millisecond.
      const times = Array.from({ length: 23 }, (_, index) => start + Math.floor(index / 3));
      const waiting = times.map((_, index) => (index % 4 === 0 ? start - index : undefined));
      const ids = await written(store, times, waiting);
      const found = (await allPages((after) => store.lists.recent(5, after))).filter((id) =>
        ids.includes(id),
      );
      expect(new Set(found)).toEqual(new Set(ids));
      expect(found).toHaveLength(ids.length);
      const order = found.map((id) => times[ids.indexOf(id)] ?? 0);
      expect(order).toEqual(order.toSorted((a, b) => b - a));
    });

    it("each once that stays as it is, whatever changes, comes or goes between two pages", async () => {
      const store = open();
      const start = aTimeOfItsOwn();
      const ids = await written(
        store,
        Array.from({ length: 60 }, (_, index) => start + Math.floor(index / 3)),
        Array.from({ length: 60 }, (_, index) => (index % 5 === 0 ? start - index : undefined)),
      );
      const staying = ids.filter((_, index) => index % 4 !== 0);
      const others = ids.filter((_, index) => index % 4 === 0);
      for (const [list, order] of [
        ["recent", staying.toReversed()],
        ["waiting", staying.filter((id) => ids.indexOf(id) % 5 === 0).toReversed()],
      ] as const) {
        let changes = 0;
        const found = await allPages(async (after) => {
          const page = await store.lists[list](7, after ?? firstOf(list, start));
          const [changed, gone] = [others[changes % others.length], others.at(-1 - changes)];
          changes++;
          if (changed) {
            const known = await store.activity.find(changed);
            await store.activity.save(
              anActivity(changed, {
                changedAt: start + 500 + changes,
                ...(changes % 2 === 0 && { waitingSince: start - 30 + changes }),
              }),
              known,
            );
          }
          if (gone && changes % 3 === 0) await store.activity.remove(gone);
          await written(store, [start + 400 + changes], [changes % 2 === 0 ? start + changes : undefined]);
          return page;
        });
        const mine = found.filter((id) => staying.includes(id));
        expect(new Set(mine).size).toBe(mine.length);
        const timeOf = (id: ConversationId) => Math.floor(ids.indexOf(id) / 3);
        if (list === "recent") {
          expect(mine.map(timeOf)).toEqual(order.map(timeOf));
          expect(new Set(mine)).toEqual(new Set(order));
        } else expect(mine).toEqual(order);
      }
    });

    it("who waits, longest first, in pages", async () => {
      const store = open();
      const start = aTimeOfItsOwn();
      const since = Array.from({ length: 12 }, (_, index) => start + ((index * 5) % 12));
      const ids = await written(
        store,
        since.map((_, index) => start + index),
        since,
      );
      const [other] = await written(store, [start]);
      const found = await allPages((after) =>
        store.lists.waiting(5, after ?? { at: start - 1, conversation: aConversation() }),
      );
      const mine = found.filter((id) => ids.includes(id));
      expect(mine.map((id) => since[ids.indexOf(id)])).toEqual(since.toSorted((a, b) => a - b));
      expect(found).not.toContain(other);
    });

    it("those of a member of staff, the latest assigned first, until somebody else has them", async () => {
      const { activity, lists } = open();
      const [ann, ben] = [unique("ann"), unique("ben")];
      const ids = Array.from({ length: 7 }, aConversation);
      for (const [index, conversation] of ids.entries())
        await activity.save(
          anActivity(conversation, { assignedTo: ann, assignedAt: NOW + index, lastText: `text ${index}` }),
          undefined,
        );
      const [first, second] = ids;
      if (!first || !second) throw new Error("there are seven");
      const found = await allPages((after) => lists.assignedTo(ann, 3, after));
      expect(found).toEqual(ids.toReversed());
      await activity.save(
        anActivity(first, { assignedTo: ben, assignedAt: NOW + 50 }),
        await activity.find(first),
      );
      await activity.save(anActivity(second), await activity.find(second));
      expect((await lists.assignedTo(ann, 50)).entries.map(({ conversation }) => conversation)).toEqual(
        ids.slice(2).toReversed(),
      );
      expect((await lists.assignedTo(ben, 50)).entries).toMatchObject([
        { conversation: first, assignedTo: ben },
      ]);
    });

    it("what has changed since a time, and how many wait", async () => {
      const store = open();
      const start = aTimeOfItsOwn();
      const before = await store.lists.changedSince(start);
      const ids = await written(store, [start, start + 1, start + 2], [start - 9, start - 9]);
      const { entries, waiting, completeTo } = await store.lists.changedSince(start);
      expect(new Set(entries.map(({ conversation }) => conversation))).toEqual(new Set(ids.slice(1)));
      expect(waiting - before.waiting).toBe(2);
      expect(completeTo).toBeUndefined();
    });

    it("and tells when one of them has changed: its state, its entry, what waits; not that it was read", async () => {
      const { lists, activity, controls, conversations, ledger, outbox } = open();
      const conversation = aConversation();
      const prints = new Set<string>();
      const look = async () => {
        const { print } = await lists.look(conversation);
        const isNew = !prints.has(print);
        prints.add(print);
        return isNew;
      };
      expect((await lists.look(conversation)).changedAt).toBe(0);
      await look();
      expect(await look()).toBe(false);
      const entry = anEntry(conversation);
      await ledger.record(entry);
      expect(await look()).toBe(true);
      expect((await lists.look(conversation)).changedAt).toBe(entry.arrivedAt);
      await conversations.save({ conversation, version: 0, sessionId: "s" }, []);
      expect(await look()).toBe(true);
      await controls.pause(conversation, aHandoff(conversation), NOW);
      expect(await look()).toBe(true);
      await activity.save(anActivity(conversation, { changedAt: NOW + 7 }), undefined);
      expect(await look()).toBe(true);
      expect((await lists.look(conversation)).changedAt).toBe(NOW + 7);
      await activity.markRead(conversation, NOW);
      expect(await look()).toBe(false);
      await outbox.add(conversation, anOutbound({ at: NOW + 9 }));
      expect(await look()).toBe(true);
      await conversations.end([conversation], [entry.message.id], { kind: "answered" });
      expect(await look()).toBe(true);
      expect((await lists.look(conversation)).changedAt).toBe(NOW + 9);
    });

    it("by words of the name or the lead, in any spelling, the latest first", async () => {
      const { lists, activity, leads } = open();
      const [surname, firm] = [unique("Muller").replace(/\W/g, ""), unique("Firm").replace(/\W/g, "")];
      const [older, newer, known] = [aConversation(), aConversation(), aConversation()];
      await activity.save(anActivity(older, { name: `Zoë ${surname}`, changedAt: NOW + 1 }), undefined);
      await activity.save(anActivity(newer, { name: `${surname}, José`, changedAt: NOW + 2 }), undefined);
      await leads.merge(
        known,
        numberName("support"),
        { company: { value: firm, source: "agent" }, name: { value: `Ann ${surname}`, source: "agent" } },
        NOW,
      );
      expect(await lists.search([surname.toLowerCase()], 10)).toEqual({
        conversations: [newer, older, known],
        more: false,
      });
      expect(await lists.search([surname.toLowerCase()], 2)).toEqual({
        conversations: [newer, older],
        more: true,
      });
      expect((await lists.search(["jose", surname.toLowerCase()], 10)).conversations).toEqual([newer]);
      expect((await lists.search([firm.toLowerCase(), "ann"], 10)).conversations).toEqual([known]);
      expect((await lists.search([firm.toLowerCase(), "zoe"], 10)).conversations).toEqual([]);
    });
  });
}
