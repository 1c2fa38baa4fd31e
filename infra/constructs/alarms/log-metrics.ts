import { Duration } from "aws-cdk-lib";
import { type Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type IFilterPattern, type LogGroup } from "aws-cdk-lib/aws-logs";
import type { LogCode } from "../../../lib/application/ports/telemetry.ts";

/**
 * Log lines with this code (and these facts) in five minutes. Counted from the log, so that two stages in one
 * account do not add up and the compiler checks the name.
 */
export function countOf(
  logs: LogGroup,
  code: LogCode,
  facts: Record<string, string> = {},
  period = Duration.minutes(5),
): Metric {
  const wanted = Object.entries({ code, ...facts });
  const name = wanted.map(([, value]) => value).join(".");
  return counted(
    logs,
    name,
    FilterPattern.all(...wanted.map(([field, value]) => FilterPattern.stringValue(`$.${field}`, "=", value))),
  ).with({
    period,
  });
}

/**
 * Requests to paths with this prefix that ended in a server error, in five minutes. From the access log: the
 * API's own metric mixes customers' messages with staff's requests. `but`: a status that is not our failure.
 */
export function serverErrorsOf(accessLog: LogGroup, path: string, but?: string): Metric {
  const called = ["GET", "POST"].map((method) =>
    FilterPattern.stringValue("$.routeKey", "=", `${method} ${path}*`),
  );
  const failed = FilterPattern.stringValue("$.status", "=", "5*");
  const counts = but === undefined ? [] : [FilterPattern.stringValue("$.status", "!=", but)];
  return counted(accessLog, `5xx${path}`, FilterPattern.all(FilterPattern.any(...called), failed, ...counts));
}

/** Requests to paths with this prefix, and how many of them took longer than this many milliseconds. */
export function slowRequestsOf(
  accessLog: LogGroup,
  path: string,
  milliseconds: number,
): { all: Metric; slow: Metric } {
  const called = FilterPattern.any(
    ...["GET", "POST"].map((method) => FilterPattern.stringValue("$.routeKey", "=", `${method} ${path}*`)),
  );
  const slow = FilterPattern.all(called, FilterPattern.numberValue("$.latency", ">", milliseconds));
  return { all: counted(accessLog, `all${path}`, called), slow: counted(accessLog, `slow${path}`, slow) };
}

export const throttledRequestsOf = (accessLog: LogGroup): Metric =>
  counted(accessLog, "429", FilterPattern.stringValue("$.status", "=", "429"));

function counted(logs: LogGroup, name: string, filterPattern: IFilterPattern): Metric {
  const filter = logs.addMetricFilter(`Count-${name.replaceAll("/", "-")}`, {
    filterPattern,
    metricNamespace: "ChatsbyWhatsapp/Alarms",
    metricName: `${logs.node.path}/${name}`,
    metricValue: "1",
  });
  return filter.metric({ statistic: Stats.SUM, period: Duration.minutes(5) });
}
