import { describe, expect, it } from "@jest/globals";
import { turnId } from "../../lib/domain/ids.ts";
import { aConversation, anEntry, aText } from "../support/make.ts";
import { NOW, type Store } from "./store.ts";

export function ledgerContract(name: string, open: () => Store) {
  describe(`${name} keeps the ledger's promises`, () => {
    it("returns new to exactly one of many concurrent callers", async () => {
      const { ledger } = open();
      const entry = anEntry(aConversation());
      const answers = await Promise.all(Array.from({ length: 8 }, () => ledger.record(entry)));
      expect(answers.filter((answer) => answer === "new")).toHaveLength(1);
      expect(answers.filter((answer) => answer === "unanswered")).toHaveLength(7);
    });

    it("reports to a repeat that the message has been answered", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const entry = anEntry(conversation);
      await ledger.record(entry);
      await conversations.end([conversation], [entry.message.id], { kind: "answered" }, turnId("t1"));
      expect(await ledger.record(entry)).toBe("answered");
    });

    it("returns the content as it was recorded first", async () => {
      const { ledger } = open();
      const conversation = aConversation();
      const entry = anEntry(conversation, {
        message: aText({ content: { kind: "text", text: "Baja", offered: true } }),
      });
      expect(await ledger.recordedContent(conversation, entry.message.id)).toBeUndefined();
      await ledger.record(entry);
      await ledger.record({
        ...entry,
        message: { ...entry.message, content: { kind: "text", text: "Baja" } },
      });
      expect(await ledger.recordedContent(conversation, entry.message.id)).toEqual({
        kind: "text",
        text: "Baja",
        offered: true,
      });
    });

    it("never lists a message that is recorded as ended", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const entry = anEntry(conversation, { endsAs: { kind: "ignored", reason: "reaction" } });
      expect(await ledger.record(entry)).toBe("new");
      expect(await ledger.record(entry)).toBe("answered");
      expect((await conversations.load(conversation)).pending).toEqual([]);
    });

    it("keeps the first arrival's order when a repeat comes later", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const { sentAt: _, ...untimed } = aText({ text: "one" });
      const first = anEntry(conversation, { message: untimed, arrivedAt: NOW });
      const second = anEntry(conversation, { message: aText({ sentAt: NOW + 1 }), arrivedAt: NOW + 1 });
      await ledger.record(first);
      await ledger.record(second);
      await ledger.record({ ...first, arrivedAt: NOW + 5000 });
      const { pending } = await conversations.load(conversation);
      expect(pending.map(({ id }) => id)).toEqual([first.message.id, second.message.id]);
      expect(pending[0]?.arrivedAt).toBe(NOW);
    });
  });
}
