import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { OptChange } from "../../../lib/domain/consent/opt-out.ts";
import { joinedWishes, type Wishes, wished } from "../../../lib/domain/consent/wishes.ts";

const changes = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 6 }).chain((times) =>
  fc.tuple(
    ...times.map((at) =>
      fc.record<OptChange>({
        id: fc.constant(`w${at}`),
        at: fc.constant(at),
        wish: fc.constantFrom("stop", "start"),
        scope: fc.constantFrom("all", "templates"),
        source: fc.constant("word"),
      }),
    ),
  ),
);

const heard = (all: readonly OptChange[], own: Wishes = {}) => all.reduce((known, change) => wished(known, change) ?? known, own);
const counting = ({ optedOutAt, noTemplatesAt, wish }: Wishes) => [optedOutAt !== undefined, noTemplatesAt !== undefined, wish?.id];

describe("a customer's wishes", () => {
  it("end in what was wished last, scope by scope", () => {
    fc.assert(
      fc.property(changes, (all) => {
        const sorted = [...all].sort((a, b) => a.at - b.at);
        const started = sorted.findLast(({ wish }) => wish === "start")?.at ?? 0;
        const stands = (scope: string) => sorted.some((each) => each.wish === "stop" && each.scope === scope && each.at > started);
        expect(counting(heard(sorted))).toEqual([stands("all"), stands("templates"), sorted.at(-1)?.id]);
      }),
    );
  });

  it("that comes late still counts against an older one that comes later yet", () => {
    const change = (at: number, wish: OptChange["wish"], scope: OptChange["scope"]): OptChange => ({
      id: `w${at}`,
      at,
      wish,
      scope,
      source: "word",
    });
    const all = [change(1, "stop", "all"), change(10, "stop", "templates"), change(5, "stop", "all"), change(3, "start", "all")];
    expect(heard(all)).toMatchObject({ optedOutAt: 5, noTemplatesAt: 10 });
  });

  it("of two that come in the wrong order never leave a customer written to who has stopped it since", () => {
    fc.assert(
      fc.property(changes, changes, (all, others) => {
        const [inOrder, shuffled] = [heard([...all].sort((a, b) => a.at - b.at)), heard(all)];
        if (inOrder.optedOutAt !== undefined) expect(shuffled.optedOutAt).toBeDefined();
        expect(shuffled.wish).toEqual(inOrder.wish);
        const [one, other] = [heard(all), heard(others)];
        expect(counting(joinedWishes(one, joinedWishes(one, other)))).toEqual(counting(joinedWishes(one, other)));
      }),
      { numRuns: 2_000 },
    );
  });
});
