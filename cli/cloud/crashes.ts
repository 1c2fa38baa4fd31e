import { awsClient } from "../../lib/adapters/aws/client.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import type { Crashes } from "./cloud.ts";
import { WATCHED_FUNCTIONS } from "./crash-lines.ts";
import type { StackResource } from "./stack-resources.ts";

/** By the end of the function's logical id, before CDK's eight digits. */
const idOf = (name: (typeof WATCHED_FUNCTIONS)[number]) =>
  new RegExp(`(^|[a-z])${name[0]?.toUpperCase()}${name.slice(1)}Function[0-9A-F]{8}$`);

/** Lambda's own count of errors: time-outs, memory, crashes, and what a handler throws. */
export async function crashesOf(
  resources: readonly StackResource[],
  since: number,
  until: number,
): Promise<Crashes[]> {
  const { CloudWatchClient, GetMetricStatisticsCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = awsClient(CloudWatchClient, "person");
  const lambdas = resources.filter(({ type }) => type === "AWS::Lambda::Function");
  const found = await Promise.all(
    WATCHED_FUNCTIONS.map(async (name) => {
      const lambda = lambdas.find(({ id }) => idOf(name).test(id) && !/Lead/.test(id));
      if (!lambda) return { function: name, count: 0 };
      const { Datapoints = [] } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Dimensions: [{ Name: "FunctionName", Value: lambda.name }],
          StartTime: new Date(since),
          EndTime: new Date(until + MINUTE_MS),
          Period: 300,
          Statistics: ["Sum"],
        }),
      );
      return { function: name, count: Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0) };
    }),
  );
  return found.filter(({ count }) => count > 0);
}
