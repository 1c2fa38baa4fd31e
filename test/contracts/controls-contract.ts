import { describe, expect, it } from "@jest/globals";
import type { ConsentChange } from "../../lib/domain/consent/consent-change.ts";
import { activeSendBlock } from "../../lib/domain/conversation/conversation.ts";
import type { ConversationId } from "../../lib/domain/ids.ts";
import { aConversation } from "../support/make.ts";
import { aConsentChange, aHandoff, atOnce, NOW, type Store } from "./store.ts";

const HOUR = 3_600_000;

export function controlsContract(name: string, open: () => Store) {
  describe(`${name} hands a conversation to people`, () => {
    it("returns paused to exactly one of many concurrent callers, with the same handoff or with others", async () => {
      const { controls } = open();
      const [one, other] = [aConversation(), aConversation()];
      const same = aHandoff(one);
      const answers = await atOnce(8, () => controls.pause(one, same, NOW + HOUR));
      expect(answers.filter((answer) => answer === "paused")).toHaveLength(1);
      const rivals = await atOnce(8, () => controls.pause(other, aHandoff(other), NOW + HOUR));
      expect(rivals.filter((answer) => answer === "paused")).toHaveLength(1);
    });

    it("keeps the standing handoff, and begins none again that has ended", async () => {
      const { controls } = open();
      const conversation = aConversation();
      const [first, second] = [aHandoff(conversation), aHandoff(conversation)];
      await controls.pause(conversation, first, NOW + HOUR);
      expect(await controls.pause(conversation, second, NOW + 2 * HOUR)).toBe("already");
      expect(await controls.read(conversation)).toEqual({
        conversation,
        version: 0,
        pausedAt: NOW,
        handoff: first,
        resumeAt: NOW + HOUR,
      });
      await controls.resume(conversation, { at: NOW + 5, how: "resume", by: "arn" });
      expect(await controls.pause(conversation, first, NOW + HOUR)).toBe("already");
      const endedHandoffs = [{ ...first, endedAt: NOW + 5, how: "resume", endedBy: "arn" }];
      expect(await controls.read(conversation)).toEqual({ conversation, version: 0, endedHandoffs });
      expect(await controls.pause(conversation, second, NOW + HOUR)).toBe("paused");
    });

    it("lets the bot go on until its pause begins, which a colleague may begin earlier", async () => {
      const { controls, conversations } = open();
      const [night, now] = [aConversation(), aConversation()];
      const save = async (conversation: ConversationId) => {
        const { version } = await controls.read(conversation);
        return conversations.save({ conversation, version }, ["opted-out", "paused"]);
      };
      const handoff = aHandoff(night, { botUntil: NOW + 1 });
      expect(await controls.pause(night, handoff, NOW + HOUR)).toBe("paused");
      expect(await controls.pause(night, handoff, NOW + HOUR)).toBe("already");
      expect([await save(night), await save(night)]).toEqual(["saved", "saved"]);
      expect(await controls.pause(now, aHandoff(now, { botUntil: NOW }), NOW + HOUR)).toBe("paused");
      expect(await save(now)).toBe("paused");
      const colleague = aHandoff(night, { reason: "operator" });
      expect(await controls.pause(night, colleague, NOW + 2)).toBe("already");
      expect(await controls.read(night)).toMatchObject({ handoff, pausedAt: NOW, resumeAt: NOW + HOUR });
      expect(await save(night)).toBe("paused");
    });

    it("returns the ended handoff to exactly one of many concurrent callers", async () => {
      const { controls } = open();
      const conversation = aConversation();
      const handoff = aHandoff(conversation);
      await controls.pause(conversation, handoff, NOW + HOUR);
      const ended = await atOnce(8, () => controls.resume(conversation, { at: NOW + 1, how: "customer" }));
      expect(ended.filter((each) => each !== undefined)).toEqual([
        { ...handoff, endedAt: NOW + 1, how: "customer" },
      ]);
      expect(await controls.resume(aConversation(), { at: NOW, how: "resume" })).toBeUndefined();
    });

    it("ends by itself only when its time has come", async () => {
      const { controls } = open();
      const conversation = aConversation();
      await controls.pause(conversation, aHandoff(conversation), NOW + HOUR);
      expect(
        await controls.resume(conversation, { at: NOW, how: "quiet-time", unless: NOW + HOUR - 1 }),
      ).toBeUndefined();
      expect(
        await controls.resume(conversation, { at: NOW, how: "quiet-time", unless: NOW + HOUR }),
      ).toMatchObject({ how: "quiet-time" });
    });

    it("prolongs the quiet, never shortens it, and never begins it", async () => {
      const { controls } = open();
      const [conversation, other] = [aConversation(), aConversation()];
      await controls.pause(conversation, aHandoff(conversation), NOW + HOUR);
      await controls.extend(conversation, NOW + 3 * HOUR);
      await controls.extend(conversation, NOW + 2 * HOUR);
      expect((await controls.read(conversation)).resumeAt).toBe(NOW + 3 * HOUR);
      await controls.extend(other, NOW + HOUR);
      expect(await controls.read(other)).toEqual({ conversation: other, version: 0 });
    });

    it("neither fences off the worker nor is undone by it", async () => {
      const { controls, conversations } = open();
      const conversation = aConversation();
      await conversations.save({ conversation, version: 0, sessionId: "s" }, []);
      const { state } = await conversations.load(conversation);
      const handoff = aHandoff(conversation);
      await controls.pause(conversation, handoff, NOW + HOUR);
      expect(await conversations.save(state, [])).toBe("saved");
      await controls.resume(conversation, { at: NOW, how: "resume" });
      expect(await conversations.save({ ...state, version: 2, pausedAt: NOW, handoff }, ["paused"])).toBe(
        "saved",
      );
      expect(await controls.read(conversation)).toMatchObject({
        version: 3,
        sessionId: "s",
        endedHandoffs: [{ id: handoff.id }],
      });
    });
  });

  describe(`${name} stores consent changes`, () => {
    const stopAll = aConsentChange("stop", { at: NOW });
    const stopTemplates = aConsentChange("stop", { at: NOW + 2, scope: "templates" });
    const start = aConsentChange("start", { at: NOW + 1 });
    const restart = aConsentChange("start", { at: NOW + 2 });

    it.each<[string, ConsentChange, ConsentChange, object]>([
      ["stop, then start", stopAll, start, { optedInAt: NOW + 1, consentChange: start }],
      [
        "start, then stop of templates",
        start,
        stopTemplates,
        { noTemplatesAt: NOW + 2, optedInAt: NOW + 1, consentChange: stopTemplates },
      ],
      [
        "stop, then stop of templates",
        stopAll,
        stopTemplates,
        { optedOutAt: NOW, noTemplatesAt: NOW + 2, consentChange: stopTemplates },
      ],
      [
        "both of the same moment",
        restart,
        stopTemplates,
        { noTemplatesAt: NOW + 2, optedInAt: NOW + 2, consentChange: stopTemplates },
      ],
    ])("whichever comes first: %s", async (_, one, other, end) => {
      const { controls } = open();
      const [there, back] = [aConversation(), aConversation()];
      expect(await controls.changeConsent(there, one)).toBe("changed");
      expect(await controls.changeConsent(there, other)).toBe("changed");
      await controls.changeConsent(back, other);
      await controls.changeConsent(back, one);
      const sendBlocks = async (conversation: ConversationId) =>
        activeSendBlock(await controls.read(conversation), NOW, ["opted-out", "no-templates"]);
      expect(await controls.read(there)).toEqual({ conversation: there, version: 0, ...end });
      expect(await sendBlocks(back)).toBe(await sendBlocks(there));
      expect((await controls.read(back)).consentChange).toEqual((await controls.read(there)).consentChange);
    });

    it("returns stale for an older change or a repeat, also when the repeat seems later", async () => {
      const { controls } = open();
      const conversation = aConversation();
      await controls.changeConsent(conversation, start);
      expect(await controls.changeConsent(conversation, stopAll)).toBe("stale");
      expect(await controls.changeConsent(conversation, { ...start, at: NOW + 9 })).toBe("stale");
      expect((await controls.read(conversation)).optedOutAt).toBeUndefined();
    });

    it("loses none of many at once", async () => {
      const { controls } = open();
      const conversation = aConversation();
      const answers = await atOnce(8, (index) =>
        controls.changeConsent(
          conversation,
          aConsentChange(index === 6 ? "stop" : "start", { at: NOW + index }),
        ),
      );
      expect(answers).toContain("changed");
      await controls.pause(conversation, aHandoff(conversation), NOW + HOUR);
      expect(await controls.read(conversation)).toMatchObject({
        optedInAt: NOW + 7,
        consentChange: { at: NOW + 7 },
        pausedAt: NOW,
      });
    });
  });
}
