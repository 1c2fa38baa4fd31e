import { describe, expect, it } from "@jest/globals";
import { adopted } from "../../lib/domain/adopted.ts";
import type { ConversationState } from "../../lib/domain/conversation.ts";
import type { Handoff } from "../../lib/domain/handoff.ts";
import { conversationId } from "../../lib/domain/ids.ts";
import type { Memory } from "../../lib/domain/memory.ts";
import type { OptChange } from "../../lib/domain/opt-out.ts";

const [HERE, THERE] = [conversationId("here"), conversationId("there")];
const WISH: OptChange = { id: "w2", wish: "stop", scope: "all", source: "word", at: 2 };
const HANDOFF: Handoff = { id: "h2", reason: "asked", since: 2, origin: "here" };
const held = (turn: string) => ({ turn, parts: [{ text: "late" }], at: 1 });

const here = (memory?: Memory, more: Partial<ConversationState> = {}): ConversationState => ({
  conversation: HERE,
  version: 3,
  movedTo: THERE,
  ...(memory && { memory }),
  ...more,
});
const there = (memory?: Memory, more: Partial<ConversationState> = {}): ConversationState => ({
  ...here(memory, more),
  conversation: THERE,
  version: 0,
});

describe.each(["returns", undefined] as const)("a conversation that adopts another one (%s)", (returning) => {
  const memoryOf = (own: Memory, brought: Memory, more: Partial<ConversationState> = {}) =>
    adopted(here(own, more), there(brought, more), returning).memory;

  it("does not confirm or publish once more what was wished, whoever of the two did it", () => {
    const [done, before]: Memory[] = [
      { wishPublished: "w2", wishConfirmed: "w2", stopped: "all" },
      { wishPublished: "w1", wishConfirmed: "w1", stopped: "nothing" },
    ];
    for (const [own, brought] of [
      [done, before],
      [before, done],
    ])
      expect(memoryOf(own ?? {}, brought ?? {}, { wish: WISH, optedOutAt: 2 })).toEqual(done);
  });

  it("does not tell of a handoff once more, nor of its end", () => {
    const [done, before]: Memory[] = [
      { told: "h2", announced: "h2", ended: "h1" },
      { told: "h1", announced: "h1", ended: "h0" },
    ];
    const endedHandoffs = ["h0", "h1"].map((id, endedAt) => ({ ...HANDOFF, id, endedAt, how: "resume" as const }));
    for (const [own, brought] of [
      [done, before],
      [before, done],
    ])
      expect(memoryOf(own ?? {}, brought ?? {}, { handoff: HANDOFF, pausedAt: 2, endedHandoffs })).toEqual(done);
  });

  it("does not deliver a held reply once more, but another one", () => {
    expect(memoryOf({ delivered: "t1" }, { held: held("t1") })).toEqual({ delivered: "t1" });
    expect(memoryOf({ held: held("t1") }, { delivered: "t1" })?.held).toBeUndefined();
  });
});

describe("a conversation to which its customer returns", () => {
  it("takes along a reply that waits, and drops the one it had given away", () => {
    const taken = adopted(here({ held: held("t1"), delivered: "t0" }), there({ held: held("t2") }), "returns").memory;
    expect(taken).toEqual({ held: held("t2"), delivered: "t0" });
    expect(adopted(here({ held: held("t1") }), there({}), "returns").memory).toEqual({});
  });
});
