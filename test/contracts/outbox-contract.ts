import { describe, expect, it } from "@jest/globals";
import { messageId, numberName, turnId } from "../../lib/domain/ids.ts";
import type { Outbound } from "../../lib/domain/turn/outbound.ts";
import { aConversation, anEntry, unique } from "../support/make.ts";
import { atOnce, NOW, type Store } from "./store.ts";

export const anOutbound = (change: Partial<Outbound> = {}): Outbound => ({
  id: unique("out-"),
  number: numberName("support"),
  at: NOW,
  by: "arn:aws:iam::111122223333:user/dana",
  content: { kind: "reply", text: "A person here. 🐙", replyTo: messageId("wamid.q") },
  ...change,
});

export function outboxContract(name: string, open: () => Store) {
  describe(`${name} stores staff's messages`, () => {
    it("returns queued to exactly one of many concurrent callers", async () => {
      const { outbox } = open();
      const conversation = aConversation();
      const outbound = anOutbound();
      const answers = await atOnce(8, () => outbox.add(conversation, outbound));
      expect(answers.filter((answer) => answer === "queued")).toHaveLength(1);
      expect(await outbox.add(aConversation(), outbound)).toBe("queued");
    });

    it("lists what waits beside the customer's messages, oldest first and whole", async () => {
      const { outbox, conversations, ledger } = open();
      const conversation = aConversation();
      const template = { name: "t", language: "de", body: { "1": "x" } };
      const later = anOutbound({
        at: NOW + 5,
        content: { kind: "template", template },
        campaign: "spring",
        customer: { phone: "1555" },
      });
      const earlier = anOutbound({ at: NOW - 5 });
      await outbox.add(conversation, later);
      await ledger.record(anEntry(conversation));
      await outbox.add(conversation, earlier);
      const loaded = await conversations.load(conversation);
      expect(loaded.outbound).toEqual([earlier, later]);
      expect(loaded.pending).toHaveLength(1);
    });

    it("ends each once; only what seemed sent may still fail", async () => {
      const { outbox, conversations } = open();
      const conversation = aConversation();
      const outbound = anOutbound();
      await outbox.add(conversation, outbound);
      expect(await outbox.find(conversation, outbound.id)).toEqual({ ...outbound, state: "waiting" });
      await outbox.end([conversation], outbound.id, { state: "sent", turn: turnId("t") });
      await outbox.end([conversation], outbound.id, { state: "cancelled", code: "moved" });
      expect(await outbox.find(conversation, outbound.id)).toEqual({ ...outbound, state: "sent", turn: "t" });
      expect((await conversations.load(conversation)).outbound).toEqual([]);
      await outbox.end([conversation], outbound.id, { state: "failed", code: "131047" });
      await outbox.end([conversation], outbound.id, { state: "sent" });
      expect(await outbox.find(conversation, outbound.id)).toEqual({
        ...outbound,
        state: "failed",
        code: "131047",
        turn: "t",
      });
      expect(await outbox.add(conversation, outbound)).toBe("repeated");
    });

    it("knows nothing of a message that nobody queued", async () => {
      const { outbox } = open();
      const conversation = aConversation();
      await outbox.end([conversation], "none", { state: "sent" });
      expect(await outbox.find(conversation, "none")).toBeUndefined();
    });
  });
}
