import { type CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";

/** CloudWatch's limit for one request. */
const MAX_QUERIES = 500;

/**
 * The messages that each number got within this time, from the webhook function's metric. Both times should be
 * whole minutes: CloudWatch rounds them.
 */
export async function messagesReceived(
  client: CloudWatchClient,
  { namespace, numbers }: { namespace: string; numbers: readonly string[] },
  since: number,
  until: number,
): Promise<ReadonlyMap<string, number>> {
  const queries = numbers.slice(0, MAX_QUERIES).map((number, at) => ({
    Id: `n${at}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: "InboundMessages",
        Dimensions: [
          { Name: "service", Value: "webhook" },
          { Name: "number", Value: number },
        ],
      },
      Period: (until - since) / 1_000,
      Stat: "Sum",
    },
  }));
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(since),
      EndTime: new Date(until),
      MetricDataQueries: queries,
    }),
  );
  return new Map(
    MetricDataResults.map(({ Id = "", Values = [] }) => [
      numbers[Number(Id.slice(1))] ?? "",
      Values.reduce((sum, value) => sum + value, 0),
    ]),
  );
}
