import { describe, expect, it } from "@jest/globals";
import type { ConsentChange } from "../../../lib/domain/consent/consent-change.ts";
import type { ConversationState } from "../../../lib/domain/conversation/conversation.ts";
import { mergeConversations } from "../../../lib/domain/conversation/merge-conversations.ts";
import type { Progress } from "../../../lib/domain/conversation/progress.ts";
import type { Handoff } from "../../../lib/domain/handoff/handoff.ts";
import { conversationId, numberName } from "../../../lib/domain/ids.ts";

const [HERE, THERE] = [conversationId("here"), conversationId("there")];
const NOW = 9;
const WISH: ConsentChange = { id: "w2", action: "stop", scope: "all", source: "word", at: 2 };
const HANDOFF: Handoff = { id: "h2", reason: "asked", since: 2, origin: "here" };
const held = (turn: string) => ({ turn, parts: [{ text: "late" }], at: 1 });

const here = (progress?: Progress, more: Partial<ConversationState> = {}): ConversationState => ({
  conversation: HERE,
  version: 3,
  ...(progress && { progress }),
  ...more,
});
const there = (progress?: Progress, more: Partial<ConversationState> = {}): ConversationState => ({
  ...here(progress, more),
  conversation: THERE,
});
const memoryOf = (own: Progress, brought: Progress, more: Partial<ConversationState> = {}) =>
  mergeConversations(here(own, more), there(brought, more), NOW).progress;

