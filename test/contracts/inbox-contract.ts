import { describe, expect, it } from "@jest/globals";
import { aConversation } from "../support/make.ts";
import { lived } from "./history-contract.ts";
import { atOnce, NOW, type Store } from "./store.ts";

/** What staff keep beside the messages. */
export function inboxContract(name: string, open: () => Store) {
  const aNote = (id: string, text: string, at = NOW) => ({ id, at, by: "ann", text });
  const draft = (text: string, at = NOW) => ({ text, at });

  describe(`${name} keeps notes of staff`, () => {
    it("once for each id, the first text of many at once, in order of time", async () => {
      const { notes } = open();
      const [conversation, former, other] = [aConversation(), aConversation(), aConversation()];
      const results = await atOnce(6, (index) => notes.add(conversation, aNote("n1", `text ${index}`)));
      expect(results.filter((result) => result === "added")).toHaveLength(1);
      await notes.add(former, aNote("n0", "before", NOW - 1));
      await notes.add(other, aNote("n1", "of another customer"));
      expect(await notes.list([conversation, former])).toEqual([
        aNote("n0", "before", NOW - 1),
        aNote("n1", `text ${results.indexOf("added")}`),
      ]);
      expect(await notes.list([aConversation()])).toEqual([]);
    });
  });

  describe(`${name} keeps drafts of staff`, () => {
    it("for each member of staff the latest, until it is blank", async () => {
      const { drafts } = open();
      const conversation = aConversation();
      await drafts.save([conversation], "ann", draft("Hel"));
      await drafts.save([conversation], "ann", draft("Hello", NOW + 1));
      await drafts.save([conversation], "ben", draft("Hi"));
      expect(await drafts.find([conversation], "ann")).toBe("Hello");
      expect(await drafts.find([conversation], "ben")).toBe("Hi");
      await drafts.save([conversation], "ann", draft(" \n"));
      await drafts.save([conversation], "ann", draft(""));
      expect(await drafts.find([conversation], "ann")).toBeUndefined();
      expect(await drafts.find([conversation], "ben")).toBe("Hi");
    });

    it("also from before conversations became one, but not beside a newer one", async () => {
      const { drafts } = open();
      const [conversation, former] = [aConversation(), aConversation()];
      await drafts.save([former], "ann", draft("before"));
      expect(await drafts.find([conversation, former], "ann")).toBe("before");
      await drafts.save([conversation, former], "ann", draft("after", NOW + 1));
      expect(await drafts.find([conversation, former], "ann")).toBe("after");
      expect(await drafts.find([former], "ann")).toBeUndefined();
      await drafts.save([conversation, former], "ann", draft(""));
      expect(await drafts.find([conversation, former], "ann")).toBeUndefined();
    });
  });

  describe(`${name} knows the files of staff`, () => {
    const aFile = (id: string) => ({ id, name: "bill.pdf", bytes: 7, at: NOW, by: "ann" });

    it("by conversation, in an export, and erased with it", async () => {
      const { staffFiles, history } = open();
      const [conversation, former, other] = [aConversation(), aConversation(), aConversation()];
      await staffFiles.add(conversation, aFile("f1"));
      await staffFiles.add(former, aFile("f2"));
      expect(await staffFiles.find([conversation, former], "f2")).toEqual(aFile("f2"));
      expect(await staffFiles.find([other], "f1")).toBeUndefined();
      expect(await staffFiles.list(conversation)).toEqual([aFile("f1")]);
      expect(JSON.stringify((await history.part(conversation)).items)).toContain("bill.pdf");
      expect(await history.erase(conversation)).toBe(1);
      expect(await staffFiles.list(conversation)).toEqual([]);
      expect(await staffFiles.list(former)).toEqual([aFile("f2")]);
    });
  });

  describe(`${name} tells all that is kept of a chat`, () => {
    it("wherever it is stored, and of the drafts only the reader's", async () => {
      const store = open();
      const conversation = aConversation();
      const { answered, waiting, outbound } = await lived(store, conversation);
      const [conversationIds, note] = [[conversation, aConversation()], aNote("n1", "VIP")];
      await store.notes.add(conversation, note);
      for (const user of ["ann", "ben"]) await store.drafts.save([conversation], user, draft(`of ${user}`));
      const read = await store.chats.read(conversationIds, "ann");
      expect(read).toMatchObject({ notes: [note], acts: [{ what: "pause" }], draft: "of ann" });
      expect(read.outbound).toMatchObject([{ ...outbound, state: "waiting" }]);
      expect(read.turns.map(({ id }) => id)).toEqual(["t1", "t2"]);
      expect(read.deliveries).toEqual([{ turn: "t1", part: 0, attempt: 1, state: "sent" }]);
      const byId = new Map(read.messages.map((message) => [message.id, message]));
      expect(byId.size).toBe(2);
      expect(byId.get(answered.message.id)?.outcome).toEqual({ kind: "answered" });
      const { content, sentAt } = waiting.message;
      expect(byId.get(waiting.message.id)).toMatchObject({ content, sentAt, quoted: "wamid.q" });
      for (const { id, hash } of read.messages)
        expect(await store.chats.findMessage(conversationIds, hash)).toMatchObject({ id, hash });
      expect(await store.chats.findMessage([aConversation()], read.messages[0]?.hash ?? "")).toBeUndefined();
      expect(await store.chats.findMessage(conversationIds, "unknown")).toBeUndefined();
    });

    it("but nothing of an erased message, and no draft of a stranger", async () => {
      const store = open();
      const conversation = aConversation();
      await lived(store, conversation);
      const [message] = (await store.chats.read([conversation], "ann")).messages;
      await store.history.erase(conversation);
      expect(await store.chats.read([conversation], "ann")).toEqual({
        messages: [],
        turns: [],
        outbound: [],
        deliveries: [],
        notes: [],
        acts: [],
      });
      expect(await store.chats.findMessage([conversation], message?.hash ?? "")).toBeUndefined();
    });
  });

  describe(`${name} treats what staff keep as personal`, () => {
    it("shows notes and drafts in an export, and erases them", async () => {
      const { notes, drafts, history } = open();
      const conversation = aConversation();
      await notes.add(conversation, aNote("n1", "noted of a person"));
      await drafts.save([conversation], "ann", draft("drafted to a person"));
      const exported = JSON.stringify((await history.part(conversation)).items);
      expect(exported).toContain("noted of a person");
      expect(exported).toContain("drafted to a person");
      expect(await history.erase(conversation)).toBe(2);
      expect(await history.everything(conversation)).toEqual([]);
      expect(await notes.list([conversation])).toEqual([]);
      expect(await drafts.find([conversation], "ann")).toBeUndefined();
    });
  });
}
