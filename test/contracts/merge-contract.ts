import { describe, expect, it } from "@jest/globals";
import { messageId, numberName } from "../../lib/domain/ids.ts";
import { aConversation, anEntry, aText } from "../support/make.ts";
import { aConsentChange, aHandoff, atOnce, NOW, type Store } from "./store.ts";

export function mergeContract(name: string, open: () => Store) {
  describe(`${name} links the ids of a customer`, () => {
    it("for one of many who do so at once, and changes a link only for who knows it", async () => {
      const { links } = open();
      const [id, ...targets] = [aConversation(), ...Array.from({ length: 8 }, aConversation)];
      expect(await links.find(id)).toBeUndefined();
      const set = await Promise.all(targets.map((to) => links.set(id, { to, since: NOW }, undefined)));
      expect(set.filter(Boolean)).toHaveLength(1);
      const link = await links.find(id);
      expect(link).toEqual({ to: targets[set.indexOf(true)], since: NOW });
      const [other, another] = [aConversation(), aConversation()];
      expect(await links.set(id, { to: other, since: NOW + 1 }, { to: another, since: NOW })).toBe(false);
      expect(await links.set(id, { to: other, since: NOW + 1 }, link)).toBe(true);
      expect(await links.find(id)).toEqual({ to: other, since: NOW + 1 });
    });

    it("which every load of one of them shows, as well as who has the phone", async () => {
      const { links, conversations, directory } = open();
      const [id, conversation, owner] = [aConversation(), aConversation(), aConversation()];
      await links.set(id, { to: conversation, since: NOW }, undefined);
      await directory.note(owner, { number: numberName("support"), session: "s", names: [id] });
      expect(await conversations.load(id)).toMatchObject({ linkedTo: conversation, phoneOwner: owner });
      await links.set(conversation, { to: conversation, since: NOW }, undefined);
      await directory.note(owner, { number: numberName("support"), session: "s", names: [owner] });
      for (const each of [conversation, owner]) {
        const { linkedTo, phoneOwner } = await conversations.load(each);
        expect([linkedTo, phoneOwner]).toEqual([undefined, undefined]);
      }
    });
  });

  describe(`${name} merges conversations`, () => {
    it("gives one what the other knew, once, and keeps its own", async () => {
      const { conversations } = open();
      const [from, to] = [aConversation(), aConversation()];
      const known = {
        version: 3,
        sessionId: "old",
        customer: { userId: "US.2" },
        lastInboundAt: NOW,
        pausedAt: 5,
      };
      await conversations.mergeInto(to, { conversation: from, ...known });
      await conversations.mergeInto(to, { conversation: from, ...known, sessionId: "other" });
      const merged = { conversation: to, ...known, version: 1, mergedFrom: [from] };
      expect((await conversations.load(to)).state).toEqual(merged);
      expect(await conversations.save({ ...merged, sessionId: "new" }, [])).toBe("saved");
      expect((await conversations.load(to)).state).toEqual({ ...merged, version: 2, sessionId: "new" });
    });

    it("and what waits in both is loaded together, in order of time, and ends wherever it is kept", async () => {
      const { ledger, outbox, conversations, history } = open();
      const [one, two, three] = [aConversation(), aConversation(), aConversation()];
      const entries = [two, one, three, one].map((conversation, index) =>
        anEntry(conversation, {
          message: aText({ sentAt: NOW - 100 + index, content: { kind: "text", text: `said ${index}` } }),
          arrivedAt: NOW,
        }),
      );
      for (const entry of entries) await ledger.record(entry);
      const job = {
        id: "r1",
        number: numberName("support"),
        at: NOW,
        by: "arn:staff",
        content: { kind: "reply" as const, text: "hello" },
      };
      await outbox.add(three, job);
      await conversations.mergeInto(two, { conversation: three, version: 1 });
      await conversations.mergeInto(one, { conversation: two, version: 1, mergedFrom: [three] });
      const { pending, outbound, state } = await conversations.load(one);
      expect(pending.map(({ id }) => id)).toEqual(entries.map(({ message }) => message.id));
      expect([outbound, state.mergedFrom]).toEqual([[job], [two, three]]);
      const conversationIds = [one, two, three];
      await conversations.end(
        conversationIds,
        pending.map(({ id }) => id),
        { kind: "answered" },
      );
      await outbox.end(conversationIds, job.id, { state: "sent" });
      expect(await conversations.load(one)).toMatchObject({ pending: [], outbound: [] });
      for (const entry of entries) expect(await ledger.record(entry)).toBe("answered");
      expect((await history.transcript(conversationIds)).map(({ text }) => text)).toEqual([
        "said 0",
        "said 1",
        "said 2",
        "said 3",
      ]);
      expect(await history.transcript(conversationIds, 1)).toHaveLength(1);
    });

    it("and loads a message that waits in both once", async () => {
      const { ledger, conversations } = open();
      const [one, two] = [aConversation(), aConversation()];
      const message = aText({ id: messageId("wamid.twice") });
      for (const conversation of [one, two]) await ledger.record(anEntry(conversation, { message }));
      await conversations.mergeInto(one, { conversation: two, version: 1 });
      expect((await conversations.load(one)).pending).toHaveLength(1);
    });

    it("and loses nothing that others write to either in the same moment", async () => {
      const { conversations, controls } = open();
      for (let round = 0; round < 4; round++) {
        const [conversation, other] = [aConversation(), aConversation()];
        const [handoff, stop] = [aHandoff(conversation), aConsentChange("stop")];
        const from = { conversation: other, version: 0, sessionId: "s" };
        await Promise.all([
          controls.pause(conversation, handoff, NOW + 1),
          conversations.mergeInto(conversation, from),
          controls.changeConsent(conversation, stop),
          conversations.mergeInto(conversation, from),
        ]);
        const { state } = await conversations.load(conversation);
        expect(state).toMatchObject({
          sessionId: "s",
          pausedAt: NOW,
          handoff,
          optedOutAt: NOW,
          consentChange: stop,
          mergedFrom: [other],
        });
      }
    });

    it("and begins no handoff again that has ended since", async () => {
      const { conversations, controls } = open();
      const [from, to] = [aConversation(), aConversation()];
      await controls.pause(from, aHandoff(from, { summary: "wants a person" }), NOW + 5);
      const known = await controls.read(from);
      await conversations.mergeInto(to, known);
      expect(await controls.read(to)).toMatchObject({
        pausedAt: NOW,
        handoff: known.handoff,
        resumeAt: NOW + 5,
      });
      const ended = await controls.resume(to, { at: NOW, how: "resume" });
      await conversations.mergeInto(to, known);
      expect((await controls.read(to)).pausedAt).toBeUndefined();
      expect((await controls.read(to)).endedHandoffs).toEqual([ended]);
    });

    it("and never loses the later of two consent changes, whichever conversation it came in", async () => {
      const { conversations, controls } = open();
      const [from, to] = [aConversation(), aConversation()];
      await controls.changeConsent(from, aConsentChange("start", { at: NOW }));
      await controls.changeConsent(to, aConsentChange("stop", { at: NOW + 1 }));
      await conversations.mergeInto(to, await controls.read(from));
      expect(await controls.read(to)).toMatchObject({
        optedOutAt: NOW + 1,
        consentChange: { action: "stop" },
      });
      await controls.changeConsent(from, aConsentChange("start", { at: NOW + 2 }));
      await conversations.mergeInto(to, await controls.read(from));
      expect((await controls.read(to)).optedOutAt).toBeUndefined();
    });

    it("and fences off a worker only when something was added to what that worker keeps", async () => {
      const { conversations } = open();
      const [conversation, one, two] = [aConversation(), aConversation(), aConversation()];
      await conversations.save({ conversation, version: 0, sessionId: "s" }, []);
      const { state } = await conversations.load(conversation);
      await conversations.mergeInto(conversation, { conversation: one, version: 0, sessionId: "other" });
      expect(await conversations.save(state, [])).toBe("saved");
      await conversations.mergeInto(conversation, { conversation: two, version: 0, progress: { note: "n" } });
      expect(await conversations.save({ ...state, version: 2 }, [])).toBe("conflict");
    });
  });

  describe(`${name} stores a consent change`, () => {
    it("under an id that has no conversation, and none begins by it", async () => {
      const { conversations, controls } = open();
      const id = aConversation();
      await atOnce(4, (index) =>
        controls.keepConsent(id, aConsentChange(index === 3 ? "stop" : "start", { at: NOW + index })),
      );
      expect(await controls.read(id)).toMatchObject({
        version: 0,
        optedOutAt: NOW + 3,
        consentChange: { action: "stop" },
      });
      expect(await conversations.save({ conversation: id, version: 0, sessionId: "s" }, [])).toBe("saved");
      expect(await controls.read(id)).toMatchObject({ optedOutAt: NOW + 3 });
      expect(await controls.keptConsent(id)).toMatchObject({ optedOutAt: NOW + 3 });
    });

    it("of a conversation as well, and gives both as what counts of them", async () => {
      const { controls } = open();
      const [id, unknown] = [aConversation(), aConversation()];
      await controls.changeConsent(id, aConsentChange("stop", { at: NOW }));
      expect(await controls.keptConsent(id)).toMatchObject({ optedOutAt: NOW });
      await controls.keepConsent(id, aConsentChange("start", { at: NOW + 1 }));
      expect((await controls.keptConsent(id)).optedOutAt).toBeUndefined();
      expect(await controls.keptConsent(unknown)).toEqual({});
    });
  });
}
