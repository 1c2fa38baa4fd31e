import { describe, expect, it } from "@jest/globals";
import type { Pauses } from "../../../lib/domain/conversation/fields.ts";
import { endPause, mergePauses } from "../../../lib/domain/conversation/pauses.ts";
import {
  decideAssignment,
  decideRelease,
  decideReply,
  type ReplyStart,
} from "../../../lib/domain/conversation/staff-decisions.ts";
import type { Handoff } from "../../../lib/domain/handoff/handoff.ts";

const NOW = 1_795_430_010_000;
const handoff = (id: string, more: Partial<Handoff> = {}): Handoff => ({
  id,
  reason: "operator",
  since: NOW,
  origin: "c",
  ...more,
});
const act = (by: string, at = NOW) => ({ by, at, handoff: handoff(`h-${by}-${at}`), resumeAt: at + 100 });
const reply = (by: string, id: string, more: Partial<Pick<ReplyStart, "at" | "seenAt" | "except">> = {}) => ({
  ...act(by, more.at),
  id,
  assign: true,
  ...more,
});
const nextOf = <Result>({ next }: { next?: Pauses; result: Result }): Pauses => next ?? {};
const ASKED: Pauses = { pausedAt: NOW - 9, handoff: handoff("asked", { reason: "asked" }), resumeAt: NOW };

describe("assigning a conversation", () => {
  it("takes it over from the bot", () => {
    expect(decideAssignment({}, act("ann"))).toEqual({
      result: { kind: "assigned", assignee: { by: "ann", at: NOW } },
      next: {
        pausedAt: NOW,
        handoff: handoff(`h-ann-${NOW}`),
        resumeAt: NOW + 100,
        assignee: { by: "ann", at: NOW },
      },
    });
  });

  it("keeps the handoff that a customer waits for, and extends its pause", () => {
    const { next } = decideAssignment(ASKED, act("ann"));
    expect(next).toMatchObject({ handoff: ASKED.handoff, resumeAt: NOW + 100, assignee: { by: "ann" } });
  });

  it("silences a bot that would go on until the team is there", () => {
    const asked = { ...ASKED, pausedAt: NOW + 50, handoff: handoff("asked", { botUntil: NOW + 50 }) };
    expect(decideAssignment(asked, act("ann")).next).toMatchObject({ pausedAt: NOW, handoff: asked.handoff });
    expect(decideReply(asked, reply("ann", "r")).next).toMatchObject({
      pausedAt: NOW,
      handoff: asked.handoff,
    });
    const begun = nextOf(decideAssignment(asked, act("ann")));
    expect(decideReply(begun, reply("ann", "r", { at: NOW + 9 })).next).toMatchObject({ pausedAt: NOW });
  });

  it("refuses it to a colleague, unless they insist", () => {
    const anns = nextOf(decideAssignment(ASKED, act("ann")));
    expect(decideAssignment(anns, act("ben"))).toEqual({ result: { kind: "taken", to: "ann" } });
    expect(decideAssignment(anns, { ...act("ben"), force: true }).next?.assignee?.by).toBe("ben");
  });

  it("keeps the first time of a repeat, but extends the pause", () => {
    const anns = nextOf(decideAssignment(ASKED, act("ann")));
    const { result, next } = decideAssignment(anns, act("ann", NOW + 7));
    expect(result).toEqual({ kind: "assigned", assignee: { by: "ann", at: NOW } });
    expect(next?.resumeAt).toBe(NOW + 107);
  });

  it("ignores who had it when the bot has had it since", () => {
    expect(decideAssignment({ assignee: { by: "ann", at: 1 } }, act("ben")).next?.assignee?.by).toBe("ben");
  });

  it("does not begin a handoff again that has ended", () => {
    const anns = nextOf(decideAssignment({}, act("ann")));
    const ended = endPause(anns, "c", { at: NOW + 1, how: "resume" }) ?? {};
    expect(decideAssignment(ended, act("ann"))).toEqual({ result: { kind: "free" } });
  });

  it("is undone by its owner, or by a colleague who insists; a person still has the conversation", () => {
    const anns = nextOf(decideAssignment(ASKED, act("ann")));
    expect(decideRelease(anns, { by: "ben" })).toEqual({ result: { kind: "taken", to: "ann" } });
    for (const release of [{ by: "ann" }, { by: "ben", force: true }]) {
      const { result, next } = decideRelease(anns, release);
      expect(result).toEqual({ kind: "free" });
      expect(next).toMatchObject({ pausedAt: NOW - 9 });
      expect(next?.assignee).toBeUndefined();
    }
    expect(decideRelease({}, { by: "ben" })).toEqual({ result: { kind: "free" } });
  });

  it("ends with the handoff", () => {
    const anns = nextOf(decideAssignment(ASKED, act("ann")));
    expect(endPause(anns, "c", { at: NOW, how: "quiet-time" })).not.toHaveProperty("assignee");
  });
});

