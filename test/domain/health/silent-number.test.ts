import { describe, expect, it } from "@jest/globals";
import { silenceFinding } from "../../../lib/domain/health/silent-number.ts";
import { numberName } from "../../../lib/domain/ids.ts";
import { randomOf } from "../../infra/replay/random.ts";
import { DAY, HOUR, playCustomers, type Scene } from "../../infra/replay/traffic.ts";

const number = numberName("support");
const silence = (today: number, ...weeksBefore: number[]) => silenceFinding({ number, today, weeksBefore });

describe("a number to which nobody wrote for a day", () => {
  it("is a warning where people usually write on this weekday", () => {
    expect(silence(0, 22, 18, 25, 15)).toMatchObject({
      verdict: "warning",
      evidence: "Nobody has written to support for 24 hours. On this weekday it is usually 20 messages.",
    });
  });

  it.each([
    ["somebody wrote", 1, [22, 18, 25, 15]],
    ["it was deployed a moment ago", 0, [0, 0, 0, 0]],
    ["it is in use for a week", 0, [22, 0, 0, 0]],
    ["hardly anybody writes on this weekday", 0, [4, 6, 2, 5]],
    ["it was as silent a week ago", 0, [0, 18, 25, 15]],
  ])("is nothing when %s", (_, today, weeksBefore) => {
    expect(silence(today, ...weeksBefore)).toBeUndefined();
  });
});

/** Messages by minute, of so many days; from minute `silentFrom` on there are none. */
function messagesOf(perDay: number, seed: number, days: number, silentFrom = Number.POSITIVE_INFINITY) {
  const minutes = new Float64Array(days * DAY + DAY);
  const scene = { random: randomOf(seed) } as Scene;
  playCustomers({ perDay, from: 0, until: days * DAY }, scene, (_, at) => {
    if (at < silentFrom) minutes[at] = (minutes[at] ?? 0) + 1;
  });
  return minutes;
}

/** The days on which the check of 06:00 finds the number silent. */
function silentDays(minutes: Float64Array, days: number): number[] {
  const sumOf = (until: number) =>
    until < DAY ? 0 : minutes.subarray(until - DAY, until).reduce((sum, each) => sum + each, 0);
  return Array.from({ length: days }, (_, day) => day).filter((day) => {
    const now = day * DAY + 6 * HOUR;
    return silence(sumOf(now), ...[1, 2, 3, 4].map((weeks) => sumOf(now - weeks * 7 * DAY)));
  });
}

describe("with ordinary customers", () => {
  it.each([
    [20, 10],
    [500, 2],
  ])("of %i messages a day, %i quarters of a year say nothing", (perDay, quarters) => {
    for (let seed = 1; seed <= quarters; seed += 1)
      expect(silentDays(messagesOf(perDay, seed, 90), 90)).toEqual([]);
  });

  it.each([20, 500])(
    "of %i messages a day, a webhook that goes elsewhere shows within two days",
    (perDay) => {
      for (let seed = 1; seed <= 3; seed += 1) {
        // A Tuesday afternoon.
        const [first] = silentDays(messagesOf(perDay, seed, 60, 43 * DAY + 15 * HOUR), 60);
        expect(first).toBe(45);
      }
    },
  );
});
