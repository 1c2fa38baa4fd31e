import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import type { AlarmState } from "./cloud.ts";
import type { StackResource } from "./stack-resources.ts";

const STATES: Record<string, AlarmState["state"]> = { OK: "ok", ALARM: "alarm" };
const TYPES: ReadonlySet<string> = new Set(["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"]);
const MAX_NAMES = 100;

const metricsOf = (queries: readonly MetricDataQuery[] = []) =>
  queries.length === 0 ? 1 : queries.filter(({ MetricStat }) => MetricStat).length;

/** By name: a prefix would not do, because the alarms of `prod-eu` begin like those of `prod`. */
export async function stackAlarms(resources: readonly StackResource[]): Promise<AlarmState[]> {
  const names = resources.filter(({ type }) => TYPES.has(type)).map(({ name }) => name);
  const { CloudWatchClient, paginateDescribeAlarms } = await import("@aws-sdk/client-cloudwatch");
  const client = awsClient(CloudWatchClient, "person");
  const found: AlarmState[] = [];
  for (let at = 0; at < names.length; at += MAX_NAMES) {
    const pages = paginateDescribeAlarms(
      { client },
      {
        AlarmNames: names.slice(at, at + MAX_NAMES),
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: MAX_NAMES,
      },
    );
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages)
      for (const {
        metrics,
        AlarmName = "",
        StateValue = "",
        StateUpdatedTimestamp,
        AlarmDescription = "",
      } of [
        ...MetricAlarms.map((alarm) => ({ ...alarm, metrics: metricsOf(alarm.Metrics) })),
        ...CompositeAlarms.map((alarm) => ({ ...alarm, metrics: 0 })),
      ])
        found.push({
          name: AlarmName,
          state: STATES[StateValue] ?? "unknown",
          since: StateUpdatedTimestamp?.getTime() ?? 0,
          description: AlarmDescription,
          metrics,
        });
  }
  return found;
}
