import { describe, expect, it } from "@jest/globals";
import type { ConversationState } from "../../lib/domain/conversation/conversation.ts";
import type { StoredSendBlock } from "../../lib/domain/conversation/send-block.ts";
import { type ConversationId, numberName, turnId } from "../../lib/domain/ids.ts";
import type { Understood } from "../../lib/domain/media/understood.ts";
import { aConversation, anEntry, aText, aVoiceNote, unique } from "../support/make.ts";
import { aConsentChange, aHandoff, aTurn, NOW, type Store } from "./store.ts";

const EVERY: readonly StoredSendBlock[] = ["opted-out", "no-templates", "paused"];

export function conversationsContract(name: string, open: () => Store) {
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

    it("lets exactly one of two that come at once understand a message's media, and tells the other since when", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const message = aVoiceNote();
      await ledger.record(anEntry(conversation, { message }));
      const claims = await Promise.all(
        [NOW, NOW].map((at) => conversations.claimUnderstanding([conversation], message.id, at)),
      );
      expect(claims.toSorted()).toEqual([NOW, undefined]);
      expect(await conversations.claimUnderstanding([conversation], message.id, NOW + 9)).toBe(NOW);
      const { pending } = await conversations.load(conversation);
      expect(pending).toMatchObject([{ id: message.id, understandingAt: NOW }]);
    });

    it("keeps with a message what was understood of its media, once", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const message = aVoiceNote({ more: [{ media: "image", mediaId: "i" }, { media: "document" }] });
      await ledger.record(anEntry(conversation, { message }));
      const heard = {
        kind: "understood",
        text: "Zwei Lampen, bitte",
        language: "de-DE",
        confidence: 0.9,
      } as const;
      const failed = { kind: "failed", reason: "timeout" } as const;
      const understood = new Map<number, Understood>([
        [0, heard],
        [2, failed],
      ]);
      const first = await conversations.keepUnderstood(
        [aConversation(), conversation],
        message.id,
        understood,
      );
      expect(first).toEqual(understood);
      const kept = await conversations.keepUnderstood([conversation], message.id, new Map([[0, failed]]));
      expect([...kept]).toEqual([
        [0, heard],
        [2, failed],
      ]);
      const { pending } = await conversations.load(conversation);
      expect(pending.map(({ content }) => content)).toEqual([
        {
          ...message.content,
          understood: heard,
          more: [
            { media: "image", mediaId: "i" },
            { media: "document", understood: failed },
          ],
        },
      ]);
    });

    it("claims and keeps nothing of a message that is not there, or was erased", async () => {
      const { ledger, conversations, history } = open();
      const conversation = aConversation();
      const message = aVoiceNote();
      const understood = new Map([[0, { kind: "understood", text: "private" } as const]]);
      const missing = await conversations.keepUnderstood([conversation], message.id, understood);
      expect(missing.size).toBe(0);
      expect(await conversations.claimUnderstanding([conversation], message.id, NOW)).toBe(0);
      await ledger.record(anEntry(conversation, { message }));
      await history.erase(conversation);
      const erased = await conversations.keepUnderstood([conversation], message.id, understood);
      expect(erased.size).toBe(0);
      expect(await conversations.claimUnderstanding([conversation], message.id, NOW)).toBe(0);
      expect(JSON.stringify(await ledger.recordedContent(conversation, message.id)) ?? "").not.toContain(
        "private",
      );
    });

    it("returns whole what was recorded", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const referral = { sourceType: "ad", sourceId: "1", headline: "h", body: "b", welcome: "w" };
      const product = { id: "lamp-7", catalogId: "1" };
      const message = aText({
        text: "ünïcödé 🐙 \u0000",
        quoted: "wamid.q",
        referral,
        product,
        forwarded: true,
      });
      await ledger.record(anEntry(conversation, { message }));
      const { pending } = await conversations.load(conversation);
      expect(pending).toEqual([
        {
          id: message.id,
          number: "support",
          customer: message.customer,
          content: message.content,
          quoted: "wamid.q",
          forwarded: true,
          referral,
          product,
          sentAt: message.sentAt,
          arrivedAt: 1_795_430_002_000,
        },
      ]);
    });

    it("takes a message from the future for just arrived", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      await ledger.record(
        anEntry(conversation, { message: aText({ sentAt: NOW + 86_400_000 }), arrivedAt: NOW }),
      );
      expect((await conversations.load(conversation)).pending[0]?.sentAt).toBe(NOW);
    });

    it("saves once per version read and returns the state", async () => {
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
      expect(await conversations.save(state, ["opted-out", "paused"])).toBe("saved");
      expect(await conversations.save(state, ["opted-out", "paused"])).toBe("conflict");
      expect((await conversations.load(conversation)).state).toEqual({ ...state, version: 1 });
      expect(await conversations.save({ ...state, version: 1 }, [])).toBe("saved");
    });

    it("lets exactly one of two workers save", async () => {
      const { conversations } = open();
      const state: ConversationState = { conversation: aConversation(), version: 0 };
      const saved = await Promise.all([conversations.save(state, []), conversations.save(state, [])]);
      expect(saved.sort()).toEqual(["conflict", "saved"]);
    });

    it.each([
      ["paused", (store: Store, id: ConversationId) => store.controls.pause(id, aHandoff(id), NOW + 1)],
      [
        "opted-out",
        (store: Store, id: ConversationId) => store.controls.changeConsent(id, aConsentChange("stop")),
      ],
      [
        "no-templates",
        (store: Store, id: ConversationId) =>
          store.controls.changeConsent(id, aConsentChange("stop", { scope: "templates" })),
      ],
    ] as const)(
      "refuses a save under the send block %s only where it is asked to, and keeps it over other saves",
      async (block, act) => {
        const store = open();
        const conversation = aConversation();
        expect(await store.conversations.save({ conversation, version: 0 }, EVERY)).toBe("saved");
        await act(store, conversation);
        const others = EVERY.filter((each) => each !== block);
        expect(await store.conversations.save({ conversation, version: 1 }, [block])).toBe(block);
        expect(await store.conversations.save({ conversation, version: 1 }, EVERY)).toBe(block);
        expect(await store.conversations.save({ conversation, version: 1, sessionId: "s" }, others)).toBe(
          "saved",
        );
        expect(await store.conversations.save({ conversation, version: 2 }, EVERY)).toBe(block);
      },
    );

    it("returns the strongest send block, or before that a conflict", async () => {
      const { conversations, controls } = open();
      const conversation = aConversation();
      await controls.pause(conversation, aHandoff(conversation), NOW + 1);
      expect(await conversations.save({ conversation, version: 0 }, EVERY)).toBe("paused");
      await controls.changeConsent(conversation, aConsentChange("stop", { scope: "templates" }));
      expect(await conversations.save({ conversation, version: 0 }, EVERY)).toBe("no-templates");
      await controls.changeConsent(conversation, aConsentChange("stop", { at: NOW + 1 }));
      expect(await conversations.save({ conversation, version: 0 }, EVERY)).toBe("opted-out");
      expect(await conversations.save({ conversation, version: 7 }, EVERY)).toBe("conflict");
    });

    it("replaces all that the worker stores, and none of the send blocks", async () => {
      const { conversations, controls } = open();
      const conversation = aConversation();
      const state: ConversationState = {
        conversation,
        version: 0,
        sessionId: "s",
        number: numberName("support"),
        turn: aTurn(),
        progress: {
          customerNotifiedOf: "h",
          sentIds: ["a"],
          deferredReply: { turn: "t", parts: [{ text: "late" }], at: 1 },
        },
      };
      await conversations.save(state, []);
      const handoff = aHandoff(conversation);
      await controls.pause(conversation, handoff, NOW + 1);
      const paused = { pausedAt: handoff.since, handoff, resumeAt: NOW + 1 };
      expect((await conversations.load(conversation)).state).toEqual({ ...state, version: 1, ...paused });
      await conversations.save(
        { conversation, version: 1, pausedAt: 9, optedOutAt: 9, progress: { note: "n" } },
        [],
      );
      expect((await conversations.load(conversation)).state).toEqual({
        conversation,
        version: 2,
        progress: { note: "n" },
        ...paused,
      });
    });

    it("ends messages once: the first ending stays", async () => {
      const { ledger, conversations } = open();
      const conversation = aConversation();
      const [one, two] = [anEntry(conversation), anEntry(conversation)];
      await ledger.record(one);
      await ledger.record(two);
      await conversations.end(
        [conversation],
        [one.message.id],
        { kind: "failed", reason: "agent" },
        turnId("t1"),
      );
      await conversations.end(
        [conversation],
        [one.message.id, aText().id],
        { kind: "answered" },
        turnId("t2"),
      );
      const { pending } = await conversations.load(conversation);
      expect(pending.map(({ id }) => id)).toEqual([two.message.id]);
    });

    it("ends messages otherwise when the answer of their turn did not arrive after all, and no others", async () => {
      const { ledger, conversations, history } = open();
      const conversation = aConversation();
      const said = ["answered by it", "answered by another", "failed before", "waiting"].map((text, at) =>
        anEntry(conversation, { message: aText({ text, sentAt: NOW + at }) }),
      );
      for (const entry of said) await ledger.record(entry);
      const [mine, others, failed] = said.map(({ message }) => [message.id]);
      await conversations.end([conversation], mine ?? [], { kind: "answered" }, turnId("t1"));
      await conversations.end([conversation], others ?? [], { kind: "answered" }, turnId("t2"));
      await conversations.end(
        [conversation],
        failed ?? [],
        { kind: "failed", reason: "agent" },
        turnId("t1"),
      );
      const all = said.map(({ message }) => message.id);
      await conversations.endLate([conversation], all, { kind: "failed", reason: "131026" }, turnId("t1"));
      await conversations.endLate([conversation], all, { kind: "deferred", reason: "window" }, turnId("t1"));
      const states = (await history.transcript([conversation])).map((line) => [
        line.text,
        "state" in line ? line.state : undefined,
      ]);
      expect(Object.fromEntries(states)).toEqual({
        "answered by it": "failed: 131026",
        "answered by another": "answered",
        "failed before": "failed: agent",
        waiting: undefined,
      });
      expect((await conversations.load(conversation)).pending.map(({ id }) => id)).toEqual(all.slice(3));
    });

    it("answers messages whose answer a turn has held as a draft, and those only", async () => {
      const { conversations, history, ledger } = open();
      const conversation = aConversation();
      const said = ["drafted by it", "drafted by another"].map((text, at) =>
        anEntry(conversation, { message: aText({ text, sentAt: NOW + at }) }),
      );
      for (const entry of said) await ledger.record(entry);
      const [mine, others] = said.map(({ message }) => [message.id]);
      await conversations.end([conversation], mine ?? [], { kind: "drafted" }, turnId("t1"));
      await conversations.end([conversation], others ?? [], { kind: "drafted" }, turnId("t2"));
      const all = said.map(({ message }) => message.id);
      await conversations.endLate([conversation], all, { kind: "answered" }, turnId("t1"));
      const states = (await history.transcript([conversation])).map(({ state }) => state);
      expect(states).toEqual(["answered", "drafted"]);
    });

    it("holds a number until the latest time anybody asked for, and no other number", async () => {
      const { conversations } = open();
      const [mine, other] = [numberName(unique("number")), numberName(unique("number"))];
      const conversation = aConversation();
      expect((await conversations.load(conversation, mine)).suspendedUntil).toBeUndefined();
      await conversations.suspendNumber(mine, NOW + 5000, "130429");
      await conversations.suspendNumber(mine, NOW + 1000, "130429");
      expect((await conversations.load(conversation, mine)).suspendedUntil).toBe(NOW + 5000);
      await conversations.suspendNumber(mine, NOW + 9000, "190");
      expect((await conversations.load(conversation, mine)).suspendedUntil).toBe(NOW + 9000);
      expect((await conversations.load(conversation, other)).suspendedUntil).toBeUndefined();
      expect((await conversations.load(conversation)).suspendedUntil).toBeUndefined();
    });

    it("returns why a number is suspended and since when, and resumes it once", async () => {
      const { conversations } = open();
      const mine = numberName(unique("number"));
      const conversation = aConversation();
      expect(await conversations.resumeNumber(mine)).toBeUndefined();
      await conversations.suspendNumber(mine, NOW + 5000, "190", "hash");
      const hold = { until: NOW + 5000, since: expect.any(Number), code: "190", credentials: "hash" };
      expect((await conversations.load(conversation, mine)).suspension).toEqual(hold);
      expect(await conversations.resumeNumber(mine)).toEqual(hold);
      expect(await conversations.resumeNumber(mine)).toBeUndefined();
      expect((await conversations.load(conversation, mine)).suspendedUntil).toBeUndefined();
      await conversations.suspendNumber(mine, NOW + 1000, "131048");
      expect((await conversations.load(conversation, mine)).suspension).toEqual({
        until: NOW + 1000,
        since: expect.any(Number),
        code: "131048",
      });
    });

    it("gives every caller a separate place in a number's line, however many come at once", async () => {
      const { conversations } = open();
      const mine = numberName(unique("number"));
      const places = await Promise.all(
        Array.from({ length: 12 }, () => conversations.reserveSendSlot(mine, NOW, 16)),
      );
      expect(places.sort((a, b) => a - b)).toEqual(
        Array.from({ length: 12 }, (_, index) => NOW + index * 16),
      );
      // A caller who is refused meanwhile goes to the end of the line.
      expect(await conversations.reserveSendSlot(mine, NOW + 100, 16)).toBe(NOW + 12 * 16);
      expect((await conversations.load(aConversation(), mine)).throttledUntil).toBe(NOW + 100);
      // Once the line is empty a new one begins.
      expect(await conversations.reserveSendSlot(mine, NOW + 5000, 16)).toBe(NOW + 5000);
      expect((await conversations.load(aConversation(), mine)).suspendedUntil).toBeUndefined();
    });

    it("archives a turn any number of times, and returns it", async () => {
      const { conversations } = open();
      const conversation = aConversation();
      const turn = aTurn();
      await conversations.archive(conversation, turn);
      await conversations.archive(conversation, turn);
      expect(await conversations.archived(conversation, turn.id)).toEqual(turn);
      expect(await conversations.archived(conversation, turnId("other"))).toBeUndefined();
    });
  });
}
