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

    it("refuses a foreign cursor, rather than start again", async () => {
      expect(await open().leads.list("what is this")).toBe("bad-cursor");
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
  });
}
