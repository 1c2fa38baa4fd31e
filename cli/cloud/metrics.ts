import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { metricSearch } from "../../lib/config/derived/metric-search.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { MetricQuery, MetricValue } from "./cloud.ts";

const HOUR_SECONDS = 3_600;
const MAX_QUERIES = 500;

/**
 * What CloudWatch keeps for data of this age. A period must be a multiple of it, or the query finds nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
function resolutionSeconds(since: number, now: number): number {
  const days = (now - since) / DAY_MS;
  if (days < 15) return 60;
  return days < 63 ? 300 : HOUR_SECONDS;
}

/** They are added up. */
const ADDS_UP: ReadonlySet<string> = new Set(["Sum", "SampleCount"]);

/** Sums over a long time are added up from hours. Other statistics need one period for the whole time. */
export function periodSeconds(
  { stat, since, until }: Pick<MetricQuery, "stat" | "since" | "until">,
  now: number,
): number {
  const unit = resolutionSeconds(Math.min(since, until), now);
  if (ADDS_UP.has(stat) && until - since > DAY_MS) return HOUR_SECONDS;
  return Math.max(1, Math.ceil((until - since) / 1_000 / unit)) * unit;
}

function queriesOf(
  namespace: string,
  { name, stat, by, series = [] }: MetricQuery,
  period: number,
): MetricDataQuery[] {
  const dimensions = ["service", ...by];
  const search: MetricDataQuery = {
    Id: "found",
    Expression: metricSearch(namespace, name, dimensions, stat, period),
    ...(by.length > 0 && { Label: by.map((dimension) => `\${PROP('Dim.${dimension}')}`).join(" ") }),
  };
  // Without dimensions there is but one series, which the search would return under another label.
  return [
    ...(by.length === 0 && series.length > 0 ? [] : [search]),
    ...series.map((values, at) => ({
      Id: `asked${at}`,
      Label: by.map((dimension) => values[dimension] ?? "").join(" "),
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: name,
          Dimensions: dimensions.map((dimension) => ({ Name: dimension, Value: values[dimension] ?? "" })),
        },
        Period: period,
        Stat: stat,
      },
    })),
  ];
}

/** Leaves out series without values. Adds up the sums of several functions. */
export async function metricValues(
  namespace: string,
  query: MetricQuery,
  now: number,
): Promise<MetricValue[]> {
  const { CloudWatchClient, paginateGetMetricData } = await import("@aws-sdk/client-cloudwatch");
  const { stat, by, since, until } = query;
  const period = periodSeconds(query, now);
  const queries = queriesOf(namespace, query, period);
  /** By label: the search returns named series a second time. */
  const [searched, named] = [new Map<string, number[]>(), new Map<string, number[]>()];
  for (let at = 0; at < queries.length; at += MAX_QUERIES) {
    const pages = paginateGetMetricData(
      { client: awsClient(CloudWatchClient, "person") },
      {
        // CloudWatch rounds to whole minutes. A period that ends with the query covers all of it.
        StartTime: period * 1_000 < until - since ? new Date(since) : new Date(until - period * 1_000),
        EndTime: new Date(until),
        MetricDataQueries: queries.slice(at, at + MAX_QUERIES),
      },
    );
    for await (const { MetricDataResults = [] } of pages) {
      for (const { Id = "", Label = "", Values = [] } of MetricDataResults) {
        const kept = Id.startsWith("asked") ? named : searched;
        if (Values.length > 0) kept.set(Label, [...(kept.get(Label) ?? []), ...Values]);
      }
    }
  }
  return [...new Map([...searched, ...named])].map(([label, values]) => {
    const named = label.split(" ");
    return {
      by: Object.fromEntries(by.map((dimension, at) => [dimension, named[at] ?? ""])),
      value: ADDS_UP.has(stat) ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values),
    };
  });
}
