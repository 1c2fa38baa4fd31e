import { describe, expect, it } from "@jest/globals";
import type { Conversations, Deliveries, Ledger, ReportedStatus } from "../../lib/application/ports.ts";
import type { ConversationState } from "../../lib/domain/conversation.ts";
import { type ConversationId, numberName, turnId } from "../../lib/domain/ids.ts";
import type { DeliveryState } from "../../lib/domain/inbound.ts";
import type { Reference } from "../../lib/domain/reference.ts";
import type { Turn } from "../../lib/domain/turn.ts";
import { aConversation, anEntry, aText, unique } from "../support/make.ts";

export type Store = {
  ledger: Ledger;
  conversations: Conversations;
  deliveries: Deliveries;
  /** What another function does to a conversation beside the worker. */
  pause(conversation: ConversationId): Promise<void>;
  optOut(conversation: ConversationId): Promise<void>;
};

const NOW = 1_795_430_010_000;

function aTurn(change: Partial<Turn> = {}): Turn {
  const { message, number } = anEntry(aConversation());
  return {
    id: turnId("t1"),
    number,
    messages: [message.id],
    startedAt: NOW,
    agentFailures: 0,
    parts: [],
    ending: { kind: "answered" },
    ...change,
  };
}

const aStatus = (reference: Reference, state: DeliveryState, change: Partial<ReportedStatus> = {}): ReportedStatus => ({
  provider: "meta",
  reference,
  state,
  ...change,
});

