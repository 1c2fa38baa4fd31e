import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Consent, mergeConsent, withConsentChange } from "../../../lib/domain/consent/consent.ts";
import type { ConsentChange } from "../../../lib/domain/consent/consent-change.ts";

const changes = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 6 }).chain((times) =>
  fc.tuple(
    ...times.map((at) =>
      fc.record<ConsentChange>({
        id: fc.constant(`w${at}`),
        at: fc.constant(at),
        action: fc.constantFrom("stop", "start"),
        scope: fc.constantFrom("all", "templates"),
        source: fc.constant("word"),
      }),
    ),
  ),
);

const heard = (all: readonly ConsentChange[], own: Consent = {}) =>
  all.reduce((known, change) => withConsentChange(known, change) ?? known, own);
const counting = ({ optedOutAt, noTemplatesAt, consentChange }: Consent) => [
  optedOutAt !== undefined,
  noTemplatesAt !== undefined,
  consentChange?.id,
];

describe("a customer's wishes", () => {
  it("end in what was wished last, scope by scope", () => {
    fc.assert(
      fc.property(changes, (all) => {
        const sorted = [...all].sort((a, b) => a.at - b.at);
        const started = sorted.findLast(({ action }) => action === "start")?.at ?? 0;
        const stands = (scope: string) => sorted.some((each) => each.action === "stop" && each.scope === scope && each.at > started);
        expect(counting(heard(sorted))).toEqual([stands("all"), stands("templates"), sorted.at(-1)?.id]);
      }),
    );
  });

  it("that comes late still counts against an older one that comes later yet", () => {
    const change = (at: number, wish: ConsentChange["action"], scope: ConsentChange["scope"]): ConsentChange => ({
      id: `w${at}`,
      at,
      action: wish,
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
        expect(shuffled.consentChange).toEqual(inOrder.consentChange);
        const [one, other] = [heard(all), heard(others)];
        expect(counting(mergeConsent(one, mergeConsent(one, other)))).toEqual(counting(mergeConsent(one, other)));
      }),
      { numRuns: 2_000 },
    );
  });
});
