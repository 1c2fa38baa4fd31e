import { describe, expect, it } from "@jest/globals";
import type { ConsentChange } from "../../../lib/domain/consent/consent-change.ts";
import type { ConversationState } from "../../../lib/domain/conversation/conversation.ts";
import { mergeConversations } from "../../../lib/domain/conversation/merge-conversations.ts";
import type { Progress } from "../../../lib/domain/conversation/progress.ts";
import type { Handoff } from "../../../lib/domain/handoff/handoff.ts";
import { conversationId, numberName, turnId } from "../../../lib/domain/ids.ts";
import type { Turn } from "../../../lib/domain/turn/turn.ts";

const [HERE, THERE] = [conversationId("here"), conversationId("there")];
const NOW = 9;
const OPT_OUT: ConsentChange = { id: "w2", action: "stop", scope: "all", source: "word", at: 2 };
const HANDOFF: Handoff = { id: "h2", reason: "asked", since: 2, origin: "here" };
const TURN: Turn = {
  id: turnId("t1"),
  number: numberName("support"),
  messages: [],
  startedAt: 1,
  agentFailures: 0,
  parts: [],
  ending: { kind: "answered" },
};
const deferred = (turn: string) => ({ turn, parts: [{ text: "late" }], at: 1 });

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
const mergedProgress = (own: Progress, other: Progress, more: Partial<ConversationState> = {}) =>
  mergeConversations(here(own, more), there(other, more), NOW).progress;

