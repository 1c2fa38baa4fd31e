import { describe, expect, it } from "@jest/globals";
import { type ConversationId, numberName } from "../../lib/domain/ids.ts";
import type { ActivityEntry } from "../../lib/domain/inbox/activity-entry.ts";
import { aConversation } from "../support/make.ts";
import { aConsentChange, aHandoff, atOnce, NOW, type Store } from "./store.ts";

export const anActivity = (
  conversation: ConversationId,
  change: Partial<ActivityEntry> = {},
): ActivityEntry => ({
  conversation,
  number: numberName("support"),
  name: "Dana Test",
  lastAt: NOW,
  lastText: "Do you ship to Canada?",
  textAt: NOW,
  heardAt: NOW,
  changedAt: NOW,
  revision: 1,
  ...change,
});

export function activityContract(name: string, open: () => Store) {
  describe(`${name} keeps what the inbox finds a conversation by`, () => {
    it("whole, and counts its changes", async () => {
      const { activity } = open();
      const conversation = aConversation();
      const entry = anActivity(conversation, {
        waitingSince: NOW,
        assignedTo: "ann",
        assignedAt: NOW,
        merged: 2,
      });
      expect(await activity.find(conversation)).toBeUndefined();
      expect(await activity.save(entry, undefined)).toBe(true);
      expect(await activity.find(conversation)).toEqual(entry);
      const next = anActivity(conversation, { lastText: "Thanks", changedAt: NOW + 1 });
      expect(await activity.save(next, entry)).toBe(true);
      expect(await activity.find(conversation)).toEqual({ ...next, revision: 2 });
    });

    it("for one of many writers at once: the others read again", async () => {
      const { activity } = open();
      const conversation = aConversation();
      const save = (known: ActivityEntry | undefined) =>
        atOnce(8, (index) => activity.save(anActivity(conversation, { lastAt: NOW + index }), known));
      expect((await save(undefined)).filter((saved) => saved)).toHaveLength(1);
      const known = await activity.find(conversation);
      expect((await save(known)).filter((saved) => saved)).toHaveLength(1);
      expect(await activity.save(anActivity(conversation), undefined)).toBe(false);
    });

    it("until it is removed, and brings none back for a writer who knew it", async () => {
      const { activity } = open();
      const conversation = aConversation();
      await activity.save(anActivity(conversation), undefined);
      const known = await activity.find(conversation);
      await activity.remove(conversation);
      await activity.remove(conversation);
      expect(await activity.save(anActivity(conversation), known)).toBe(false);
      expect(await activity.find(conversation)).toBeUndefined();
    });

    it("and how far the team has read, which no change of the entry takes back", async () => {
      const { activity } = open();
      const conversation = aConversation();
      await activity.markRead(conversation, NOW);
      expect(await activity.find(conversation)).toBeUndefined();
      const entry = anActivity(conversation);
      await activity.save(entry, undefined);
      await activity.markRead(conversation, NOW + 5);
      await activity.markRead(conversation, NOW + 3);
      expect(await activity.save(anActivity(conversation, { changedAt: NOW + 9 }), entry)).toBe(true);
      expect(await activity.find(conversation)).toMatchObject({ readAt: NOW + 5, changedAt: NOW + 9 });
    });

    it("many at once, with their states in the given order", async () => {
      const { activity, controls, conversations } = open();
      const ids = Array.from({ length: 60 }, aConversation);
      for (const conversation of ids.slice(0, 20)) await activity.save(anActivity(conversation), undefined);
      const [paused, optedOut] = [ids[3], ids[50]];
      if (!paused || !optedOut) throw new Error("there are sixty");
      await conversations.save({ conversation: paused, version: 0, sessionId: "s" }, []);
      await controls.pause(paused, aHandoff(paused), NOW);
      await controls.keepConsent(optedOut, aConsentChange("stop"));
      expect((await activity.entries(ids)).size).toBe(20);
      const states = await activity.states(ids);
      expect(states.map(({ conversation }) => conversation)).toEqual(ids);
      expect(states[3]).toMatchObject({ sessionId: "s", pausedAt: NOW });
      expect(states[50]?.optedOutAt).toBe(NOW);
      expect(states[59]).toEqual({ conversation: ids[59], version: 0 });
    });

    it("in the export, and not after an erasure", async () => {
      const { activity, lists, history } = open();
      const conversation = aConversation();
      await activity.save(anActivity(conversation, { assignedTo: "eve", assignedAt: NOW }), undefined);
      expect(JSON.stringify(await history.everything(conversation))).toContain("Dana Test");
      expect(JSON.stringify(await history.part(conversation))).toContain("Dana Test");
      expect(await history.erase(conversation)).toBe(1);
      expect(await activity.find(conversation)).toBeUndefined();
      expect(await history.everything(conversation)).toEqual([]);
      expect((await lists.assignedTo("eve", 10)).entries).toEqual([]);
    });
  });
}
