import { describe, expect, it } from "@jest/globals";
import type { HistoryPart } from "../../lib/application/ports/history.ts";
import { type ConversationId, messageId, numberName, turnId } from "../../lib/domain/ids.ts";
import type { Part } from "../../lib/domain/turn/turn.ts";
import { aConversation, anEntry, aText, unique } from "../support/make.ts";
import { anOutbound } from "./outbox-contract.ts";
import { aConsentChange, aHandoff, aTurn, NOW, type Store } from "./store.ts";

const number = numberName("support");
const aPart = (text: string, change: Partial<Part> = {}): Part => ({
  text,
  state: "accepted",
  attempts: 1,
  sendingAt: NOW,
  ...change,
});

/** With something of everything. */
export async function lived(store: Store, conversation: ConversationId) {
  const { ledger, conversations, controls, outbox, deliveries, directory, leads, handoffs, history } = store;
  const [answered, waiting] = [
    anEntry(conversation),
    anEntry(conversation, { message: aText({ text: "PERSONAL", quoted: "wamid.q" }) }),
  ];
  const [session, alias, handoff, outbound] = [
    unique("session-"),
    aConversation(),
    aHandoff(conversation),
    anOutbound(),
  ];
  await ledger.record(answered);
  await ledger.record(waiting);
  await conversations.end([conversation], [answered.message.id], { kind: "answered" }, turnId("t1"));
  await conversations.archive(conversation, aTurn({ parts: [aPart("PERSONAL")] }));
  await outbox.add(conversation, outbound);
  await deliveries.record({
    provider: "meta",
    state: "sent",
    reference: { conversation, turn: turnId("t1"), part: 0, attempt: 1 },
  });
  await directory.note(conversation, { number, session, names: [alias] });
  await leads.merge(conversation, number, { email: { value: "personal@example.com", source: "agent" } }, NOW);
  await controls.pause(conversation, handoff, NOW + 1);
  await handoffs.add(handoff);
  await history.record(conversation, "pause", { at: NOW, by: "arn", what: "pause" });
  const known = { sessionId: "15550177001", number, customer: { phone: "15550177001" }, lastInboundAt: NOW };
  const progress = { indexedAs: `${session} ${alias}`, note: "PERSONAL" };
  await conversations.save(
    { conversation, version: 0, ...known, turn: aTurn({ id: turnId("t2") }), progress },
    [],
  );
  return { answered, waiting, session, alias, handoff, outbound };
}

