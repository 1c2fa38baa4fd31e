import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { conversationIdOf, sessionHashOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import { numberName } from "../../../lib/domain/ids.ts";
import { isInRollout } from "../../../lib/domain/rollout/rollout.ts";
import { rolloutPosition } from "../../../lib/domain/rollout/rollout-position.ts";

const keyOf = (seed: string) => createHmac("sha256", "a key").update(seed).digest("base64");
const phones = Array.from({ length: 10_000 }, (_, index) => `4915${String(110_000_000 + index * 7)}`);
const userIds = Array.from({ length: 10_000 }, (_, index) => `US.${10n ** 19n + BigInt(index)}`);
const PERCENTAGES = [0, 1, 2, 5, 10, 25, 33, 50, 75, 90, 99, 100];

const customer = (position: number) => ({ ids: [], position });

describe("a rollout's percentage", () => {
  it.each([
    ["phones", phones],
    ["user ids", userIds],
  ])("takes as many of 10,000 %s as was asked, within one in a hundred", (_, contacts) => {
    for (const identityKey of [keyOf("one"), keyOf("two")]) {
      const positions = contacts.map((each) => rolloutPosition(sessionHashOf(identityKey, each)));
      for (const percent of PERCENTAGES) {
        const share =
          positions.filter((position) => isInRollout({ percent, contacts: [] }, customer(position))).length /
          100;
        expect({ percent, isNear: Math.abs(share - percent) < 1 }).toEqual({ percent, isNear: true });
      }
    }
  });

  it("takes nobody at 0 and everybody at 100", () => {
    const positions = phones.map(rolloutPosition);
    expect(positions.some((position) => isInRollout({ percent: 0, contacts: [] }, customer(position)))).toBe(
      false,
    );
    expect(
      positions.every((position) => isInRollout({ percent: 100, contacts: [] }, customer(position))),
    ).toBe(true);
  });

  it("only adds customers when it is raised", () => {
    for (const phone of phones.slice(0, 2000)) {
      const position = rolloutPosition(phone);
      const sides = PERCENTAGES.map((percent) => isInRollout({ percent, contacts: [] }, customer(position)));
      expect(sides).toEqual([...sides].sort((one, other) => Number(one) - Number(other)));
    }
  });

  it("keeps each customer at the same place", () => {
    // Recorded once: another place would change sides in the middle of a rollout.
    expect(["4915112345678", "US.1", ""].map((text) => rolloutPosition(text).toFixed(4))).toEqual([
      "76.0583",
      "6.7538",
      "66.8922",
    ]);
  });
});

describe("a rollout's contacts", () => {
  const number = numberName("support");
  const listed = conversationIdOf("key", number, { phone: "4915112345678" });

  it("are in it at any percentage, by any of their ids", () => {
    const other = conversationIdOf("key", number, { userId: "DE.1" });
    const rollout = { percent: 0, contacts: [listed] };
    expect(isInRollout(rollout, { ids: [other, listed], position: 99 })).toBe(true);
    expect(isInRollout(rollout, { ids: [other], position: 99 })).toBe(false);
  });
});
