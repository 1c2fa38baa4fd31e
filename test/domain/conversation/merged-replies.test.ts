import { describe, expect, it } from "@jest/globals";
import type { ConversationState } from "../../../lib/domain/conversation/conversation.ts";
import { mergeConversations } from "../../../lib/domain/conversation/merge-conversations.ts";
import type { DeferredReply, Progress } from "../../../lib/domain/conversation/progress.ts";
import { conversationId, numberName, turnId } from "../../../lib/domain/ids.ts";
import { deferredReply } from "../../../lib/domain/turn/deferred-reply.ts";
import type { Turn } from "../../../lib/domain/turn/turn.ts";

const [HERE, THERE, ELSEWHERE] = [
  conversationId("here"),
  conversationId("there"),
  conversationId("elsewhere"),
];
const NOW = 9;
const stateOf = (conversation: typeof HERE, progress: Progress, turn?: Turn): ConversationState => ({
  conversation,
  version: 3,
  progress,
  ...(turn && { turn }),
});
const reply = (turn: string, at: number): DeferredReply => ({ turn, parts: [{ text: `of ${turn}` }], at });
const EARLY = reply("early", 1);
const LATE = reply("late", 2);
const REENGAGED = { deferredReply: EARLY, reengagedFor: "early" };
const DEFERRED_TURN: Turn = {
  id: turnId("open"),
  number: numberName("support"),
  messages: [],
  startedAt: 3,
  agentFailures: 0,
  parts: [{ text: "of open", state: "cancelled", attempts: 0 }],
  ending: { kind: "deferred", reason: "window" },
};

const merge = (own: ConversationState, other: ConversationState) => mergeConversations(own, other, NOW);
const merged = (own: Progress, other: Progress) => merge(stateOf(HERE, own), stateOf(THERE, other));
const waiting = (state: ConversationState) => deferredReply(state)?.parts.map(({ text }) => text);
/** As the worker notes it when it has sent what waits. */
function delivered({ progress = {}, ...state }: ConversationState): ConversationState {
  const waits = deferredReply({ ...state, progress });
  const { deferredReply: _, reengagedFor: __, ...rest } = progress;
  const ids = waits?.parts.map(({ of }) => of ?? waits.turn) ?? [];
  return { ...state, progress: { ...rest, delivered: [...(rest.delivered ?? []), ...ids] } };
}

describe("replies that wait for the window in two conversations which become one", () => {
  it.each<[string, Progress, Progress, string[]]>([
    ["here only", { deferredReply: EARLY }, {}, ["of early"]],
    ["there only", {}, { deferredReply: EARLY }, ["of early"]],
    ["in both", { deferredReply: EARLY }, { deferredReply: LATE }, ["of early", "of late"]],
    [
      "in both, the later one here",
      { deferredReply: LATE },
      { deferredReply: EARLY },
      ["of early", "of late"],
    ],
    ["the same in both", { deferredReply: EARLY }, { deferredReply: EARLY }, ["of early"]],
    ["delivered here", { delivered: ["early"] }, { deferredReply: EARLY }, []],
    ["delivered there", { deferredReply: EARLY }, { delivered: ["early"] }, []],
    ["another one delivered here", { delivered: ["old"] }, { deferredReply: EARLY }, ["of early"]],
  ])("all wait, the older first: %s", (_, own, other, texts) => {
    const once = merged(own, other);
    expect(waiting(once) ?? []).toEqual(texts);
    expect(merge(once, stateOf(THERE, other))).toEqual(once);
  });

  it("wait also when the latest turn here has only just missed the window", () => {
    const once = merge(stateOf(HERE, {}, DEFERRED_TURN), stateOf(THERE, { deferredReply: EARLY }));
    expect(waiting(once)).toEqual(["of early", "of open"]);
    expect(merge(once, stateOf(THERE, { deferredReply: EARLY }))).toEqual(once);
  });

  it.each<[string, Progress, Turn | undefined]>([
    ["that waited here", { deferredReply: LATE }, undefined],
    ["of the latest turn here", {}, DEFERRED_TURN],
  ])("are not sent again after a slow worker has repeated the merge, beside one %s", (_, own, turn) => {
    const there = stateOf(THERE, { deferredReply: EARLY });
    const { turn: _turn, ...sent } = delivered(merge(stateOf(HERE, own, turn), there));
    expect(waiting(merge(sent, there))).toBeUndefined();
  });

  it("bring one on that came there from a third conversation, although the others have been delivered", () => {
    const there = stateOf(THERE, { deferredReply: EARLY });
    const sent = delivered(merge(stateOf(HERE, {}), there));
    const late = merge(there, stateOf(ELSEWHERE, { deferredReply: LATE }));
    expect(waiting(merge(sent, late))).toEqual(["of late"]);
  });

  it("are sent without a message of the customer if one of them is", () => {
    expect(merged({ deferredReply: EARLY }, { deferredReply: { ...LATE, isSoon: true } })).toMatchObject({
      progress: { deferredReply: { isSoon: true, at: LATE.at } },
    });
  });

  it.each<[string, Progress, Progress, Turn | undefined, boolean]>([
    ["there, and nothing waits here", { failedTurns: 1 }, REENGAGED, undefined, true],
    ["there, and another reply waits here", { deferredReply: LATE }, REENGAGED, undefined, true],
    ["here, and another reply waits there", REENGAGED, { deferredReply: LATE }, undefined, true],
    ["there, and the latest turn here has missed the window", {}, REENGAGED, DEFERRED_TURN, true],
    ["here, for what waits here", REENGAGED, {}, undefined, true],
    ["in neither", { deferredReply: EARLY }, { deferredReply: LATE }, undefined, false],
  ])("bring the customer back with one template: sent %s", (_, own, other, turn, isSent) => {
    const once = merge(stateOf(HERE, own, turn), stateOf(THERE, other));
    const again = merge(once, stateOf(THERE, other));
    for (const state of [once, again])
      expect(state.progress?.reengagedFor === deferredReply(state)?.turn).toBe(isSent);
  });

  it("are known as deferred whichever conversation noted a late failure", () => {
    expect(merged({ late: ["a", "b"] }, { late: ["c", "a"] }).progress?.late).toEqual(["c", "a", "b"]);
    expect(merged({ failedTurns: 1 }, { late: ["c"] }).progress?.late).toEqual(["c"]);
  });
});
