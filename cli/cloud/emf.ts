import { isRecord } from "../../lib/domain/is-record.ts";
import type { MetricQuery, MetricValue } from "./cloud.ts";

type Json = Readonly<Record<string, unknown>>;
const records = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : []);

type Sample = { at: number; by: Record<string, string>; values: number[] };

/**
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function samplesIn(line: Json, name: string): Sample[] {
  const aws = isRecord(line._aws) ? line._aws : {};
  const at = Number(aws.Timestamp);
  return records(aws.CloudWatchMetrics).flatMap((directive) => {
    if (!records(directive.Metrics).some(({ Name }) => Name === name)) return [];
    const dimensions: unknown[] = Array.isArray(directive.Dimensions) ? directive.Dimensions.flat() : [];
    const by = Object.fromEntries(
      dimensions.filter((key) => typeof key === "string").map((key) => [key, String(line[key])]),
    );
    return [{ at, by, values: [line[name]].flat().map(Number) }];
  });
}

function statistic(stat: string, values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  if (stat === "Sum") return values.reduce((sum, value) => sum + value, 0);
  if (stat === "SampleCount") return values.length;
  if (stat === "Maximum") return sorted.at(-1) ?? 0;
  const share = Number(/^p(\d+)$/.exec(stat)?.[1]) / 100;
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export function metricIn(
  lines: readonly Json[],
  { name, stat, by, since, until }: MetricQuery,
): MetricValue[] {
  const groups = new Map<string, { by: Record<string, string>; values: number[] }>();
  for (const line of lines) {
    for (const sample of samplesIn(line, name)) {
      const { service: _, ...dimensions } = sample.by;
      if (
        sample.at < since ||
        sample.at >= until ||
        Object.keys(dimensions).toSorted().join() !== by.toSorted().join()
      )
        continue;
      const key = JSON.stringify(by.map((dimension) => dimensions[dimension]));
      const group = groups.get(key) ?? { by: dimensions, values: [] };
      group.values.push(...sample.values);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map((group) => ({ by: group.by, value: statistic(stat, group.values) }));
}