describe("a conversation into which another one is merged", () => {
  it("does not confirm or publish once more what was wished, whoever of the two did it", () => {
    const [done, before]: [Progress, Progress] = [
      { consentPublishedFor: "w2", consentConfirmedFor: "w2", stopped: "all" },
      { consentPublishedFor: "w1", consentConfirmedFor: "w1", stopped: "nothing" },
    ];
    for (const [own, brought] of [
      [done, before],
      [before, done],
    ] as const)
      expect(memoryOf(own, brought, { consentChange: WISH, optedOutAt: 2 })).toEqual(done);
  });

  it("knows the messages that have left either, its own the longest", () => {
    const ids = (name: string, length: number) => Array.from({ length }, (_, index) => `${name}${index}`);
    expect(memoryOf({ sentIds: ["a", "b"] }, { sentIds: ["c", "a"] })?.sentIds).toEqual(["c", "a", "b"]);
    expect(memoryOf({ sentIds: ["c", "a", "b"] }, { sentIds: ["c", "a"] })?.sentIds).toEqual(["c", "a", "b"]);
    expect(memoryOf({ sentIds: ids("own", 19) }, { sentIds: ids("other", 5) })?.sentIds).toEqual(["other4", ...ids("own", 19)]);
  });

  it("does not tell of a handoff once more, nor of its end", () => {
    const [done, before]: [Progress, Progress] = [
      { customerNotifiedOf: "h2", teamNotifiedOf: "h2", endPublishedFor: "h1" },
      { customerNotifiedOf: "h1", teamNotifiedOf: "h1", endPublishedFor: "h0" },
    ];
    const endedHandoffs = ["h0", "h1"].map((id, endedAt) => ({ ...HANDOFF, id, endedAt, how: "resume" as const }));
    for (const [own, brought] of [
      [done, before],
      [before, done],
    ] as const)
      expect(memoryOf(own, brought, { handoff: HANDOFF, pausedAt: 2, endedHandoffs })).toEqual(done);
  });

  it("still knows of a handoff that somebody may have read of it, also when it has ended since", () => {
    const ended = { ...HANDOFF, endedAt: 3, how: "automatic" as const };
    const id = HANDOFF.id;
    expect(memoryOf({ teamNotifiedOf: "h0" }, { teamNotificationBegunFor: id }, { handoff: HANDOFF, pausedAt: 2 })).toMatchObject({
      teamNotificationBegunFor: id,
    });
    expect(memoryOf({ teamNotifiedOf: "h0" }, { teamNotificationBegunFor: id }, { endedHandoffs: [ended] })).toMatchObject({
      teamNotificationBegunFor: id,
    });
    expect(memoryOf({ teamNotificationBegunFor: id }, {}, { endedHandoffs: [ended] })).toMatchObject({ teamNotificationBegunFor: id });
  });

  it("does not deliver a held reply once more, but another one", () => {
    expect(memoryOf({ delivered: "t1" }, { deferredReply: held("t1") })).toEqual({ delivered: "t1" });
    expect(memoryOf({ deferredReply: held("t1") }, { delivered: "t1" })?.deferredReply).toBeUndefined();
    expect(memoryOf({ delivered: "t1" }, { deferredReply: held("t2") })).toEqual({ delivered: "t1", deferredReply: held("t2") });
  });

  it("takes along what the agent is to read next, but not what the directory knows of the other one", () => {
    expect(memoryOf({ failedTurns: 1 }, { note: "n", indexedAs: "hash", indexedAt: 1, failedTurns: 2 })).toEqual({
      failedTurns: 1,
      note: "n",
    });
    expect(mergeConversations(here(), there({ note: "n", indexedAs: "hash", indexedAt: 1, isFirstContact: true }), NOW).progress).toEqual({
      note: "n",
      isFirstContact: true,
    });
  });

  it("tries again what is stored to be told, and begins anew with what follows from what is known", () => {
    const event = { type: "reply.failed" as const, id: "e1", conversation: THERE, number: numberName("support"), detail: {} };
    const sideTasks = {
      retryAt: 5,
      failingSince: { "lead-event 1": 1, "event e1": 2 },
      stored: { "event e1": { kind: "event" as const, event } },
    };
    const brought = { retryAt: 5, failingSince: { "event e1": 2 }, stored: sideTasks.stored };
    expect(mergeConversations(here(), there({ sideTasks }), NOW).progress).toEqual({ sideTasks: brought });
    const own = { retryAt: 7, failingSince: { "lead-event 2": 3 } };
    expect(memoryOf({ sideTasks: own }, { sideTasks })).toEqual({
      sideTasks: { retryAt: 7, failingSince: { "event e1": 2, "lead-event 2": 3 }, stored: sideTasks.stored },
    });
    expect(memoryOf({ sideTasks: own }, {})).toEqual({ sideTasks: own });
  });

  it("counts what left in either within the hour, once also when it is merged again", () => {
    const [own, brought] = [{ lastHour: { confirmation: [1, 3] } }, { lastHour: { confirmation: [2, 3], mail: [4] } }];
    const both = { lastHour: { confirmation: [1, 2, 3], mail: [4] } };
    expect(memoryOf(own, brought)).toEqual(both);
    expect(memoryOf(both, brought)).toEqual(both);
  });

  it("ends the other one's handoff when it is with a person itself, so that the list does not show the customer twice", () => {
    const other = { ...HANDOFF, id: "h3", origin: "there", summary: "discount" };
    const state = mergeConversations(here({}, { pausedAt: 2, handoff: HANDOFF }), there({}, { pausedAt: 3, handoff: other }), NOW);
    const { summary: _, ...ended } = other;
    expect(state).toMatchObject({ pausedAt: 2, handoff: HANDOFF, endedHandoffs: [{ ...ended, endedAt: NOW, how: "merged" }] });
    expect(mergeConversations(state, there({}, { pausedAt: 3, handoff: other }), NOW + 5)).toEqual(state);
  });

  it("answers what waits in all that were merged, each named once", () => {
    const [more, most] = [conversationId("more"), conversationId("most")];
    const state = mergeConversations(here({}, { mergedFrom: [more] }), there({}, { mergedFrom: [more, most, HERE] }), NOW);
    expect(state.mergedFrom).toEqual([more, THERE, most]);
    expect(state.version).toBe(3);
  });
});