/** The promises of the store's ports: whatever stands in for DynamoDB must keep them too. */
export function storeContract(name: string, open: () => Store) {
  describe(`${name} keeps the ledger's promises`, () => {
    it("says new to exactly one of many at once", async () => {
      const { ledger } = open();
      const entry = anEntry(aConversation());
      const answers = await Promise.all(Array.from({ length: 8 }, () => ledger.record(entry)));
      expect(answers.filter((answer) => answer === "new")).toHaveLength(1);
      expect(answers.filter((answer) => answer === "unanswered")).toHaveLength(7);
    });

    it("tells a repeat that the message has been answered", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const entry = anEntry(conversation);
      await ledger.record(entry);
      await conversations.end(conversation, [entry.message.id], { kind: "answered" }, turnId("t1"));
      expect(await ledger.record(entry)).toBe("answered");
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

  describe(`${name} keeps the conversations' promises`, () => {
    it("lists what waits by the provider's time, then arrival, then place in the POST", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const record = async (text: string, sentAt: number, arrivedAt: number, position: number) =>
        ledger.record(anEntry(conversation, { message: aText({ text, sentAt }), arrivedAt, position }));
      await record("third", NOW - 1000, NOW + 20, 0);
      await record("fifth", NOW, NOW, 1);
      await record("second", NOW - 1000, NOW + 10, 0);
      await record("fourth", NOW, NOW, 0);
      await record("first", NOW - 9000, NOW + 99, 0);
      const { pending } = await conversations.load(conversation);
      expect(pending.map(({ content }) => content.kind === "text" && content.text)).toEqual([
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
      ]);
    });

    it("gives back whole what was recorded", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const message = aText({ text: "ünïcödé 🐙 \u0000", quoted: "wamid.q" });
      await ledger.record(anEntry(conversation, { message }));
      const { pending } = await conversations.load(conversation);
      expect(pending).toEqual([
        {
          id: message.id,
          number: "support",
          customer: message.customer,
          content: message.content,
          quoted: "wamid.q",
          sentAt: message.sentAt,
          arrivedAt: 1_795_430_002_000,
        },
      ]);
    });

    it("takes a message from the future for just arrived", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      await ledger.record(anEntry(conversation, { message: aText({ sentAt: NOW + 86_400_000 }), arrivedAt: NOW }));
      expect((await conversations.load(conversation)).pending[0]?.sentAt).toBe(NOW);
    });

    it("saves once per version read and gives the state back", async () => {
      const { conversations } = open();
      const conversation = aConversation();
      const state: ConversationState = {
        conversation,
        version: 0,
        sessionId: "s",
        customer: { phone: "1" },
        lastInboundAt: NOW,
        turn: aTurn(),
      };
      expect(await conversations.save(state, "speaking")).toBe("saved");
      expect(await conversations.save(state, "speaking")).toBe("overtaken");
      expect((await conversations.load(conversation)).state).toEqual({ ...state, version: 1 });
      expect(await conversations.save({ ...state, version: 1 }, "always")).toBe("saved");
    });

    it("lets exactly one of two workers save", async () => {
      const { conversations } = open();
      const state: ConversationState = { conversation: aConversation(), version: 0 };
      const saved = await Promise.all([conversations.save(state, "always"), conversations.save(state, "always")]);
      expect(saved.sort()).toEqual(["overtaken", "saved"]);
    });

    it.each([
      ["paused", "pause"],
      ["opted-out", "optOut"],
    ] as const)("refuses to speak once the conversation is %s, and keeps that over other saves", async (silence, act) => {
      const store = open();
      const conversation = aConversation();
      expect(await store.conversations.save({ conversation, version: 0 }, "speaking")).toBe("saved");
      await store[act](conversation);
      expect(await store.conversations.save({ conversation, version: 1, sessionId: "s" }, "speaking")).toBe(silence);
      expect(await store.conversations.save({ conversation, version: 1, sessionId: "s" }, "always")).toBe("saved");
      expect(await store.conversations.save({ conversation, version: 2 }, "speaking")).toBe(silence);
    });

    it("ends messages once: the first ending stays", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const [one, two] = [anEntry(conversation), anEntry(conversation)];
      await ledger.record(one);
      await ledger.record(two);
      await conversations.end(conversation, [one.message.id], { kind: "failed", reason: "agent" }, turnId("t1"));
      await conversations.end(conversation, [one.message.id, aText().id], { kind: "answered" }, turnId("t2"));
      const { pending } = await conversations.load(conversation);
      expect(pending.map(({ id }) => id)).toEqual([two.message.id]);
    });

    it("holds a number until the latest time anybody asked for, and no other number", async () => {
      const { conversations } = open();
      const [mine, other] = [numberName(unique("number")), numberName(unique("number"))];
      const conversation = aConversation();
      expect((await conversations.load(conversation, mine)).heldUntil).toBeUndefined();
      await conversations.hold(mine, NOW + 5000, "130429");
      await conversations.hold(mine, NOW + 1000, "130429");
      expect((await conversations.load(conversation, mine)).heldUntil).toBe(NOW + 5000);
      await conversations.hold(mine, NOW + 9000, "190");
      expect((await conversations.load(conversation, mine)).heldUntil).toBe(NOW + 9000);
      expect((await conversations.load(conversation, other)).heldUntil).toBeUndefined();
      expect((await conversations.load(conversation)).heldUntil).toBeUndefined();
    });

    it("begins a conversation with what another knew, once, and keeps what it has itself", async () => {
      const { ledger, conversations } = open();
      const [from, to] = [aConversation(), aConversation()];
      const entry = anEntry(from);
      await ledger.record(entry);
      const { pending } = await conversations.load(from);
      const known = { version: 0, sessionId: "old", customer: { userId: "US.2" }, lastInboundAt: NOW, pausedAt: 5 };
      await conversations.adopt({ conversation: to, ...known }, pending);
      await conversations.adopt({ conversation: to, ...known, sessionId: "other" }, pending);
      const loaded = await conversations.load(to);
      expect(loaded.state).toEqual({ conversation: to, ...known, version: 1 });
      expect(loaded.pending).toEqual(pending);
      await conversations.end(to, [entry.message.id], { kind: "answered" });
      await conversations.adopt({ conversation: to, ...known }, pending);
      expect((await conversations.load(to)).pending).toEqual([]);
    });

    it("takes a message back that had moved away, also before it has quite left, but never one that has been answered", async () => {
      const { ledger, conversations } = open();
      const [here, there] = [aConversation(), aConversation()];
      const entry = anEntry(here);
      await ledger.record(entry);
      const [first] = (await conversations.load(here)).pending;
      if (!first) throw new Error("nothing waits");
      const state = (conversation: ConversationId) => ({ conversation, version: 0, sessionId: "s" });
      await conversations.adopt(state(there), [{ ...first, hops: 1 }]);
      await conversations.adopt(state(here), [{ ...first, hops: 2 }]);
      await conversations.leave(here, [first]);
      expect((await conversations.load(here)).pending.map(({ hops }) => hops)).toEqual([2]);
      await conversations.leave(there, [{ ...first, hops: 1 }]);
      expect((await conversations.load(there)).pending).toEqual([]);
      await conversations.adopt(state(there), [{ ...first, hops: 3 }]);
      expect((await conversations.load(there)).pending).toHaveLength(1);
      await conversations.end(here, [first.id], { kind: "answered" });
      await conversations.adopt(state(here), [{ ...first, hops: 4 }]);
      expect((await conversations.load(here)).pending).toEqual([]);
    });

    it("makes who returns as silent as where they come from, and fences off whoever read the state before", async () => {
      const { conversations } = open();
      const conversation = aConversation();
      await conversations.adopt({ conversation, version: 0, sessionId: "s", pausedAt: 5 }, []);
      const { state } = await conversations.load(conversation);
      await conversations.adopt({ conversation, version: 0, optedOutAt: 7 }, [], "returns");
      expect(await conversations.save(state, "always")).toBe("overtaken");
      expect((await conversations.load(conversation)).state).toEqual({ conversation, version: 2, sessionId: "s", optedOutAt: 7 });
    });

    it("tells whoever finds a message that it is on its way, until it comes back", async () => {
      const { ledger, conversations } = open();
      const [here, there] = [aConversation(), aConversation()];
      await ledger.record(anEntry(here));
      const [message] = (await conversations.load(here)).pending;
      if (!message) throw new Error("nothing waits");
      await conversations.depart(here, [message], there);
      expect((await conversations.load(here)).pending.map(({ movingTo }) => movingTo)).toEqual([there]);
      await conversations.adopt({ conversation: here, version: 0, sessionId: "s" }, [{ ...message, hops: 2 }]);
      expect((await conversations.load(here)).pending.map(({ movingTo }) => movingTo)).toEqual([undefined]);
    });

    it("remembers where a conversation has moved to, until its customer returns", async () => {
      const { conversations } = open();
      const [here, there] = [aConversation(), aConversation()];
      await conversations.save({ conversation: here, version: 0, movedTo: there }, "always");
      await conversations.adopt({ conversation: here, version: 0, sessionId: "s" }, []);
      expect((await conversations.load(here)).state.movedTo).toBe(there);
      await conversations.adopt({ conversation: here, version: 0, sessionId: "s" }, [], "returns");
      expect((await conversations.load(here)).state.movedTo).toBeUndefined();
    });

    it("finds what a conversation continues from the moment the change of identity is recorded", async () => {
      const { ledger, conversations } = open();
      const [before, after] = [aConversation(), aConversation()];
      await ledger.record(anEntry(before, { message: aText({ content: { kind: "identity-change", userId: "US.2" } }), successor: after }));
      expect((await conversations.load(after)).predecessor).toBe(before);
      expect((await conversations.load(before)).predecessor).toBeUndefined();
    });

    it("archives a turn any number of times", async () => {
      const { conversations } = open();
      const conversation = aConversation();
      await conversations.archive(conversation, aTurn());
      await expect(conversations.archive(conversation, aTurn())).resolves.toBeUndefined();
    });
  });

  describe(`${name} keeps the deliveries' promises`, () => {
    const reference = () => ({ conversation: aConversation(), turn: turnId("t1"), part: 0, attempt: 1 });

    it("keeps the furthest state in whatever order statuses come", async () => {
      const { deliveries } = open();
      const part = reference();
      expect(await deliveries.find(part)).toBeUndefined();
      expect(await deliveries.record(aStatus(part, "delivered"))).toBe("recorded");
      expect(await deliveries.record(aStatus(part, "sent"))).toBe("stale");
      expect(await deliveries.record(aStatus(part, "delivered"))).toBe("stale");
      expect(await deliveries.record(aStatus(part, "failed", { code: "131026" }))).toBe("stale");
      expect(await deliveries.record(aStatus(part, "read"))).toBe("recorded");
      expect(await deliveries.find(part)).toEqual({ state: "read" });
    });

    it("keeps a failure over sent, with its code, and nothing lifts it again", async () => {
      const { deliveries } = open();
      const part = reference();
      await deliveries.record(aStatus(part, "sent"));
      expect(await deliveries.record(aStatus(part, "failed", { code: "131047" }))).toBe("recorded");
      expect(await deliveries.record(aStatus(part, "delivered"))).toBe("stale");
      expect(await deliveries.find(part)).toEqual({ state: "failed", code: "131047" });
    });

    it("tells attempts apart", async () => {
      const { deliveries } = open();
      const part = reference();
      await deliveries.record(aStatus(part, "failed", { code: "131016" }));
      expect(await deliveries.find({ ...part, attempt: 2 })).toBeUndefined();
    });
  });
}