export function historyContract(name: string, open: () => Store) {
  describe(`${name} returns the transcript`, () => {
    it("in a turn that was answered after its conversation had been merged into another", async () => {
      const { conversations, history } = open();
      const [conversation, merged] = [aConversation(), aConversation()];
      const unanswered = aTurn({ id: turnId("t1") });
      await conversations.save({ conversation: merged, version: 0, turn: unanswered }, []);
      const answered = { ...unanswered, parts: [aPart("Yes.")] };
      await conversations.archive(conversation, answered);
      await conversations.save({ conversation, version: 0, turn: aTurn({ id: turnId("t2") }) }, []);
      expect(await history.transcript([conversation, merged])).toMatchObject([{ text: "Yes." }]);
    });

    it("in the message that the provider knows by an id: the customer's, staff's from the app, and ours in any archived turn", async () => {
      const { ledger, conversations, history } = open();
      const [conversation, another] = [aConversation(), aConversation()];
      const own = anEntry(conversation, { message: aText({ text: "my own", sentAt: NOW }) });
      const echo = anEntry(conversation, {
        message: aText({ sentAt: NOW, content: { kind: "echo", what: "text", text: "from the app" } }),
      });
      for (const entry of [own, echo]) await ledger.record(entry);
      for (let index = 0; index < 30; index++) {
        const parts = [
          aPart(`answer ${index}`, { id: `wamid.${index}=` }),
          aPart(`more ${index}`, { id: `wamid.more/${index}` }),
        ];
        await conversations.archive(
          conversation,
          aTurn({ id: turnId(`t${index}`), parts, ...(index === 7 && { by: "person" as const }) }),
        );
      }
      const find = (id: string, where = conversation) => history.findMessage([where], messageId(id));
      expect(await find(own.message.id)).toMatchObject({ from: "customer", text: "my own" });
      expect(await find(echo.message.id)).toMatchObject({ from: "person", text: "from the app" });
      expect(await find("wamid.11=")).toMatchObject({ from: "agent", text: "answer 11" });
      expect(await find("wamid.more/11")).toMatchObject({ from: "agent", text: "more 11" });
      expect(await find("wamid.7=")).toMatchObject({ from: "person", text: "answer 7" });
      // A part of an id finds nothing.
      expect(await find("wamid.1")).toBeUndefined();
      expect(await find("answer 11")).toBeUndefined();
      expect(await find("wamid.11=", another)).toBeUndefined();
      await history.erase(conversation);
      expect(await find(own.message.id)).toBeUndefined();
      expect(await find("wamid.11=")).toBeUndefined();
    });

    it("by customer, agent, people and the system, in order of time, as far as it left", async () => {
      const { ledger, conversations, history } = open();
      const conversation = aConversation();
      const said = (text: string, at: number) =>
        anEntry(conversation, { message: aText({ text, sentAt: at }), arrivedAt: at });
      const [question, more] = [said("question", NOW), said("more", NOW + 9)];
      const echo = anEntry(conversation, {
        message: aText({ sentAt: NOW + 5, content: { kind: "echo", what: "image", text: "from the app" } }),
        arrivedAt: NOW + 5,
      });
      for (const entry of [more, echo, question]) await ledger.record(entry);
      await conversations.end([conversation], [question.message.id], { kind: "answered" }, turnId("t1"));
      await conversations.end([conversation], [more.message.id], { kind: "ignored", reason: "opted-out" });
      const first = aTurn({ parts: [aPart("answer", { sendingAt: NOW + 1 })] });
      await conversations.archive(conversation, {
        ...first,
        parts: [aPart("old", { state: "sending", sendingAt: NOW + 1 })],
      });
      await conversations.archive(conversation, first);
      const parts = [
        aPart("by hand", { sendingAt: NOW + 2 }),
        aPart("failed", { state: "failed", sendingAt: NOW + 3 }),
        { ...aPart("never left", { state: "cancelled" }), sendingAt: NOW + 4 },
      ];
      await conversations.save(
        { conversation, version: 0, turn: aTurn({ id: turnId("t2"), by: "person", parts }) },
        [],
      );
      const transcript = await history.transcript([conversation]);
      expect(transcript).toEqual([
        { at: NOW, from: "customer", text: "question", state: "answered" },
        { at: NOW + 1, from: "agent", text: "answer", state: "accepted" },
        { at: NOW + 2, from: "person", text: "by hand", state: "accepted" },
        { at: NOW + 3, from: "person", text: "failed", state: "failed" },
        { at: NOW + 5, from: "person", text: expect.stringContaining("from the app") },
        { at: NOW + 9, from: "customer", text: "more", state: "ignored: opted-out" },
      ]);
      expect(await history.transcript([conversation], 2)).toEqual(transcript.slice(-2));
    });

    it("keeps who did what, each once, by conversation and for all", async () => {
      const { history } = open();
      const conversation = aConversation();
      const act = { at: NOW, by: "arn", what: "pause" };
      const id = unique("act");
      await history.record(conversation, "b", { ...act, at: NOW + 1, what: "resume" });
      await history.record(conversation, "a", act);
      await history.record(conversation, "a", { ...act, by: "somebody else" });
      await history.record("*", id, { ...act, what: "forget", detail: conversation });
      expect(await history.acts(conversation)).toEqual([act, { ...act, at: NOW + 1, what: "resume" }]);
      expect(await history.acts("*")).toContainEqual({ ...act, what: "forget", detail: conversation });
    });
  });

  describe(`${name} exports all that it stores in parts`, () => {
    async function parts({ history }: Store, conversation: ConversationId) {
      const found: HistoryPart[] = [];
      for (let next: string | undefined; found.length === 0 || next !== undefined; ) {
        const part = await history.part(conversation, next);
        found.push(part);
        next = part.next;
      }
      return found;
    }
    const sorted = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).sort();

    it("which together hold everything, as stored and as readable", async () => {
      const store = open();
      const conversation = aConversation();
      await lived(store, conversation);
      // An earlier form of the turn that is open now.
      await store.conversations.archive(
        conversation,
        aTurn({ id: turnId("t2"), parts: [aPart("older form")] }),
      );
      const found = await parts(store, conversation);
      expect(sorted(found.flatMap(({ items }) => items))).toEqual(
        sorted(await store.history.everything(conversation)),
      );
      expect(sorted(found.flatMap(({ transcript }) => transcript))).toEqual(
        sorted(await store.history.transcript([conversation])),
      );
      expect(sorted(found.flatMap(({ acts }) => acts))).toEqual(
        sorted(await store.history.acts(conversation)),
      );
      expect(await store.history.part(aConversation())).toEqual({ items: [], transcript: [], acts: [] });
    });

    it("also of a conversation that is longer than one of them", async () => {
      const store = open();
      const conversation = aConversation();
      const text = "long ".repeat(3_000);
      for (let index = 0; index < 130; index++)
        await store.ledger.record(
          anEntry(conversation, { message: aText({ text: `${text}${index}`, sentAt: NOW + index }) }),
        );
      const found = await parts(store, conversation);
      expect(found.length).toBeGreaterThan(1);
      expect(found.flatMap(({ items }) => items)).toHaveLength(130);
      expect(sorted(found.flatMap(({ transcript }) => transcript))).toEqual(
        sorted(await store.history.transcript([conversation])),
      );
    });
  });

  describe(`${name} erases what is personal`, () => {
    it("everywhere, and only of that conversation", async () => {
      const store = open();
      const [conversation, other] = [aConversation(), aConversation()];
      const before = await lived(store, conversation);
      const stays = await lived(store, other);
      expect(JSON.stringify(await store.history.everything(conversation))).toMatch(
        /PERSONAL.*personal@example.com/,
      );
      expect(await store.history.erase(conversation)).toBeGreaterThanOrEqual(11);

      const left = JSON.stringify(await store.history.everything(conversation));
      expect(left).not.toMatch(/PERSONAL|personal|1555|pause|noted|Do you ship/);
      expect(await store.history.transcript([conversation])).toEqual([]);
      expect(await store.history.acts(conversation)).toEqual([]);
      expect(await store.outbox.find(conversation, before.outbound.id)).toBeUndefined();
      expect(await store.conversations.archived(conversation, turnId("t1"))).toBeUndefined();
      expect(await store.leads.find(conversation)).toBeUndefined();
      expect(await store.directory.bySession(before.session)).toEqual([]);
      expect(await store.directory.byName(before.alias)).toBeUndefined();
      expect((await store.handoffs.list()).map(({ id }) => id)).not.toContain(before.handoff.id);
      expect(await store.conversations.load(conversation)).toMatchObject({ pending: [], outbound: [] });

      expect((await store.history.transcript([other])).length).toBeGreaterThan(0);
      expect(await store.directory.byName(stays.alias)).toBe(other);
      expect((await store.handoffs.list()).map(({ id }) => id)).toContain(stays.handoff.id);
      expect((await store.conversations.load(other)).pending).toHaveLength(1);
    });

    it("but not how a message ended, nor a name that has become another conversation's", async () => {
      const store = open();
      const [conversation, other] = [aConversation(), aConversation()];
      const { alias } = await lived(store, conversation);
      await store.directory.note(other, { number, session: unique("session-"), names: [alias] });
      await store.history.erase(conversation);
      const left = JSON.stringify(await store.history.everything(conversation));
      expect(left).toContain('"answered"');
      expect(left).toContain('"erased"');
      expect(await store.directory.byName(alias)).toBe(other);
    });

    it("but a repeat of an old message is still a repeat, and is not answered", async () => {
      const store = open();
      const conversation = aConversation();
      const { answered, waiting } = await lived(store, conversation);
      await store.history.erase(conversation);
      expect(await store.ledger.record(answered)).toBe("answered");
      expect(await store.ledger.record(waiting)).toBe("answered");
      expect((await store.conversations.load(conversation)).pending).toEqual([]);
      expect(await store.history.transcript([conversation])).toEqual([]);
    });

    it("but keeps an opt-out, and fences off a worker that has read the conversation", async () => {
      const store = open();
      const conversation = aConversation();
      await lived(store, conversation);
      const change = aConsentChange("stop");
      await store.controls.changeConsent(conversation, change);
      const { state } = await store.conversations.load(conversation);
      await store.history.erase(conversation);
      expect(await store.conversations.save(state, [])).toBe("conflict");
      expect(await store.controls.read(conversation)).toEqual({
        conversation,
        version: 2,
        optedOutAt: change.at,
        consentChange: change,
      });
    });

    it("once: there is nothing left for a repeat, nor in a conversation that nobody knows", async () => {
      const store = open();
      const [conversation, unknown] = [aConversation(), aConversation()];
      await lived(store, conversation);
      await store.history.erase(conversation);
      const after = await store.controls.read(conversation);
      expect(await store.history.erase(conversation)).toBe(0);
      expect(await store.controls.read(conversation)).toEqual(after);
      expect(await store.history.erase(unknown)).toBe(0);
      expect(await store.controls.read(unknown)).toEqual({ conversation: unknown, version: 0 });
    });

    it("while a new message of the customer begins a new conversation", async () => {
      const store = open();
      const conversation = aConversation();
      await lived(store, conversation);
      await store.history.erase(conversation);
      await store.ledger.record(anEntry(conversation, { message: aText({ text: "again" }) }));
      const { state, pending } = await store.conversations.load(conversation);
      expect(pending).toHaveLength(1);
      expect(await store.conversations.save({ ...state, sessionId: "new" }, ["paused"])).toBe("saved");
    });
  });
}
