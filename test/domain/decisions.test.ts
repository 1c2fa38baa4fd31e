import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  agentBackoffMs,
  closedWindowBackoffMs,
  confirmationGraceMs,
  pairRateBackoffMs,
  suspensionBackoffMs,
  suspensionCheckMs,
  throttledIntervalMs,
} from "../../lib/domain/backoff.ts";
import { isStale, isWindowOpen } from "../../lib/domain/conversation/window.ts";
import { conversationId, turnId } from "../../lib/domain/ids.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { advances, overwrittenBy } from "../../lib/domain/turn/delivery.ts";
import { formatReference, parseReference } from "../../lib/domain/turn/reference.ts";

describe("a reference", () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(id, id, fc.nat(999), fc.nat(999), (conversation, turn, part, attempt) => {
        const reference = { conversation: conversationId(conversation), turn: turnId(turn), part, attempt };
        expect(parseReference(formatReference(reference))).toEqual(reference);
      }),
    );
  });
  it.each([undefined, "", "turn=7f3c;chunk=1/1", "cw1.a.b.1", "cw1.a.b.1.2.3", "cw1.a.b.x.1", "cw2.a.b.1.1"])(
    "of others is not ours: %s",
    (text) => {
      expect(parseReference(text)).toBeUndefined();
    },
  );
});

describe("a delivery status", () => {
  it.each([
    [undefined, "read", true],
    ["sent", "delivered", true],
    ["delivered", "sent", false],
    ["read", "delivered", false],
    ["read", "played", true],
    ["sent", "failed", true],
    ["delivered", "failed", false],
    ["failed", "delivered", false],
    ["sent", "sent", false],
  ] as const)("after %s, %s changes something: %s", (known, next, changes) => {
    expect(advances(known, next)).toBe(changes);
    if (known) expect(overwrittenBy(next).includes(known)).toBe(changes);
  });
});

describe("time", () => {
  it("has units in milliseconds", () => {
    expect([SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS]).toEqual([1_000, 60_000, 3_600_000, 86_400_000]);
  });
  it("closes the window five minutes before its 24 hours are over", () => {
    expect(isWindowOpen(0, 24 * HOUR_MS - 5 * 60_000 - 1)).toBe(true);
    expect(isWindowOpen(0, 24 * HOUR_MS - 5 * 60_000)).toBe(false);
  });
  it("makes a message stale after the configured hours", () => {
    expect(isStale(0, 23 * HOUR_MS, 23)).toBe(false);
    expect(isStale(0, 23 * HOUR_MS + 1, 23)).toBe(true);
  });
  it("gives each kind of failure its own backoff", () => {
    expect([1, 2, 3, 4].map((attempts) => pairRateBackoffMs(attempts))).toEqual([1000, 4000, 16_000, 64_000]);
    expect([1, 2, 3].map((failures) => agentBackoffMs(failures, undefined))).toEqual([2000, 4000, 8000]);
    expect(agentBackoffMs(1, 20)).toBe(20_000);
    expect([1, 2].map((attempts) => confirmationGraceMs(attempts, 45))).toEqual([45_000, 90_000]);
    expect(throttledIntervalMs(80) * 64).toBe(1000);
    expect([0, 1, 10, 60].map((minutes) => suspensionCheckMs(0, minutes * 60_000))).toEqual([
      30_000, 30_000, 150_000, 300_000,
    ]);
    expect([1, 2, 3].map(closedWindowBackoffMs)).toEqual([1_000, 6_000, undefined]);
    expect([0, 90_000, HOUR_MS].map((elapsed) => suspensionBackoffMs(0, elapsed))).toEqual([
      60_000, 90_000, 900_000,
    ]);
  });
});
