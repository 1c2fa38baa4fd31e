import { describe, expect, it } from "@jest/globals";
import { type ConversationId, numberName } from "../../lib/domain/ids.ts";
import { aConversation, anEntry, aText } from "../support/make.ts";
import { aHandoff, aWish, NOW, type Store } from "./store.ts";

export function movesContract(name: string, open: () => Store) {
  describe(`${name} lets a conversation move`, () => {
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

    it("loses nothing that is said to it by others in the same moment", async () => {
      const { conversations, controls } = open();
      for (let round = 0; round < 4; round++) {
        const conversation = aConversation();
        const [handoff, stop] = [aHandoff(conversation), aWish("stop")];
        await Promise.all([
          controls.pause(conversation, handoff, NOW + 1),
          conversations.adopt({ conversation, version: 0, sessionId: "s" }, []),
          controls.wish(conversation, stop),
          conversations.adopt({ conversation, version: 0, sessionId: "s" }, []),
        ]);
        const { state } = await conversations.load(conversation);
        expect(state).toMatchObject({ sessionId: "s", pausedAt: NOW, handoff, optedOutAt: NOW, wish: stop });
      }
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
      const { conversations, controls } = open();
      const [conversation, there] = [aConversation(), aConversation()];
      await controls.pause(conversation, aHandoff(conversation), NOW);
      await conversations.save({ conversation, version: 0, sessionId: "s", memory: { told: "h" }, movedTo: there }, []);
      const { state } = await conversations.load(conversation);
      const handoff = aHandoff(there);
      const other = { version: 0, pausedAt: handoff.since, handoff, resumeAt: NOW + 5, optedOutAt: 7, memory: { note: "n" } };
      await conversations.adopt({ conversation, ...other }, [], "returns");
      expect(await conversations.save(state, [])).toBe("overtaken");
      const returned = { conversation, ...other, memory: { told: "h", note: "n" }, version: 2, sessionId: "s" };
      expect((await conversations.load(conversation)).state).toEqual(returned);
      await conversations.adopt({ conversation, version: 0 }, [], "returns");
      expect((await conversations.load(conversation)).state).toEqual(returned);
    });

    it("begins as silent as the conversation it continues, and begins no handoff again that has ended since", async () => {
      const { conversations, controls } = open();
      const [from, to] = [aConversation(), aConversation()];
      await controls.pause(from, aHandoff(from, { summary: "wants a person" }), NOW + 5);
      await controls.wish(from, aWish("stop", { scope: "templates" }));
      const known = { ...(await controls.read(from)), conversation: to, memory: { announced: "h" }, number: numberName("support") };
      await conversations.adopt(known, []);
      expect((await conversations.load(to)).state).toEqual({ ...known, version: 1 });
      const ended = await controls.resume(to, { at: NOW, how: "resume" });
      await conversations.adopt(known, []);
      const { pausedAt: _, handoff: __, resumeAt: ___, ...resumed } = known;
      expect((await conversations.load(to)).state).toEqual({ ...resumed, version: 1, endedHandoffs: [ended] });
    });

    it("never loses the later of two wishes, whichever conversation it came in", async () => {
      const { conversations, controls } = open();
      const [from, to, back] = [aConversation(), aConversation(), aConversation()];
      await controls.wish(from, aWish("start", { at: NOW }));
      await controls.wish(to, aWish("stop", { at: NOW + 1 }));
      await conversations.adopt({ ...(await controls.read(from)), conversation: to }, []);
      expect(await controls.read(to)).toMatchObject({ optedOutAt: NOW + 1, wish: { wish: "stop" } });
      await conversations.save({ conversation: back, version: 0, movedTo: to }, []);
      await controls.wish(back, aWish("start", { at: NOW + 2 }));
      await conversations.adopt({ ...(await controls.read(to)), conversation: back }, [], "returns");
      const { optedOutAt, wish } = await controls.read(back);
      expect([optedOutAt, wish?.wish]).toEqual([undefined, "start"]);
    });

    it("fences off a worker only when something was added to what that worker keeps", async () => {
      const { conversations } = open();
      const conversation = aConversation();
      await conversations.save({ conversation, version: 0, sessionId: "s" }, []);
      const { state } = await conversations.load(conversation);
      await conversations.adopt({ conversation, version: 0, sessionId: "other" }, []);
      expect(await conversations.save(state, [])).toBe("saved");
      await conversations.adopt({ conversation, version: 0, memory: { note: "n" } }, []);
      expect(await conversations.save({ ...state, version: 2 }, [])).toBe("overtaken");
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
      await conversations.save({ conversation: here, version: 0, movedTo: there }, []);
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
  });
}
