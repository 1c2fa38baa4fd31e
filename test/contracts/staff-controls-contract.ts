import { describe, expect, it } from "@jest/globals";
import { aConversation } from "../support/make.ts";
import { aHandoff, atOnce, NOW, type Store } from "./store.ts";

const HOUR = 3_600_000;
const STAFF = ["ann", "ben", "carl", "dora", "emil", "fay"];

/** What several members of staff do in the same moment. */
export function staffControlsContract(name: string, open: () => Store) {
  const act = (conversation: string, by: string) => ({
    by,
    at: NOW,
    handoff: aHandoff(conversation, { reason: "operator", by }),
    resumeAt: NOW + HOUR,
  });

  describe(`${name} lets one member of staff at a time have a conversation`, () => {
    it("assigns it to exactly one of many at once, and names that one to the others", async () => {
      const { controls } = open();
      const conversation = aConversation();
      const results = await atOnce(STAFF.length, (index) =>
        controls.assign(conversation, act(conversation, STAFF[index] ?? "")),
      );
      const assigned = results.flatMap((result) => (result.kind === "assigned" ? [result.assignee] : []));
      expect(assigned).toHaveLength(1);
      const [assignee] = assigned;
      expect(results.filter(({ kind }) => kind === "taken")).toEqual(
        STAFF.slice(1).map(() => ({ kind: "taken", to: assignee?.by })),
      );
      expect(await controls.read(conversation)).toMatchObject({
        assignee,
        pausedAt: NOW,
        resumeAt: NOW + HOUR,
        handoff: { by: assignee?.by },
      });
    });

    it("releases it for all, and ends the assignment with the handoff", async () => {
      const { controls } = open();
      const conversation = aConversation();
      await controls.assign(conversation, act(conversation, "ann"));
      expect(await controls.release(conversation, { by: "ben" })).toEqual({ kind: "taken", to: "ann" });
      expect(await controls.release(conversation, { by: "ann" })).toEqual({ kind: "free" });
      const released = await controls.read(conversation);
      expect(released.assignee).toBeUndefined();
      expect(released.pausedAt).toBe(NOW);
      await controls.assign(conversation, act(conversation, "ben"));
      const ended = await controls.resume(conversation, {
        at: NOW + 1,
        how: "resume",
        by: "ben",
        note: "is called Dana",
      });
      expect(ended).toMatchObject({ endedBy: "ben", note: "is called Dana" });
      expect(await controls.read(conversation)).toEqual({ conversation, version: 0, endedHandoffs: [ended] });
    });
  });

  describe(`${name} begins replies of staff`, () => {
    it("exactly one of many at once who have seen the same, whose author then has the conversation", async () => {
      const { controls } = open();
      for (let round = 0; round < 3; round++) {
        const conversation = aConversation();
        const results = await atOnce(STAFF.length, async (index) => {
          const by = STAFF[index] ?? "";
          const reply = { ...act(conversation, by), id: `r-${by}`, seenAt: NOW - 1, assign: true };
          return { by, ...(await controls.startReply(conversation, reply)) };
        });
        const [started, ...more] = results.filter(({ kind }) => kind === "started");
        expect(more).toEqual([]);
        const by = started?.by ?? "";
        const lastStaffReply = { by, at: NOW, id: `r-${by}` };
        const refused = results.filter((result) => result.kind === "newer-reply");
        expect(refused.map(({ reply }) => reply)).toEqual(STAFF.slice(1).map(() => lastStaffReply));
        expect(await controls.read(conversation)).toMatchObject({
          lastStaffReply,
          assignee: { by, at: NOW },
          pausedAt: NOW,
          handoff: { by },
        });
      }
    });

    it("all of many at once who compare nothing, each later than the one before", async () => {
      const { controls } = open();
      const conversation = aConversation();
      const results = await atOnce(STAFF.length, (index) =>
        controls.startReply(conversation, { ...act(conversation, STAFF[index] ?? ""), id: `r${index}` }),
      );
      const times = results.map((result) => (result.kind === "started" ? result.at : undefined));
      expect(times.toSorted()).toEqual(STAFF.map((_, index) => NOW + index));
      const { lastStaffReply, assignee, resumeAt } = await controls.read(conversation);
      expect(lastStaffReply?.at).toBe(NOW + STAFF.length - 1);
      expect(lastStaffReply?.other?.at).toBe(NOW + STAFF.length - 2);
      expect(assignee).toBeUndefined();
      expect(resumeAt).toBe(NOW + HOUR);
    });

    it("without undoing the worker's writes, nor losing a consent change, of the same moment", async () => {
      const { controls, conversations } = open();
      const conversation = aConversation();
      await conversations.save({ conversation, version: 0, sessionId: "s" }, []);
      const { state } = await conversations.load(conversation);
      await controls.startReply(conversation, { ...act(conversation, "ann"), id: "r1", assign: true });
      expect(await conversations.save({ ...state, sessionId: "t" }, ["paused"])).toBe("paused");
      expect(await conversations.save({ ...state, sessionId: "t" }, [])).toBe("saved");
      expect(await controls.read(conversation)).toMatchObject({
        version: 2,
        sessionId: "t",
        assignee: { by: "ann" },
        lastStaffReply: { id: "r1" },
      });
    });

    it("and takes assignment and last reply along to the conversation that it is merged into", async () => {
      const { controls, conversations } = open();
      const [from, to] = [aConversation(), aConversation()];
      await controls.startReply(from, { ...act(from, "ann"), id: "r1", assign: true });
      await conversations.mergeInto(to, await controls.read(from));
      expect(await controls.startReply(to, { ...act(to, "ben"), id: "r2", seenAt: NOW - 1 })).toMatchObject({
        kind: "newer-reply",
        reply: { by: "ann" },
      });
      expect(await controls.assign(to, act(to, "ben"))).toEqual({ kind: "taken", to: "ann" });
    });
  });
}
