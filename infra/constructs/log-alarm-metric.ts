import { Duration } from "aws-cdk-lib";
import { type Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type LogGroup } from "aws-cdk-lib/aws-logs";
import type { LogCode } from "../../lib/application/telemetry.ts";

/**
 * How often a log line of this code (and these facts) was written, in five minutes. Counted from the log, not from the application's
 * own metrics, so that two stages in one account do not add up and an alarm hangs on a name that the compiler knows.
 */
export function countOf(logs: LogGroup, code: LogCode, facts: Record<string, string> = {}): Metric {
  const wanted = Object.entries({ code, ...facts });
  const name = wanted.map(([, value]) => value).join(".");
  const filter = logs.addMetricFilter(`Count-${name}`, {
    filterPattern: FilterPattern.all(...wanted.map(([field, value]) => FilterPattern.stringValue(`$.${field}`, "=", value))),
    metricNamespace: "ChatsbyWhatsapp/Alarms",
    metricName: `${logs.node.path}/${name}`,
    metricValue: "1",
  });
  return filter.metric({ statistic: Stats.SUM, period: Duration.minutes(5) });
}
