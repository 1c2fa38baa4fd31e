import { describe, expect, it } from "@jest/globals";
import { numberName } from "../../lib/domain/ids.ts";
import { aConversation, anEntry, aText, unique } from "../support/make.ts";
import { atOnce, NOW, type Store } from "./store.ts";

export function repeatedTextsContract(name: string, open: () => Store) {
  describe(`${name} remembers which texts of the app went to many`, () => {
    it("counts different customers, by number and text, also of many at once", async () => {
      const { repeatedTexts } = open();
      const [mine, other] = [numberName(unique("number")), numberName(unique("number"))];
      const conversations = [aConversation(), aConversation(), aConversation()];
      expect(await repeatedTexts.customersOf(mine, "hash")).toBe(0);
      const [first] = conversations;
      if (!first) throw new Error("no conversation");
      expect([
        await repeatedTexts.note(mine, "hash", first),
        await repeatedTexts.note(mine, "hash", first),
      ]).toEqual([1, 1]);
      await atOnce(conversations.length, (index) =>
        repeatedTexts.note(mine, "hash", conversations[index] ?? first),
      );
      expect(await repeatedTexts.customersOf(mine, "hash")).toBe(3);
      expect(await repeatedTexts.customersOf(mine, "another hash")).toBe(0);
      expect(await repeatedTexts.customersOf(other, "hash")).toBe(0);
    });

    it("goes on saying that there are many when there are very many", async () => {
      const { repeatedTexts } = open();
      const number = numberName(unique("number"));
      const counts: number[] = [];
      for (let index = 0; index < 14; index++)
        counts.push(await repeatedTexts.note(number, "hash", aConversation()));
      expect(counts.slice(0, 3)).toEqual([1, 2, 3]);
      expect(Math.min(...counts.slice(2))).toBeGreaterThanOrEqual(3);
    });

    it("knows when the newest waiting messages were sent", async () => {
      const { ledger, conversations, outbox } = open();
      const conversation = aConversation();
      expect(await ledger.newestWaiting(conversation)).toEqual([]);
      const sentAts = async () => (await ledger.newestWaiting(conversation)).map(({ sentAt }) => sentAt);
      const entries = [3_000, 1_000, 2_000].map((before) =>
        anEntry(conversation, { message: aText({ sentAt: NOW - before }) }),
      );
      for (const entry of entries) await ledger.record(entry);
      await ledger.record(
        anEntry(conversation, {
          message: aText({ sentAt: NOW, content: { kind: "identity-change", phone: "15550100999" } }),
        }),
      );
      const number = numberName("support");
      await outbox.add(conversation, {
        id: "o1",
        number,
        at: NOW,
        by: "sam",
        content: { kind: "reply", text: "Hello" },
      });
      expect(await sentAts()).toEqual([NOW - 1_000, NOW - 2_000, NOW - 3_000]);
      const [answered] = entries.slice(1);
      if (answered) await conversations.end([conversation], [answered.message.id], { kind: "answered" });
      expect(await sentAts()).toEqual([NOW - 2_000, NOW - 3_000]);
    });
  });
}