describe("a reply of staff", () => {
  it("takes over, and assigns to its author if nobody has the conversation", () => {
    const { result, next } = decideReply({}, reply("ann", "r1"));
    expect(result).toEqual({ kind: "started", at: NOW });
    expect(next).toMatchObject({
      pausedAt: NOW,
      assignee: { by: "ann", at: NOW },
      lastStaffReply: { by: "ann", at: NOW, id: "r1" },
    });
    expect(decideReply(next ?? {}, reply("ben", "r2")).next?.assignee?.by).toBe("ann");
    expect(decideReply({}, { ...reply("arn", "r1"), assign: false }).next?.assignee).toBeUndefined();
  });

  it("is refused when a colleague has replied to the same last message, in the same millisecond too", () => {
    const bens = nextOf(decideReply({}, reply("ben", "r1", { seenAt: NOW })));
    expect(decideReply(bens, reply("ann", "r2", { seenAt: NOW }))).toEqual({
      result: { kind: "newer-reply", reply: { by: "ben", at: NOW + 1, id: "r1" } },
    });
    expect(decideReply(bens, reply("ann", "r2", { seenAt: NOW + 1 })).result.kind).toBe("started");
    expect(decideReply(bens, reply("ann", "r2")).result.kind).toBe("started");
  });

  it("is not refused for what its author wrote, nor for its own first attempt", () => {
    const anns = nextOf(decideReply({}, reply("ann", "r1", { seenAt: NOW - 5 })));
    expect(decideReply(anns, reply("ann", "r2", { seenAt: NOW - 5 })).result.kind).toBe("started");
    expect(decideReply(anns, reply("ann", "r1", { seenAt: NOW - 5 })).result).toEqual({
      kind: "started",
      at: NOW + 1,
    });
  });

  it("is refused for a colleague's reply although its author has replied since", () => {
    const bens = nextOf(decideReply({}, reply("ben", "r1", { seenAt: NOW - 5 })));
    const anns = nextOf(decideReply(bens, reply("ann", "r2", { at: NOW + 9, seenAt: NOW })));
    const again = nextOf(decideReply(anns, reply("ann", "r3", { at: NOW + 10, seenAt: NOW })));
    for (const state of [anns, again])
      expect(decideReply(state, reply("ann", "late", { seenAt: NOW - 5 })).result).toMatchObject({
        kind: "newer-reply",
        reply: { by: "ben" },
      });
  });

  it("is not refused for a colleague's that it need not regard", () => {
    const bens = nextOf(decideReply({}, reply("ben", "r1")));
    const except = [{ by: "ben", id: "r1", at: NOW }];
    const { result, next } = decideReply(bens, reply("ann", "r2", { seenAt: NOW - 5, except }));
    expect(result).toEqual({ kind: "started", at: NOW + 1 });
    expect(next?.lastStaffReply).toEqual({ by: "ann", at: NOW + 1, id: "r2" });
  });

  it("is refused for the same one when the colleague has repeated it since", () => {
    const bens = nextOf(decideReply({}, reply("ben", "r1")));
    const repeated = nextOf(decideReply(bens, reply("ben", "r1", { at: NOW + 9 })));
    const except = [{ by: "ben", id: "r1", at: NOW }];
    expect(decideReply(repeated, reply("ann", "r2", { seenAt: NOW - 5, except })).result).toEqual({
      kind: "newer-reply",
      reply: { by: "ben", id: "r1", at: NOW + 9 },
    });
  });

  it("is refused for the colleague's reply before it, when the latest need not be regarded", () => {
    const first = nextOf(decideReply({}, reply("ben", "r1")));
    const second = nextOf(decideReply(first, reply("ben", "lost", { at: NOW + 1 })));
    const repeated = nextOf(decideReply(second, reply("ben", "lost", { at: NOW + 2 })));
    const except = [{ by: "ben", id: "lost", at: NOW + 2 }];
    const anns = (seenAt: number) => decideReply(repeated, reply("ann", "r2", { seenAt, except }));
    expect(anns(NOW - 5).result).toMatchObject({ kind: "newer-reply", reply: { id: "r1" } });
    expect(nextOf(anns(NOW)).lastStaffReply).toMatchObject({ id: "r2", other: { id: "r1" } });
  });

  it("counts after the handoff has ended, too", () => {
    const bens = nextOf(decideReply({}, reply("ben", "r1")));
    const ended = endPause(bens, "c", { at: NOW + 1, how: "resume" }) ?? {};
    expect(decideReply(ended, reply("ann", "r2", { seenAt: NOW - 1 })).result.kind).toBe("newer-reply");
  });
});