describe("a conversation into which another one is merged", () => {
  it("keeps its own, and takes from the other what it lacks, but neither its turn nor where it went", () => {
    const [early, late] = [
      { sessionId: "s1", customer: { phone: "4915112345678" }, lastInboundAt: 3 },
      { sessionId: "s2", number: numberName("sales"), lastInboundAt: 5, movedTo: HERE },
    ];
    const both = { sessionId: "s1", number: numberName("sales"), customer: early.customer, lastInboundAt: 5 };
    expect(
      mergeConversations(here(undefined, early), there(undefined, { ...late, turn: TURN }), NOW),
    ).toEqual({
      ...here(undefined, both),
      version: 4,
      mergedFrom: [THERE],
    });
    expect(
      mergeConversations(
        here(undefined, { ...late, movedTo: THERE, turn: TURN }),
        there(undefined, early),
        NOW,
      ),
    ).toEqual({
      ...here(undefined, { ...both, sessionId: "s2", movedTo: THERE, turn: TURN }),
      version: 4,
      mergedFrom: [THERE],
    });
  });

  it("does not confirm or publish a consent change twice, whichever of the two did it", () => {
    const [done, before]: [Progress, Progress] = [
      { consentPublishedFor: "w2", consentConfirmedFor: "w2", stopped: "all" },
      { consentPublishedFor: "w1", consentConfirmedFor: "w1", stopped: "nothing" },
    ];
    for (const [own, other] of [
      [done, before],
      [before, done],
    ] as const)
      expect(mergedProgress(own, other, { consentChange: OPT_OUT, optedOutAt: 2 })).toEqual(done);
  });

  it("knows the sent messages of both, its own the longest", () => {
    const ids = (name: string, length: number) => Array.from({ length }, (_, index) => `${name}${index}`);
    expect(mergedProgress({ sentIds: ["a", "b"] }, { sentIds: ["c", "a"] })?.sentIds).toEqual([
      "c",
      "a",
      "b",
    ]);
    expect(mergedProgress({ sentIds: ["c", "a", "b"] }, { sentIds: ["c", "a"] })?.sentIds).toEqual([
      "c",
      "a",
      "b",
    ]);
    expect(mergedProgress({ sentIds: ids("own", 19) }, { sentIds: ids("other", 5) })?.sentIds).toEqual([
      "other4",
      ...ids("own", 19),
    ]);
  });

  it("does not publish a handoff or its end twice", () => {
    const [done, before]: [Progress, Progress] = [
      { customerNotifiedOf: "h2", teamNotifiedOf: "h2", endPublishedFor: "h1" },
      { customerNotifiedOf: "h1", teamNotifiedOf: "h1", endPublishedFor: "h0" },
    ];
    const endedHandoffs = ["h0", "h1"].map((id, endedAt) => ({
      ...HANDOFF,
      id,
      endedAt,
      how: "resume" as const,
    }));
    for (const [own, other] of [
      [done, before],
      [before, done],
    ] as const)
      expect(mergedProgress(own, other, { handoff: HANDOFF, pausedAt: 2, endedHandoffs })).toEqual(done);
  });

  it("still knows that a handoff may have been published, also when it has ended since", () => {
    const ended = { ...HANDOFF, endedAt: 3, how: "automatic" as const };
    const id = HANDOFF.id;
    expect(
      mergedProgress(
        { teamNotifiedOf: "h0" },
        { teamNotificationBegunFor: id },
        { handoff: HANDOFF, pausedAt: 2 },
      ),
    ).toMatchObject({
      teamNotificationBegunFor: id,
    });
    expect(
      mergedProgress({ teamNotifiedOf: "h0" }, { teamNotificationBegunFor: id }, { endedHandoffs: [ended] }),
    ).toMatchObject({
      teamNotificationBegunFor: id,
    });
    expect(mergedProgress({ teamNotificationBegunFor: id }, {}, { endedHandoffs: [ended] })).toMatchObject({
      teamNotificationBegunFor: id,
    });
  });

  it("does not send a deferred reply twice, but sends another one", () => {
    expect(mergedProgress({ delivered: ["t1"] }, { deferredReply: deferred("t1") })).toEqual({
      delivered: ["t1"],
    });
    expect(
      mergedProgress({ deferredReply: deferred("t1") }, { delivered: ["t1"] })?.deferredReply,
    ).toBeUndefined();
    expect(mergedProgress({ delivered: ["t1"] }, { deferredReply: deferred("t2") })).toEqual({
      delivered: ["t1"],
      deferredReply: deferred("t2"),
    });
  });

  it("takes over the agent's next note, but not the other one's index entries", () => {
    expect(
      mergedProgress({ failedTurns: 1 }, { note: "n", indexedAs: "hash", indexedAt: 1, failedTurns: 2 }),
    ).toEqual({
      failedTurns: 1,
      note: "n",
    });
    expect(
      mergeConversations(
        here(),
        there({ note: "n", indexedAs: "hash", indexedAt: 1, isFirstContact: true }),
        NOW,
      ).progress,
    ).toEqual({
      note: "n",
      isFirstContact: true,
    });
  });

  const [isNew, known] = [
    { sessionId: "s", progress: { isNewToAgent: true } },
    // The directory could not be written: where the customer is found is not noted.
    { sessionId: "s", progress: {} },
  ];
  const mailing = { progress: { sentIds: ["a mailing's"] } };

  it.each<[string, Partial<ConversationState>, Partial<ConversationState>, boolean]>([
    ["new in both", isNew, isNew, true],
    ["new here", isNew, known, false],
    ["new there", known, isNew, false],
    ["new here, and nothing noted there", isNew, { sessionId: "s" }, false],
    ["new there, and nothing noted here", { sessionId: "s" }, isNew, false],
    ["new here, and a mailing sent there", isNew, mailing, true],
    ["new there, and a mailing sent here", mailing, isNew, true],
    ["new here, and nothing there", isNew, {}, true],
    ["new there, and nothing here", {}, isNew, true],
    [
      "new here, and merged with a known one there",
      isNew,
      { ...known, progress: { isNewToAgent: false } },
      false,
    ],
  ])(
    "introduces a customer to the agent only if it has answered in neither: %s",
    (_, own, other, expected) => {
      const merged = mergeConversations(here(undefined, own), there(undefined, other), NOW);
      expect(merged.progress?.isNewToAgent).toBe(expected);
      expect(mergeConversations(merged, there(undefined, other), NOW)).toEqual(merged);
    },
  );

  it("introduces a customer no more after a merge with a conversation in which the agent has answered", () => {
    const withMailing = mergeConversations(here(mailing.progress), there(undefined, known), NOW);
    const all = mergeConversations(withMailing, there(undefined, isNew), NOW);
    expect(all.progress?.isNewToAgent).toBe(false);
    const empty = mergeConversations(here(), there(undefined, known), NOW);
    expect(mergeConversations(empty, there(undefined, isNew), NOW).progress?.isNewToAgent).toBe(false);
  });

  it("retries stored side tasks, and starts again with those that follow from the state", () => {
    const event = {
      type: "reply.failed" as const,
      id: "e1",
      conversation: THERE,
      number: numberName("support"),
      detail: {},
    };
    const sideTasks = {
      retryAt: 5,
      failingSince: { "lead-event 1": 1, "event e1": 2 },
      stored: { "event e1": { kind: "event" as const, event } },
    };
    const other = { retryAt: 5, failingSince: { "event e1": 2 }, stored: sideTasks.stored };
    expect(mergeConversations(here(), there({ sideTasks }), NOW).progress).toEqual({ sideTasks: other });
    const own = { retryAt: 7, failingSince: { "lead-event 2": 3 } };
    expect(mergedProgress({ sideTasks: own }, { sideTasks })).toEqual({
      sideTasks: { retryAt: 7, failingSince: { "event e1": 2, "lead-event 2": 3 }, stored: sideTasks.stored },
    });
    expect(mergedProgress({ sideTasks: own }, {})).toEqual({ sideTasks: own });
  });

  it("adds the counts of the last hour of both, also when merged again only once", () => {
    const [own, other] = [
      { lastHour: { confirmation: [1, 3] } },
      { lastHour: { confirmation: [2, 3], mail: [4] } },
    ];
    const both = { lastHour: { confirmation: [1, 2, 3], mail: [4] } };
    expect(mergedProgress(own, other)).toEqual(both);
    expect(mergedProgress(both, other)).toEqual(both);
  });

  it("keeps each of several that count at the same moment, as the files of a message do", () => {
    const [own, other] = [
      { lastHour: { media: [1, 1, 1] } },
      { lastHour: { media: [1, 2, 2], mail: [3, 3] } },
    ];
    const both = { lastHour: { media: [1, 1, 1, 2, 2], mail: [3, 3] } };
    expect(mergedProgress(own, other)).toEqual(both);
    expect(mergedProgress(other, own)).toEqual(both);
    expect(mergedProgress(both, other)).toEqual(both);
  });

  it("ends the other one's handoff when it has one itself: the list shows the customer once", () => {
    const other = { ...HANDOFF, id: "h3", origin: "there", summary: "discount" };
    const state = mergeConversations(
      here({}, { pausedAt: 2, handoff: HANDOFF }),
      there({}, { pausedAt: 3, handoff: other }),
      NOW,
    );
    const { summary: _, ...ended } = other;
    expect(state).toMatchObject({
      pausedAt: 2,
      handoff: HANDOFF,
      endedHandoffs: [{ ...ended, endedAt: NOW, how: "merged" }],
    });
    expect(mergeConversations(state, there({}, { pausedAt: 3, handoff: other }), NOW + 5)).toEqual(state);
  });

  it("pauses as early as either: a person may be there already where the other's bot goes on", () => {
    const night = { ...HANDOFF, id: "h4", botUntil: 90 };
    const merged = (own: object, other: object) => mergeConversations(here({}, own), there({}, other), NOW);
    const [waits, taken] = [
      { pausedAt: 90, handoff: night },
      { pausedAt: 3, handoff: HANDOFF },
    ];
    expect(merged(waits, taken)).toMatchObject({ pausedAt: 3, handoff: night });
    expect(merged(taken, waits)).toMatchObject({ pausedAt: 3, handoff: HANDOFF });
    expect(merged({}, waits)).toMatchObject(waits);
    expect(merged(waits, {})).toMatchObject(waits);
  });

  it("remembers when people are there, as the customer was told of the handoff that goes on", () => {
    const told = { toldOpening: { handoff: HANDOFF.id, opensAt: 9 } };
    const blocks = { handoff: HANDOFF, pausedAt: 2 };
    expect(mergedProgress({}, told, blocks)).toMatchObject(told);
    expect(mergedProgress(told, { toldOpening: { handoff: "old", opensAt: 7 } }, blocks)).toMatchObject(told);
    expect(mergedProgress({}, { toldOpening: { handoff: "old", opensAt: 7 } }, blocks)).not.toHaveProperty(
      "toldOpening",
    );
  });

  it("names each merged conversation once", () => {
    const [more, most] = [conversationId("more"), conversationId("most")];
    const state = mergeConversations(
      here({}, { mergedFrom: [more] }),
      there({}, { mergedFrom: [more, most, HERE] }),
      NOW,
    );
    expect(state.mergedFrom).toEqual([more, THERE, most]);
    expect(state.version).toBe(3);
  });
});
