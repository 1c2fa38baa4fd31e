import type { TimeSeries } from "./metric-math.ts";
import type { Minute } from "./metric-store.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export type MissingData = "missing" | "ignore" | "breaching" | "notBreaching";

export type MetricAlarm = {
  name: string;
  periodMinutes: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  treatMissingData: MissingData;
  isBreaching(value: number): boolean;
  value: TimeSeries;
  /** Whether the value can differ from that of the minute before: most metrics are quiet most of the time. */
  canChange(at: Minute): boolean;
  /** It sends its own mail. */
  hasActions: boolean;
};

/** Retrieved beyond the evaluation periods. AWS's tables retrieve 5 for 3, and promise no exact number. */
const MORE_RETRIEVED = 2;

export type Point = "missing" | "within" | "breaching";

type Rules = Pick<MetricAlarm, "evaluationPeriods" | "datapointsToAlarm" | "treatMissingData">;

/** `pointAt`: 0 is the most recent period. As many existing points as are evaluated count, the newest first. */
export function stateOf(
  pointAt: (back: number) => Point,
  retrieved: number,
  rules: Rules,
  current: AlarmState,
): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rules;
  let [existing, breaching, oldest] = [0, 0, 0];
  for (let back = 0; back < retrieved && existing < evaluationPeriods; back += 1) {
    const point = pointAt(back);
    if (point === "missing") continue;
    existing += 1;
    oldest = back + 1;
    if (point === "breaching") breaching += 1;
  }
  const missing = evaluationPeriods - existing;
  const decided = breaching >= datapointsToAlarm ? "ALARM" : "OK";
  if (missing === 0) return decided;
  switch (treatMissingData) {
    case "notBreaching":
      return decided;
    case "breaching":
      return breaching + missing >= datapointsToAlarm ? "ALARM" : "OK";
    case "ignore":
      return breaching < existing ? decided : current;
    case "missing":
      if (existing === 0) return "INSUFFICIENT_DATA";
      if (breaching < existing) return decided;
      // All breach. Too few are an alarm only if the oldest is as old as the datapoints to alarm.
      return decided === "ALARM" || oldest >= datapointsToAlarm ? "ALARM" : "INSUFFICIENT_DATA";
  }
}

function pointOf({ value, isBreaching }: MetricAlarm, at: Minute): Point {
  const found = value(at);
  if (found === undefined) return "missing";
  return isBreaching(found) ? "breaching" : "within";
}

export type Change = { at: Minute; state: AlarmState };

/**
 * Evaluates an alarm each minute, as CloudWatch does for periods of a minute or more up to a day in all: the
 * periods end now, so they slide.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function replay(alarm: MetricAlarm, from: Minute, until: Minute): Change[] {
  const { periodMinutes, evaluationPeriods } = alarm;
  if (periodMinutes * evaluationPeriods > 24 * 60)
    throw new Error(`${alarm.name} spans more than a day: CloudWatch evaluates such alarms once an hour.`);
  const retrieved = evaluationPeriods + MORE_RETRIEVED;
  const span = (retrieved - 1) * periodMinutes;
  const start = from - span;
  const points: Point[] = [];
  const changes: Change[] = [];
  let state: AlarmState = "OK";
  /** When a point last differed from the one before. */
  let differedAt = start;
  for (let now = start; now < until; now += 1) {
    const before = points[now - start - 1];
    const point = before && !alarm.canChange(now) ? before : pointOf(alarm, now);
    points[now - start] = point;
    if (point !== before) differedAt = now;
    // The same points lead to the same state as a minute ago.
    if (now < from || (now > from && now - span > differedAt)) continue;
    const pointAt = (back: number) => points[now - start - back * periodMinutes] ?? "missing";
    const next = stateOf(pointAt, retrieved, alarm, state);
    if (next !== state) changes.push({ at: now, state: next });
    state = next;
  }
  return changes;
}
