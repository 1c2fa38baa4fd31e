import { describe, expect, it } from "@jest/globals";
import type { ConversationState } from "../../../lib/domain/conversation/conversation.ts";
import { conversationId } from "../../../lib/domain/ids.ts";
import { isListed, rowStateOf, waitingSinceOf } from "../../../lib/domain/inbox/row-state.ts";

const NOW = 1_795_430_010_000;
const handoff = { id: "h", reason: "asked", since: NOW, origin: "c" } as const;
const paused = { pausedAt: NOW, handoff };
const aState = (change: Partial<ConversationState> = {}): ConversationState => ({
  conversation: conversationId("c"),
  version: 1,
  customer: { phone: "15550177001" },
  ...change,
});

describe("a listed conversation", () => {
  it.each([
    ["is with the bot while nobody has taken over", {}, "bot"],
    ["waits once a person is asked for", paused, "waiting"],
    ["is with a person once one has it", { ...paused, assignee: { by: "ann", at: NOW + 1 } }, "person"],
    [
      "is with a person once one has replied",
      { ...paused, lastStaffReply: { by: "ann", at: NOW + 1, id: "r" } },
      "person",
    ],
    [
      "waits although somebody replied before the handoff",
      { ...paused, lastStaffReply: { by: "ann", at: NOW - 1, id: "r" } },
      "waiting",
    ],
    [
      "is with a person when one took over by the operator API",
      { ...paused, handoff: { ...handoff, reason: "operator" } },
      "person",
    ],
    [
      "is with a person when one wrote from the app",
      { ...paused, handoff: { ...handoff, reason: "app" } },
      "person",
    ],
    ["is with a person when nobody knows why it is paused", { pausedAt: NOW }, "person"],
    ["is opted out, whoever is asked for", { ...paused, optedOutAt: NOW }, "opted-out"],
    [
      "is with the bot again when only an ended assignment is left",
      { assignee: { by: "ann", at: NOW } },
      "bot",
    ],
  ] satisfies [string, Partial<ConversationState>, string][])("%s", (_, change, expected) => {
    const state = aState(change);
    expect(rowStateOf(state)).toBe(expected);
    expect(waitingSinceOf(state)).toBe(expected === "waiting" ? NOW : undefined);
  });

  it("is none that was erased, has moved, or of which only consent is known", () => {
    expect(isListed(aState())).toBe(true);
    expect(isListed(aState({ movedTo: conversationId("d") }))).toBe(false);
    const { customer: _, ...erased } = aState({ optedOutAt: NOW, progress: { consentPublishedFor: "w" } });
    expect(isListed(erased)).toBe(false);
    expect(isListed({ ...erased, pausedAt: NOW })).toBe(true);
  });
});
