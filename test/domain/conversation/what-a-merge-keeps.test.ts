import { describe, expect, it } from "@jest/globals";
import type { ConversationState } from "../../../lib/domain/conversation/conversation.ts";
import { mergeConversations } from "../../../lib/domain/conversation/merge-conversations.ts";
import type { Progress } from "../../../lib/domain/conversation/progress.ts";
import type { EndedHandoff, Handoff } from "../../../lib/domain/handoff/handoff.ts";
import { conversationId } from "../../../lib/domain/ids.ts";

const NOW = 9;
type Given = Partial<ConversationState>;
const stateOf = (name: string, given: Given): ConversationState => ({
  conversation: conversationId(name),
  version: 3,
  ...given,
});
/** Merged once; merged again by a slow worker nothing may change. */
function merged(own: Given, other: Given): ConversationState {
  const once = mergeConversations(stateOf("here", own), stateOf("there", other), NOW);
  expect(mergeConversations(once, stateOf("there", other), NOW + 1)).toEqual(once);
  return once;
}
const HANDOFF: Handoff = { id: "h", reason: "asked", since: 2, origin: "here" };
const ended = (id: string, endedAt: number): EndedHandoff => ({ ...HANDOFF, id, endedAt, how: "resume" });

describe("a customer's ids, when two conversations become one", () => {
  const [old, changed] = [{ phone: "1" }, { phone: "2" }];
  const [since2, since5] = [
    { changedAt: 2, formerIds: ["0"] },
    { changedAt: 5, formerIds: ["1"] },
  ];

  it.each<[string, Given, Given, object]>([
    ["the change is known there", { customer: old }, { customer: changed, identity: since5 }, changed],
    ["the change is known here", { customer: changed, identity: since5 }, { customer: old }, changed],
    [
      "the last change is known there",
      { customer: old, identity: since2 },
      { customer: changed, identity: since5 },
      changed,
    ],
    [
      "the last change is known here",
      { customer: changed, identity: since5 },
      { customer: old, identity: since2 },
      changed,
    ],
    ["there was none", { customer: old }, { customer: changed }, old],
    ["nothing is known here", {}, { customer: changed }, changed],
    ["who changed is not known there", { customer: old }, { identity: since2 }, old],
  ])(
    "are those after the last change, since a former phone may be another person's: %s",
    (_, own, other, customer) => {
      expect(merged(own, other).customer).toEqual(customer);
    },
  );

  it("keep the name, and all former ids", () => {
    const { customer, identity } = merged(
      { customer: { ...old, profileName: "Dana" }, identity: since2 },
      { customer: changed, identity: since5 },
    );
    expect(customer).toEqual({ ...changed, profileName: "Dana" });
    expect(identity).toEqual({ changedAt: 5, formerIds: ["0", "1"] });
  });

  it("are no former ids: the customer may have gone back", () => {
    const back = { changedAt: 7, formerIds: ["2"] };
    expect(merged({ customer: changed, identity: since5 }, { customer: old, identity: back })).toMatchObject({
      customer: old,
      identity: { changedAt: 7, formerIds: ["2"] },
    });
  });
});

