import { describe, expect, it } from "@jest/globals";
import {
  type Disclosure,
  disclosureIn,
  isStillValid,
  knownDisclosures,
  mergeDisclosures,
} from "../../../lib/domain/disclosure/disclosure.ts";
import { turnId } from "../../../lib/domain/ids.ts";
import type { Part } from "../../../lib/domain/turn/turn.ts";
import { aTurn } from "../../contracts/store.ts";

const DAY = 86_400_000;
const told = (at: number, unconfirmed?: number): Disclosure => ({
  at,
  turn: turnId(`t${at}`),
  text: "AI",
  ...(unconfirmed !== undefined && { unconfirmed }),
});
const aPart = (change: Partial<Part> = {}): Part => ({
  text: "hi",
  disclosure: "AI",
  state: "accepted",
  attempts: 2,
  sendingAt: 5,
  ...change,
});

describe("a disclosure is valid", () => {
  it("for thirty days, not to the millisecond longer", () => {
    expect([30 * DAY - 1, 30 * DAY].map((now) => isStillValid(told(0), [], now))).toEqual([true, false]);
  });

  it.each([
    ["a person had the chat afterwards", 11, "resume", false],
    ["nobody came until the quiet time was over", 11, "quiet-time", false],
    ["the customer went back to the bot", 11, "customer", false],
    ["another conversation's person had it", 11, "merged", false],
    ["it was the app's own text", 11, "automatic", true],
    ["a person had it before", 9, "resume", true],
    ["it ended in the same millisecond", 10, "resume", true],
  ] as const)("or not, when %s", (_, endedAt, how, isValid) => {
    expect(isStillValid(told(10), [{ endedAt, how }], 20)).toBe(isValid);
  });
});

describe("a turn's disclosure", () => {
  it("is that of its first part, once it was claimed", () => {
    expect(disclosureIn(aTurn({ parts: [aPart()] }))).toEqual({ at: 5, turn: aTurn({}).id, text: "AI" });
    const { sendingAt: _, ...waiting } = aPart({ state: "pending", attempts: 0 });
    expect(disclosureIn(aTurn({ parts: [waiting] }))).toBeUndefined();
    const { disclosure: __, ...without } = aPart();
    expect([aTurn({ parts: [without] }), aTurn({ parts: [] }), undefined].map(disclosureIn)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(["sending", "failed", "cancelled", "pending"] as const)(
    "is unconfirmed while the part is %s",
    (state) => {
      expect(disclosureIn(aTurn({ parts: [aPart({ state })] }))).toMatchObject({ unconfirmed: 2 });
    },
  );

  it("counts beside those before, and is newer than what is known of the same turn", () => {
    const turn = aTurn({ parts: [aPart({ state: "failed" })] });
    const latest = { at: 5, turn: turn.id, text: "AI", unconfirmed: 2 };
    expect(knownDisclosures(turn, [told(3)])).toEqual([told(3), latest]);
    expect(knownDisclosures(turn, [{ ...told(5), turn: turn.id }])).toEqual([latest]);
    expect([knownDisclosures(undefined, [told(3)]), knownDisclosures(undefined, undefined)]).toEqual([
      [told(3)],
      [],
    ]);
  });
});

it("the last five are kept, of two conversations together, each once", () => {
  expect(mergeDisclosures([told(2), told(4), told(5, 1)], [told(5), told(3), told(6), told(7)])).toEqual(
    [3, 4, 5, 6, 7].map((at) => told(at)),
  );
});
