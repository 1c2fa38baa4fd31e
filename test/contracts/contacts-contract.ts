import { describe, expect, it } from "@jest/globals";
import { conversationId, numberName } from "../../lib/domain/ids.ts";
import type { Lead } from "../../lib/domain/lead/lead.ts";
import { aConversation, unique } from "../support/make.ts";
import { aHandoff, atOnce, NOW, type Store } from "./store.ts";

const number = numberName("support");
const fact = (value: string) => ({ value, source: "agent" as const });

export function contactsContract(name: string, open: () => Store) {
  describe(`${name} finds conversations`, () => {
    it("by session, which several of them may have, and by another name", async () => {
      const { directory } = open();
      const [one, two, alias, session] = [
        aConversation(),
        aConversation(),
        aConversation(),
        unique("session-"),
      ];
      expect(await directory.bySession(session)).toEqual([]);
      expect(await directory.byName(alias)).toBeUndefined();
      await directory.note(one, { number, session, names: [alias] });
      await directory.note(one, { number, session, names: [alias] });
      await directory.note(two, { number: numberName("sales"), session, names: [] });
      const found = await directory.bySession(session);
      expect(found).toHaveLength(2);
      expect(found).toEqual(
        expect.arrayContaining([
          { conversation: one, number },
          { conversation: two, number: "sales" },
        ]),
      );
      expect(await directory.byName(alias)).toBe(one);
      expect(await directory.byName(one)).toBeUndefined();
    });
  });

  describe(`${name} keeps leads`, () => {
    it("and loses no fact of many who merge at once", async () => {
      const { leads } = open();
      const conversation = aConversation();
      const merged = await atOnce(8, (index) =>
        leads.merge(conversation, number, { [`field${index}`]: fact(`${index}`) }, NOW + index),
      );
      const lead = await leads.find(conversation);
      expect(Object.keys(lead?.fields ?? {})).toHaveLength(8);
      expect(merged.map(({ revision }) => revision).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(lead).toMatchObject({ conversation, number, revision: 8 });
    });

    it("counts only news, and keeps nothing of nothing", async () => {
      const { leads } = open();
      const [conversation, empty] = [aConversation(), aConversation()];
      const first = await leads.merge(conversation, number, { email: fact("a@example.com") }, NOW);
      expect(await leads.merge(conversation, number, { email: fact("a@example.com") }, NOW + 1)).toEqual(
        first,
      );
      expect((await leads.merge(empty, number, {}, NOW)).revision).toBe(0);
      expect(await leads.find(empty)).toBeUndefined();
    });

    it("remembers the latest published revision over later merges", async () => {
      const { leads } = open();
      const conversation = aConversation();
      await leads.merge(conversation, number, { email: fact("a@example.com") }, NOW);
      await leads.merge(conversation, number, { name: fact("Dana") }, NOW);
      await leads.published(conversation, 2);
      await leads.published(conversation, 1);
      expect((await leads.find(conversation))?.published).toBe(2);
      expect(await leads.merge(conversation, number, { country: fact("CA") }, NOW)).toMatchObject({
        revision: 3,
        published: 2,
      });
      expect(await leads.find(conversation)).toMatchObject({ revision: 3, published: 2 });
      await leads.published(conversation, 3);
      expect(await leads.find(conversation)).toMatchObject({ revision: 3, published: 3 });
      const unknown = aConversation();
      await leads.published(unknown, 1);
      expect(await leads.find(unknown)).toBeUndefined();
    });

    it("lists all, oldest first, page by page", async () => {
      const { leads } = open();
      const mine = await atOnce(130, async (index) => {
        const conversation = aConversation();
        await leads.merge(conversation, number, { name: fact("x") }, NOW - index);
        return conversation as string;
      });
      const listed: Lead[] = [];
      let cursor: string | undefined;
      do {
        const page = await leads.list(cursor);
        if (page === "bad-cursor") throw new Error("A cursor of ours was refused.");
        listed.push(...page.leads);
        cursor = page.cursor;
      } while (cursor !== undefined);
      const ours = listed
        .map(({ conversation }) => conversation)
        .filter((conversation) => mine.includes(conversation));
      expect(ours).toEqual(mine.toReversed());
    });

    it("shows each lead once that is there all the time, while others come, change and are erased", async () => {
      const { leads, history } = open();
      const add = async (at: number) => {
        const conversation = aConversation();
        await leads.merge(conversation, number, { name: fact("x") }, at);
        return { conversation, at };
      };
      // Later than those of other tests. Three to a millisecond.
      const start = 4_000_000_000_000;
      const staying = await atOnce(240, (index) => add(start + Math.floor(index / 3)));
      const leaving = await atOnce(12, (index) => add(start + index * 7));
      const listed: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await leads.list(cursor);
        if (page === "bad-cursor") throw new Error("A cursor of ours was refused.");
        expect(page.leads.length).toBeLessThanOrEqual(100);
        listed.push(...page.leads.map(({ conversation }) => conversation));
        cursor = page.cursor;
        const [before, behind, gone] = [start + 1, start + 60, leaving.pop()];
        await Promise.all([before, behind].map(add));
        if (gone) await history.erase(gone.conversation);
        const changed = staying[listed.length % staying.length];
        if (changed)
          await leads.merge(changed.conversation, number, { email: fact("x@example.com") }, before);
      } while (cursor !== undefined);
      const ids = new Set<string>(staying.map(({ conversation }) => conversation));
      const inOrder = staying
        .toSorted((a, b) => a.at - b.at || (a.conversation < b.conversation ? -1 : 1))
        .map(({ conversation }) => conversation);
      expect(listed.filter((conversation) => ids.has(conversation))).toEqual(inOrder);
      expect(new Set(listed).size).toBe(listed.length);
      for (const { conversation } of [...staying, ...leaving]) await history.erase(conversation);
    });

    it("refuses a foreign cursor, rather than start again", async () => {
      for (const cursor of ["what is this", "", "MTIzIzQ"])
        expect(await open().leads.list(cursor)).toBe("bad-cursor");
    });
  });

  describe(`${name} lists open handoffs`, () => {
    it("oldest first, each once, until they are removed", async () => {
      const { handoffs } = open();
      const [older, newer] = [
        aHandoff(aConversation(), { since: NOW - 9, summary: "wants a person" }),
        aHandoff(aConversation()),
      ];
      await handoffs.add(newer);
      await handoffs.add(older);
      await handoffs.add(older);
      const mine = async () => (await handoffs.list()).filter(({ id }) => id === older.id || id === newer.id);
      expect(await mine()).toEqual([older, newer]);
      const elsewhere = aConversation();
      await handoffs.add({ ...older, origin: elsewhere, since: older.since + 3 });
      await handoffs.remove(older, [conversationId(older.origin), elsewhere]);
      await handoffs.remove(older);
      expect(await mine()).toEqual([newer]);
    });

    it("those of one moment by the conversation where they began", async () => {
      const { handoffs } = open();
      const since = NOW + 77;
      const several = Array.from({ length: 20 }, () => aHandoff(aConversation(), { since }));
      for (const each of several.toReversed()) await handoffs.add(each);
      const listed = (await handoffs.list()).filter((each) => each.since === since);
      expect(listed).toEqual(several.toSorted((a, b) => (a.origin < b.origin ? -1 : 1)));
      for (const each of several) await handoffs.remove(each);
      expect((await handoffs.list()).filter((each) => each.since === since)).toEqual([]);
    });
  });
}