describe("what people have done, when two conversations become one", () => {
  it("holds the bot as long as in either", () => {
    const other = { pausedAt: 4, handoff: { ...HANDOFF, id: "other" }, resumeAt: 80 };
    expect(merged({ pausedAt: 2, handoff: HANDOFF, resumeAt: 50 }, other).handoff).toBe(HANDOFF);
    expect(merged({ pausedAt: 2, handoff: HANDOFF, resumeAt: 50 }, other).resumeAt).toBe(80);
    expect(merged({ pausedAt: 2, handoff: HANDOFF, resumeAt: 90 }, other).resumeAt).toBe(90);
    expect(
      merged({ resumeAt: 90, endedHandoffs: [{ ...ended("other", 5) }] }, other).pausedAt,
    ).toBeUndefined();
  });

  it("leaves a request that stands to the team, whoever had the other conversation before and has gone", () => {
    const heard = { progress: { teamNotifiedOf: "h" } };
    const gone = { pausedAt: 2, handoff: HANDOFF, resumeAt: 8, assignee: { by: "ann", at: 3 }, ...heard };
    const asked = { pausedAt: 7, handoff: { ...HANDOFF, id: "new", since: 7 }, resumeAt: 80 };
    const state = merged(gone, { ...asked, progress: { teamNotifiedOf: "new" } });
    expect(state).toMatchObject({
      ...asked,
      endedHandoffs: [{ id: "h", how: "quiet-time", endedAt: NOW }],
      progress: { teamNotifiedOf: "new" },
    });
    expect(state.assignee).toBeUndefined();
    const { assignee: _, ...unheard } = { ...gone, progress: {} };
    expect(merged(unheard, asked).handoff).toBe(HANDOFF);
    expect(merged(gone, { ...asked, resumeAt: 8 }).handoff).toBe(HANDOFF);
  });

  it.each<[string, Given, Given, string[], string | undefined]>([
    [
      "the older one's there is not",
      { endedHandoffs: [ended("h1", 5)], progress: { endPublishedFor: "h1" } },
      { endedHandoffs: [ended("h2", 3)], progress: {} },
      ["h1", "h2"],
      "h1",
    ],
    [
      "the older one's here is not",
      { endedHandoffs: [ended("h1", 3)], progress: {} },
      { endedHandoffs: [ended("h2", 5)], progress: { endPublishedFor: "h2" } },
      ["h2", "h1"],
      "h2",
    ],
    [
      "all are but the last here",
      { endedHandoffs: [ended("h1", 1), ended("h3", 3)], progress: { endPublishedFor: "h1" } },
      { endedHandoffs: [ended("h2", 2)], progress: { endPublishedFor: "h2" } },
      ["h1", "h2", "h3"],
      "h2",
    ],
    [
      "none is",
      { endedHandoffs: [ended("h1", 1)], progress: {} },
      { endedHandoffs: [ended("h2", 2)], progress: {} },
      ["h1", "h2"],
      undefined,
    ],
  ])("ends in the list once each end that is not published yet is: %s", (_, own, other, order, last) => {
    const { endedHandoffs = [], progress } = merged(own, other);
    expect(endedHandoffs.map(({ id }) => id)).toEqual(order);
    expect(progress?.endPublishedFor).toBe(last);
  });

  it("has no published end if its beginning was not published", () => {
    const handoff = { handoff: HANDOFF, pausedAt: 2 };
    expect(
      merged({ progress: {} }, { ...handoff, progress: { notPublishedFor: "h" } }).progress,
    ).toMatchObject({
      notPublishedFor: "h",
    });
    expect(
      merged({ progress: {}, endedHandoffs: [ended("h", 3)] }, { progress: { notPublishedFor: "h" } })
        .progress,
    ).toMatchObject({ notPublishedFor: "h" });
  });

  it("is told to the agent from both conversations", () => {
    const note = (own: Progress, other: Progress) =>
      merged({ progress: own }, { progress: other }).progress?.note;
    expect(note({ note: "20 % off" }, { note: "free shipping" })).toBe("free shipping\n20 % off");
    expect(note({ note: "same" }, { note: "same" })).toBe("same");
    expect(note({}, { note: "free shipping" })).toBe("free shipping");
    expect(note({ note: "20 % off" }, {})).toBe("20 % off");
  });
});

describe("what a customer has had, when two conversations become one", () => {
  const asNew = { sessionId: "s", progress: { isFirstContact: true } };
  const known = { sessionId: "s", progress: {} };
  it.each<[string, Given, Given, boolean | undefined]>([
    ["neither", asNew, asNew, true],
    ["there", asNew, known, false],
    ["here", known, asNew, false],
    ["neither, and a mailing was sent here", { progress: { sentIds: ["m"] } }, asNew, true],
    ["neither, and a mailing was sent there", asNew, { progress: { sentIds: ["m"] } }, true],
  ])("is a first answer only if it had one in neither: %s", (_, own, other, isFirst) => {
    expect(merged(own, other).progress?.isFirstContact).toBe(isFirst);
  });

  it("says what an opt-in undoes", () => {
    const start = { id: "w2", action: "start", scope: "all", source: "word", at: 2 } as const;
    const optedIn = { optedInAt: 2, consentChange: start };
    const stopped = { progress: { stopped: "all", consentPublishedFor: "w1" } as const };
    expect(merged({ ...optedIn, progress: { failedTurns: 1 } }, stopped).progress?.stopped).toBe("all");
    expect(merged({ ...optedIn, progress: { stopped: "nothing" } }, stopped).progress?.stopped).toBe(
      "nothing",
    );
  });
});
