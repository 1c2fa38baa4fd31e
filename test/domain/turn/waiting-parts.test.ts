import { describe, expect, it } from "@jest/globals";
import type { DeferredReply } from "../../../lib/domain/conversation/progress.ts";
import { turnId } from "../../../lib/domain/ids.ts";
import { deferredReply, joinDeferred, withLateFailure } from "../../../lib/domain/turn/deferred-reply.ts";
import type { Turn } from "../../../lib/domain/turn/turn.ts";
import { joinTexts } from "../../../lib/domain/turn/waiting-parts.ts";

const texts = (count: number, length = 1, from = 0) =>
  Array.from({ length: count }, (_, nth) => ({ text: `${from + nth}`.padEnd(length, ".") }));
const reply = (turn: string, at: number, parts: DeferredReply["parts"]): DeferredReply => ({
  turn,
  at,
  parts,
});
const textsOf = ({ parts }: { parts: readonly { text: string }[] }) => parts.map(({ text }) => text);
const aTurn = (parts: readonly { text: string }[]): Turn => ({
  id: turnId("late"),
  number: "support" as Turn["number"],
  messages: [],
  startedAt: 3,
  agentFailures: 0,
  parts: parts.map((part) => ({ ...part, state: "cancelled", attempts: 0 })),
  ending: { kind: "deferred", reason: "window" },
});

describe("replies that wait for a customer", () => {
  it("all wait, also in more than ten parts", () => {
    const joined = joinDeferred(reply("a", 1, texts(9)), reply("b", 2, texts(9, 1, 9)));
    expect(textsOf(joined)).toEqual(textsOf({ parts: texts(18) }));
    expect(joined.leftOut).toBeUndefined();
  });

  it("lose the oldest parts beyond what the table has room for, and note of which", () => {
    const older = reply("a", 1, texts(6, 4_000));
    const latest = reply("b", 2, texts(6, 4_000, 6));
    const joined = joinDeferred(older, latest);
    expect(textsOf(joined)).toEqual(textsOf({ parts: [...older.parts, ...latest.parts].slice(3) }));
    expect(joined.leftOut).toEqual(["a"]);
    const third = joinDeferred(joined, reply("c", 3, texts(9, 4_000, 12)));
    expect(third.leftOut).toEqual(["a", "b"]);
    expect(textsOf(third)).toEqual(textsOf({ parts: texts(9, 4_000, 12) }));
  });

  it("lose none of the latest, however long it is alone", () => {
    const parts = texts(12, 4_000);
    expect(deferredReply({ turn: aTurn(parts) })?.parts).toHaveLength(12);
    expect(joinDeferred(reply("a", 1, texts(1)), reply("b", 2, texts(1, 50_000))).parts).toHaveLength(1);
  });

  it("have the same room when a part fails late", () => {
    const waiting = reply("a", 1, texts(10, 3_500));
    const old = aTurn([{ text: "x".repeat(4_000) }, { text: "y".repeat(4_000) }]);
    const [part] = old.parts;
    if (!part) throw new Error("no part");
    const { parts, leftOut } = withLateFailure(waiting, old, { id: "l", index: 0, part, isSoon: false });
    expect([parts.length, parts.at(-1)?.text, leftOut]).toEqual([10, part.text, ["a"]]);
  });
});

describe("of many parts", () => {
  it("ten or fewer stay as they are", () => {
    const parts = texts(10);
    expect(joinTexts(parts, 4_096)).toBe(parts);
  });

  it("short ones become one message", () => {
    expect(textsOf({ parts: joinTexts(texts(11), 4_096) })).toEqual([
      texts(11)
        .map(({ text }) => text)
        .join("\n\n"),
    ]);
  });

  it("none is lost, and none is longer than the provider takes", () => {
    const parts = texts(30, 1_000);
    const joined = textsOf({ parts: joinTexts(parts, 4_096) });
    expect(joined).toHaveLength(8);
    expect(joined.join("\n\n")).toBe(textsOf({ parts }).join("\n\n"));
    expect(Math.max(...joined.map(({ length }) => length))).toBeLessThanOrEqual(4_096);
  });

  it("files and choices stay apart, in their order", () => {
    const media = { kind: "image" as const, url: "https://example.com/a.png" };
    const parts = [
      ...texts(5),
      { text: "", media },
      ...texts(4, 1, 5),
      { text: "1. a\n2. b", options: ["a", "b"] },
    ];
    expect(joinTexts(parts, 4_096)).toEqual([
      { text: "0\n\n1\n\n2\n\n3\n\n4" },
      { text: "", media },
      { text: "5\n\n6\n\n7\n\n8" },
      { text: "1. a\n2. b", options: ["a", "b"] },
    ]);
  });
});
