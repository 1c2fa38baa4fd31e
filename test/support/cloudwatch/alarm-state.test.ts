import { describe, expect, it } from "@jest/globals";
import { type AlarmState, type MissingData, type Point, replay, stateOf } from "./alarm-state.ts";

const POINTS: Readonly<Record<string, Point>> = { "0": "within", X: "breaching", "-": "missing" };
const OTHER = "retained";

/** Oldest first, as AWS writes them. */
function stateFor(row: string, datapointsToAlarm: number, treatMissingData: MissingData): string {
  const points = row.split(" ").toReversed();
  const rules = { evaluationPeriods: 3, datapointsToAlarm, treatMissingData };
  return stateOf((back) => POINTS[points[back] ?? "-"] ?? "missing", 5, rules, OTHER as AlarmState);
}
const TREATMENTS: readonly MissingData[] = ["missing", "ignore", "breaching", "notBreaching"];

/**
 * The tables of "How alarm state is evaluated when data is missing".
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
describe("missing data, by AWS's own tables", () => {
  it.each([
    ["0 - X - X", "OK", "OK", "OK", "OK"],
    ["0 - - - -", "OK", "OK", "OK", "OK"],
    ["- - - - -", "INSUFFICIENT_DATA", OTHER, "ALARM", "OK"],
    ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
    ["- - - - X", "INSUFFICIENT_DATA", OTHER, "ALARM", "OK"],
    ["X - - - -", "ALARM", OTHER, "ALARM", "OK"],
  ])("3 out of 3: %s", (row, ...states) => {
    // AWS's text: the second row stays OK "even if missing data is treated as breaching".
    expect(TREATMENTS.map((treatment) => stateFor(row, 3, treatment))).toEqual(states);
  });

  it.each([
    ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
    ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
    ["0 - X - -", "OK", "OK", "ALARM", "OK"],
    ["- - - - 0", "OK", "OK", "ALARM", "OK"],
    ["- - - - X", "INSUFFICIENT_DATA", OTHER, "ALARM", "OK"],
  ])("2 out of 3: %s", (row, ...states) => {
    expect(TREATMENTS.map((treatment) => stateFor(row, 2, treatment))).toEqual(states);
  });
});

const alarm = {
  name: "Test",
  periodMinutes: 5,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: "notBreaching",
  isBreaching: (value: number) => value >= 3,
  canChange: () => true,
  hasActions: true,
} as const;

describe("the evaluation", () => {
  it("comes each minute, of periods that slide", () => {
    // Three events, at minutes 8, 10 and 12: no aligned period of five minutes has all of them.
    const events = [8, 10, 12];
    const value = (at: number) => events.filter((minute) => minute >= at - 5 && minute < at).length;
    expect(replay({ ...alarm, value }, 0, 60)).toEqual([
      { at: 13, state: "ALARM" },
      { at: 14, state: "OK" },
    ]);
  });

  it("takes older real points before it fills, so that a sparse metric can ring again for what is over", () => {
    const events = [8, 9, 10];
    const value = (at: number) => {
      const count = events.filter((minute) => minute >= at - 5 && minute < at).length;
      return count > 0 ? count : undefined;
    };
    expect(replay({ ...alarm, value }, 0, 60).map(({ at, state }) => `${at} ${state}`)).toEqual([
      "11 ALARM",
      "14 OK",
      "16 ALARM",
      "19 OK",
      "21 ALARM",
      "24 OK",
    ]);
    const filled = (at: number) => value(at) ?? 0;
    expect(replay({ ...alarm, value: filled }, 0, 60)).toHaveLength(2);
  });

  it("rings for M of the last N periods, whichever", () => {
    const value = (at: number) => (at === 20 || at === 35 || at === 50 ? 3 : 0);
    const found = replay({ ...alarm, value, evaluationPeriods: 7, datapointsToAlarm: 3 }, 0, 120);
    expect(found).toEqual([
      { at: 50, state: "ALARM" },
      { at: 51, state: "OK" },
    ]);
    expect(replay({ ...alarm, value, evaluationPeriods: 6, datapointsToAlarm: 3 }, 0, 120)).toEqual([]);
  });

  it("is refused for alarms that span more than a day, which CloudWatch evaluates once an hour", () => {
    expect(() => replay({ ...alarm, value: () => 0, evaluationPeriods: 300 }, 0, 1)).toThrow(
      "more than a day",
    );
  });
});
