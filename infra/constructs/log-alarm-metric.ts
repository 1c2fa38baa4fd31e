import { Duration } from "aws-cdk-lib";
import { type Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type IFilterPattern, type LogGroup } from "aws-cdk-lib/aws-logs";
import type { LogCode } from "../../lib/application/telemetry.ts";

/**
 * How often a log line of this code (and these facts) was written, in five minutes. Counted from the log, not from the application's
 * own metrics, so that two stages in one account do not add up and an alarm hangs on a name that the compiler knows.
 */
export function countOf(logs: LogGroup, code: LogCode, facts: Record<string, string> = {}): Metric {
  const wanted = Object.entries({ code, ...facts });
  const name = wanted.map(([, value]) => value).join(".");
  return counted(logs, name, FilterPattern.all(...wanted.map(([field, value]) => FilterPattern.stringValue(`$.${field}`, "=", value))));
}

/**
 * How many requests to paths that begin so ended in a server error, in five minutes. Counted from the access log, because the API's own
 * metric does not tell customers' messages from the work of staff. `but`: a status that is nobody's fault here.
 */
export function serverErrorsOf(accessLog: LogGroup, path: string, but?: string): Metric {
  const called = ["GET", "POST"].map((method) => FilterPattern.stringValue("$.routeKey", "=", `${method} ${path}*`));
  const failed = FilterPattern.stringValue("$.status", "=", "5*");
  const counts = but === undefined ? [] : [FilterPattern.stringValue("$.status", "!=", but)];
  return counted(accessLog, `5xx${path}`, FilterPattern.all(FilterPattern.any(...called), failed, ...counts));
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