describe("the note at the end of a handoff", () => {
  const ends = (state: Pauses, note?: string, how: "resume" | "automatic" = "resume") =>
    endPause({ ...state, pausedAt: NOW }, "c", { at: NOW, how, ...(note !== undefined && { note }) }) ?? {};

  it("is kept until a later handoff ends, except by itself", () => {
    const first = ends({}, "call her Dana");
    const notes = ({ endedHandoffs = [] }: Pauses) => endedHandoffs.map(({ note }) => note);
    expect(notes(first)).toEqual(["call her Dana"]);
    expect(notes(ends(first))).toEqual([undefined, undefined]);
    expect(notes(ends(first, undefined, "automatic"))).toEqual(["call her Dana", undefined]);
  });
});

describe("two conversations that become one", () => {
  const BEN = { by: "ben", at: NOW - 3 };
  const paused = (id: string, more: Pauses = {}): Pauses => ({ ...ASKED, handoff: handoff(id), ...more });

  it("stay with the colleague who has the other one, unless this one is somebody's", () => {
    expect(mergePauses(paused("a"), paused("b", { assignee: BEN })).assignee).toEqual(BEN);
    expect(mergePauses({}, paused("b", { assignee: BEN })).assignee).toEqual(BEN);
    const anns = paused("a", { assignee: { by: "ann", at: NOW } });
    expect(mergePauses(anns, paused("b", { assignee: BEN })).assignee?.by).toBe("ann");
  });

  it("are not assigned again by a repeat, nor by what has ended", () => {
    const other = paused("b", { assignee: BEN });
    expect(mergePauses(paused("b"), other).assignee).toBeUndefined();
    const endedHandoffs = [{ ...handoff("b"), endedAt: NOW, how: "merged" as const }];
    expect(mergePauses({ endedHandoffs }, other).assignee).toBeUndefined();
    expect(mergePauses(paused("a", { endedHandoffs }), other).assignee).toBeUndefined();
    expect(mergePauses({ assignee: BEN }, {}).assignee).toBeUndefined();
  });

  it("know the latest reply of either, and the latest of another author", () => {
    const [anns, bens, carls] = [
      { by: "ann", at: 3, id: "a" },
      { by: "ben", at: 2, id: "b" },
      { by: "carl", at: 1, id: "c" },
    ];
    const lastStaffReply = { ...anns, other: bens };
    for (const [own, other] of [
      [{ ...bens, other: carls }, anns],
      [anns, { ...bens, other: carls }],
    ] as const)
      expect(mergePauses({ lastStaffReply: own }, { lastStaffReply: other })).toEqual({ lastStaffReply });
    expect(mergePauses({ lastStaffReply }, { lastStaffReply })).toEqual({ lastStaffReply });
    const later = { ...anns, at: 4, id: "a2" };
    expect(mergePauses({ lastStaffReply }, { lastStaffReply: later })).toEqual({
      lastStaffReply: { ...later, earlier: anns, other: bens },
    });
  });
});
