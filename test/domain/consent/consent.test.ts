import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mergeConsent, withConsentChange } from "../../../lib/domain/consent/consent.ts";
import type { ConsentChange } from "../../../lib/domain/consent/consent-change.ts";
import type { Consent } from "../../../lib/domain/conversation/fields.ts";

const changes = fc
  .uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 6 })
  .chain((times) =>
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

const consentAfter = (all: readonly ConsentChange[], own: Consent = {}) =>
  all.reduce((known, change) => withConsentChange(known, change) ?? known, own);
const blocksOf = ({ optedOutAt, noTemplatesAt, consentChange }: Consent) => [
  optedOutAt !== undefined,
  noTemplatesAt !== undefined,
  consentChange?.id,
];

describe("a customer's consent", () => {
  it("is what the customer chose last, scope by scope", () => {
    fc.assert(
      fc.property(changes, (all) => {
        const sorted = [...all].sort((a, b) => a.at - b.at);
        const started = sorted.findLast(({ action }) => action === "start")?.at ?? 0;
        const isStopped = (scope: string) =>
          sorted.some((each) => each.action === "stop" && each.scope === scope && each.at > started);
        expect(blocksOf(consentAfter(sorted))).toEqual([
          isStopped("all"),
          isStopped("templates"),
          sorted.at(-1)?.id,
        ]);
      }),
    );
  });

  it("keeps a change that comes late against an older one that comes even later", () => {
    const change = (
      at: number,
      action: ConsentChange["action"],
      scope: ConsentChange["scope"],
    ): ConsentChange => ({
      id: `w${at}`,
      at,
      action,
      scope,
      source: "word",
    });
    const all = [
      change(1, "stop", "all"),
      change(10, "stop", "templates"),
      change(5, "stop", "all"),
      change(3, "start", "all"),
    ];
    expect(consentAfter(all)).toMatchObject({ optedOutAt: 5, noTemplatesAt: 10 });
  });

  it("never allows messages after a stop, in whatever order two changes come", () => {
    fc.assert(
      fc.property(changes, changes, (all, others) => {
        const [inOrder, shuffled] = [consentAfter([...all].sort((a, b) => a.at - b.at)), consentAfter(all)];
        if (inOrder.optedOutAt !== undefined) expect(shuffled.optedOutAt).toBeDefined();
        expect(shuffled.consentChange).toEqual(inOrder.consentChange);
        const [one, other] = [consentAfter(all), consentAfter(others)];
        expect(blocksOf(mergeConsent(one, mergeConsent(one, other)))).toEqual(
          blocksOf(mergeConsent(one, other)),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
