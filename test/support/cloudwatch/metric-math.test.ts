import { describe, expect, it } from "@jest/globals";
import { compileMath, type TimeSeries } from "./metric-math.ts";

type Sparse = readonly (number | undefined)[];
const _ = undefined;

/** The values at minutes 0, 1, 2 … of an expression over these series. */
function valuesOf(expression: string, series: Readonly<Record<string, Sparse>>): Sparse {
  const metrics = new Map(
    Object.entries(series).map(([id, values]): [string, TimeSeries] => [id, (at) => values[at]]),
  );
  const length = Math.max(...Object.values(series).map((values) => values.length));
  const found = compileMath(expression, { metrics, periodMinutes: 1 });
  return Array.from({ length }, (__, at) => found(at));
}

/** The tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
describe("metric math, by AWS's own tables", () => {
  const compared = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };
  it.each([
    ["(metric1 < metric2)", [0, 0, 1, 0]],
    ["(metric1 >= 30)", [1, 0, 0, 0]],
    ["(metric1 > 15 AND metric2 > 15)", [1, 0, 0, 0]],
    ["metric1 > 15 && metric2 > 15", [1, 0, 0, 0]],
  ])("compares: %s", (expression, values) => {
    expect(valuesOf(expression, compared)).toEqual(values);
  });

  it.each([
    ["IF(metric1, metric2, metric3)", [30, 0, 20, _, _]],
    ["IF(metric1, 5, metric3)", [5, 5, 20, _, _]],
    ["IF(metric1, metric2, 5)", [30, 0, 5, 5, _]],
  ])("chooses: %s", (expression, values) => {
    const metric1 = [1, 1, 0, 0, _];
    const metric2 = [30, _, 0, 0, 30];
    expect(valuesOf(expression, { metric1, metric2, metric3: [0, 0, 20, _, 20] })).toEqual(values);
  });
});

describe("metric math, by AWS's own sentences", () => {
  it("treats missing values in arithmetic as 0, where the other series has one", () => {
    expect(valuesOf("m1 + m2", { m1: [1, _, 3, _], m2: [10, 20, _, _] })).toEqual([11, 20, 3, _]);
    expect(valuesOf("m1 + 5", { m1: [1, _] })).toEqual([6, _]);
  });

  it("drops a division by zero", () => {
    expect(valuesOf("m1 / m2", { m1: [1, 6], m2: [0, 3] })).toEqual([_, 2]);
  });

  it("fills, with a value or the last one", () => {
    expect(valuesOf("FILL(m1, 0)", { m1: [_, 4, _, _] })).toEqual([0, 4, 0, 0]);
    expect(valuesOf("FILL(m1, REPEAT)", { m1: [_, 4, _, _] })).toEqual([_, 4, 4, 4]);
  });

  it("takes differences and rates to the preceding value", () => {
    expect(valuesOf("DIFF(m1)", { m1: [1, 4, _, 10] })).toEqual([_, 3, _, 6]);
    expect(valuesOf("RATE(m1)", { m1: [0, 120] })).toEqual([_, 2]);
  });

  it("adds up or compares several series at each time", () => {
    expect(valuesOf("MAX(METRICS())", { m1: [1, _, _], m2: [2, 5, _] })).toEqual([2, 5, _]);
    expect(valuesOf("SUM([m1, m2])", { m1: [1, _, _], m2: [2, 5, _] })).toEqual([3, 5, _]);
  });

  it("reads operators by their rank, and parentheses", () => {
    expect(valuesOf("m1 + 2 * m1 ^ 2 - (m1 - 1) / 2", { m1: [3] })).toEqual([20]);
    expect(valuesOf("-m1 < 0 OR m1 == 0", { m1: [3, 0] })).toEqual([1, 1]);
  });

  it.each(["m1 +", "m1 m2", "NOPE(m1)", "m3", "SUM(m1)", "m1 ? 2", "IF(m1, 2", "METRICS()"])(
    "refuses what an alarm cannot have: %s",
    (expression) => {
      expect(() => valuesOf(expression, { m1: [1], m2: [2] })).toThrow();
    },
  );
});
