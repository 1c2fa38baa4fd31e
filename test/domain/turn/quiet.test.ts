import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  longestQuietSeconds,
  msUntilQuiet,
  type QuietRule,
  quietSecondsAfter,
  shortestQuietSeconds,
} from "../../../lib/domain/turn/quiet.ts";

const RULE: QuietRule = { quietSeconds: 2, maxWaitSeconds: 8, adaptiveQuiet: true };
const QUESTION = "Do you ship to Canada?";
const UNFINISHED = "I have a question,";

const message = (text: string, arrivedAt: number, sentAt = arrivedAt) => ({
  content: { kind: "text" as const, text },
  arrivedAt,
  sentAt,
});

describe("a burst", () => {
  const open = (...arrivals: number[]) => arrivals.map((at) => message("hello", at));
  it.each([
    ["a lone message is ready once the quiet time is over", open(0), 2000, 0],
    ["a lone message waits for the quiet time", open(0), 500, 1500],
    ["a younger message prolongs the wait", open(0, 1500), 2000, 1500],
    ["the first message never waits longer than the longest wait", open(0, 2000, 4000, 6000, 7900), 7950, 50],
    ["nothing waiting is ready", [], 0, 0],
    ["a question is ready after half the quiet time", [message(QUESTION, 0)], 0, 1000],
    ["an unfinished message waits for twice the quiet time", [message(UNFINISHED, 0)], 0, 4000],
    ["what the last message says counts", [message(UNFINISHED, 0), message(QUESTION, 900)], 900, 1000],
    ["also after a question", [message(QUESTION, 0), message("And also,", 900)], 900, 4000],
    [
      "an unfinished message waits no longer than the longest wait",
      [message("hello", 0), message(UNFINISHED, 7000)],
      7000,
      1000,
    ],
    [
      "a message of earlier that arrives late prolongs the wait",
      [message("a", 900), message(QUESTION, 0)],
      900,
      1000,
    ],
    [
      "a question that took long waits for others that did",
      [message(QUESTION, 60_000, 49_000)],
      60_000,
      2000,
    ],
    [
      "a question with a provider's time of whole seconds does not",
      [message(QUESTION, 60_000, 59_000)],
      60_000,
      1000,
    ],
  ])("%s", (_, messages, now, wait) => {
    expect(msUntilQuiet(messages, now, RULE)).toBe(wait);
  });

  it.each([
    ["as long as ever with adaptiveQuiet off", { ...RULE, adaptiveQuiet: false }, [2, 2, 2]],
    ["no time without a quiet time", { ...RULE, quietSeconds: 0 }, [0, 0, 0]],
    [
      "a second at least with a quiet time of one: the queue waits whole seconds",
      { ...RULE, quietSeconds: 1 },
      [1, 1, 2],
    ],
    ["half, rounded up", { ...RULE, quietSeconds: 3 }, [2, 3, 6]],
    ["no longer than the longest wait", { ...RULE, quietSeconds: 5 }, [3, 5, 8]],
    ["the quiet time where that is longer than the longest wait", { ...RULE, maxWaitSeconds: 1 }, [1, 2, 2]],
  ])("waits %s", (_, rule, [complete, open, unfinished]) => {
    expect(quietSecondsAfter(message(QUESTION, 0), rule)).toBe(complete);
    expect(quietSecondsAfter(message("hello", 0), rule)).toBe(open);
    expect(quietSecondsAfter(message(UNFINISHED, 0), rule)).toBe(unfinished);
  });
});

describe("whatever customers write", () => {
  const rules = fc.record({
    quietSeconds: fc.nat(60),
    maxWaitSeconds: fc.nat(120),
    adaptiveQuiet: fc.boolean(),
  });
  const words = fc.oneof(fc.constantFrom(QUESTION, UNFINISHED, "hello"), fc.string({ unit: "grapheme" }));
  /** Text, the milliseconds since the message before, and how long it was on its way. */
  const writing = fc.array(fc.tuple(words, fc.nat(130_000), fc.nat(20_000)), { minLength: 1, maxLength: 8 });
  function messagesOf(written: readonly [string, number, number][]) {
    let at = 1_000_000;
    return written.map(([text, gap, transit]) => {
      at += gap;
      return message(text, at, at - transit);
    });
  }

  it("no message is answered before the shortest quiet time, or after the longest wait", () => {
    fc.assert(
      fc.property(rules, writing, (rule, written) => {
        const messages = messagesOf(written);
        const [first, last] = [messages[0]?.arrivedAt ?? 0, messages.at(-1)?.arrivedAt ?? 0];
        const longest = Math.max(rule.maxWaitSeconds, rule.quietSeconds) * 1000;
        const readyAt = last + msUntilQuiet(messages, last, rule);
        expect(readyAt).toBeGreaterThanOrEqual(
          Math.min(last + shortestQuietSeconds(rule) * 1000, Math.max(last, first + longest)),
        );
        expect(readyAt).toBeLessThanOrEqual(
          Math.max(last, Math.min(first + longest, last + longestQuietSeconds(rule) * 1000)),
        );
      }),
    );
  });

  it("fragments that follow each other faster than the shortest quiet time are one burst", () => {
    fc.assert(
      fc.property(
        rules,
        fc.array(words, { minLength: 2, maxLength: 8 }),
        fc.nat(999),
        (rule, texts, share) => {
          const gap = (shortestQuietSeconds(rule) * share) / 1000;
          const messages = texts.map((text, index) => message(text, index * gap));
          const longest = Math.max(rule.maxWaitSeconds, rule.quietSeconds) * 1000;
          for (let count = 1; count < messages.length; count++) {
            const next = messages[count]?.arrivedAt ?? 0;
            if (next < longest && gap > 0)
              expect(msUntilQuiet(messages.slice(0, count), next, rule)).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  it("waiting makes it shorter by just so much", () => {
    fc.assert(
      fc.property(rules, writing, fc.nat(10_000), (rule, written, later) => {
        const messages = messagesOf(written);
        const now = messages.at(-1)?.arrivedAt ?? 0;
        const wait = msUntilQuiet(messages, now, rule);
        expect(msUntilQuiet(messages, now + later, rule)).toBe(Math.max(0, wait - later));
      }),
    );
  });
});
