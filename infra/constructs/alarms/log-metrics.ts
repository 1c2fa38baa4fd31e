import { Duration } from "aws-cdk-lib";
import { type Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type IFilterPattern, type LogGroup } from "aws-cdk-lib/aws-logs";
import type { LogCode } from "../../../lib/application/ports/telemetry.ts";

const METHODS = ["GET", "POST", "PUT"];

type Wanted = string | number | { not: string };

function comparison(field: string, wanted: Wanted) {
  if (typeof wanted === "number") return FilterPattern.numberValue(`$.${field}`, "=", wanted);
  return typeof wanted === "string"
    ? FilterPattern.stringValue(`$.${field}`, "=", wanted)
    : FilterPattern.stringValue(`$.${field}`, "!=", wanted.not);
}

/**
 * Log lines with one of these codes (and these facts) in five minutes. Counted from the log, so that two
 * stages in one account do not add up and the compiler checks the name.
 */
export function countOf(
  logs: LogGroup,
  codes: LogCode | readonly LogCode[],
  facts: Record<string, Wanted> = {},
): Metric {
  const any = [codes].flat();
  const values = Object.values(facts).map((wanted) =>
    typeof wanted === "object" ? `not-${wanted.not}` : wanted,
  );
  return counted(
    logs,
    [...any, ...values].join("."),
    FilterPattern.all(
      FilterPattern.any(...any.map((code) => comparison("code", code))),
      ...Object.entries(facts).map(([field, wanted]) => comparison(field, wanted)),
    ),
  );
}

export const codeIs = (code: LogCode): IFilterPattern => comparison("code", code);

/** Also counts lines of another log: two filters of one metric, which an alarm then pays once. */
export function alsoIn(other: LogGroup, metric: Metric, filterPattern: IFilterPattern, weight = 1): Metric {
  other.addMetricFilter(`Also-${metric.metricName.replaceAll("/", "-")}`, {
    filterPattern,
    metricNamespace: metric.namespace,
    metricName: metric.metricName,
    metricValue: String(weight),
  });
  return metric;
}

/** Also counts requests that the API turned away, wherever they went: each as so many. */
export const alsoThrottled = (accessLog: LogGroup, metric: Metric, weight: number): Metric =>
  alsoIn(accessLog, metric, FilterPattern.stringValue("$.status", "=", "429"), weight);

/**
 * Requests to paths with one of these prefixes that ended in a server error, in five minutes. From the access
 * log: the API's own metric mixes customers' messages with staff's requests. `but`: a status that is not our
 * failure.
 */
export function serverErrorsOf(accessLog: LogGroup, paths: string | readonly string[], but?: string): Metric {
  const prefixes = [paths].flat();
  const called = prefixes.flatMap((path) =>
    METHODS.map((method) => FilterPattern.stringValue("$.routeKey", "=", `${method} ${path}*`)),
  );
  const failed = FilterPattern.stringValue("$.status", "=", "5*");
  const counts = but === undefined ? [] : [FilterPattern.stringValue("$.status", "!=", but)];
  return counted(
    accessLog,
    `5xx${prefixes.join("-")}`,
    FilterPattern.all(FilterPattern.any(...called), failed, ...counts),
  );
}

/** Requests to paths with this prefix that took longer than this many milliseconds. */
export function slowRequestsOf(accessLog: LogGroup, path: string, milliseconds: number): Metric {
  const called = FilterPattern.any(
    ...METHODS.map((method) => FilterPattern.stringValue("$.routeKey", "=", `${method} ${path}*`)),
  );
  const slow = FilterPattern.all(called, FilterPattern.numberValue("$.latency", ">", milliseconds));
  return counted(accessLog, `slow${path}`, slow);
}

function counted(logs: LogGroup, name: string, filterPattern: IFilterPattern): Metric {
  const filter = logs.addMetricFilter(`Count-${name.replaceAll("/", "-")}`, {
    filterPattern,
    metricNamespace: "ChatsbyWhatsapp/Alarms",
    metricName: `${logs.node.path}/${name}`,
    metricValue: "1",
  });
  return filter.metric({ statistic: Stats.SUM, period: Duration.minutes(5) });
}
