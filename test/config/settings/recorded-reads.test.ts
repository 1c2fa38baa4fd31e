import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { foundBy, recordReads } from "../../../lib/config/settings/recorded-reads.ts";

type Part = Record<string, unknown>;

/** Few keys and values, so that two of them often agree where they are looked at. */
const { settings } = fc.letrec<{ settings: Part; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(1, "a", true, null, {}, []),
    tie("settings"),
    fc.array(tie("value"), { maxLength: 2 }),
  ),
  settings: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }),
}));

const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null;
const member = (part: unknown, key: string) => (isPart(part) ? part[key] : undefined);

/** What code does with settings. */
const LOOKS: readonly ((settings: Part) => unknown)[] = [
  ({ a }) => a === 1,
  ({ a }) => typeof a,
  (all) => "b" in all,
  (all) => Object.hasOwn(all, "b"),
  (all) => Object.keys(all),
  ({ a, ...rest }) => rest,
  ({ a, b, c }) => (a ? b : c),
  ({ a }) => member(member(a, "b"), "c"),
  ({ a }) => (Array.isArray(a) ? a.length : "none"),
  ({ b }) => (Array.isArray(b) ? b.map((each) => member(each, "a")) : "none"),
  ({ c }) => isPart(c) && Object.entries(c).filter(([, value]) => value === "a"),
  ({ c }) => c,
];

describe("recorded reads", () => {
  it("find the same only in settings with which the reader comes to the same", () => {
    let same = 0;
    fc.assert(
      fc.property(settings, settings, fc.constantFrom(...LOOKS), (one, other, look) => {
        const recorded = recordReads(one);
        const result = JSON.stringify([look(recorded.settings)]);
        expect(result).toBe(JSON.stringify([look(one)]));
        const alike = foundBy(recorded.reads, one) === foundBy(recorded.reads, other);
        if (!alike) return;
        same += 1;
        expect(JSON.stringify([look(other)])).toBe(result);
      }),
      { numRuns: 3_000 },
    );
    expect(same).toBeGreaterThan(100);
  });

  it("are only of what was looked at", () => {
    const one = { turns: { quietSeconds: 2, maxSeconds: 9 }, numbers: [{ name: "a" }] };
    const { settings: recorded, reads } = recordReads(one);
    expect(recorded.turns.quietSeconds + recorded.numbers.length).toBe(3);
    const other = { turns: { quietSeconds: 2, maxSeconds: 5 }, numbers: [{ name: "b" }], more: true };
    expect(foundBy(reads, other)).toBe(foundBy(reads, one));
    expect(foundBy(reads, { ...other, numbers: [] })).not.toBe(foundBy(reads, one));
    expect(foundBy(reads, { ...other, turns: { quietSeconds: 3 } })).not.toBe(foundBy(reads, one));
  });
});
