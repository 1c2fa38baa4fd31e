import { readFileSync } from "node:fs";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import type { StackOutputs } from "../../lib/config/deployment/stack-outputs.ts";
import { ConfigurationError, parseConfiguration } from "../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import type { MailTopic, Subscription } from "../../lib/health/mail-findings.ts";
import { problemOfAwsError } from "../aws.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { settingsPath } from "../settings-path.ts";
import { stackAlarms } from "./alarms.ts";
import { SecretChanged, secretClient } from "./clients.ts";
import { type Cloud, queueUrls, stackName, topicArn } from "./cloud.ts";
import { accountConcurrency } from "./concurrency.ts";
import { CRASH_PATTERN } from "./crash-lines.ts";
import { crashesOf } from "./crashes.ts";
import { logSearch } from "./logs.ts";
import { metricValues } from "./metrics.ts";
import { queueClient } from "./queues.ts";
import { type SignIn, signInClient } from "./sign-in.ts";
import { stackResources } from "./stack-resources.ts";

async function explainFailure<Value>(action: string, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CliProblem) throw error;
    if (error instanceof SecretChanged) throw new CliProblem(EXIT.failed, error.message);
    throw problemOfAwsError(error, action);
  }
}

const explainedSignIn = ({ staff, state }: SignIn): SignIn => ({
  state: () => explainFailure("cognito-idp:DescribeUserPool and DescribeUserPoolClient", state),
  staff: {
    list: () => explainFailure("cognito-idp:ListUsers and ListUsersInGroup", staff.list),
    add: (member) => explainFailure("cognito-idp:AdminCreateUser", () => staff.add(member)),
    remove: (user) => explainFailure("cognito-idp:AdminDeleteUser", () => staff.remove(user)),
  },
});

function settingsOf(stage: string) {
  const path = settingsPath(stage);
  try {
    return parseConfiguration(settingsSchema, readFileSync(path, "utf8"), `infra/settings/${stage}.json`);
  } catch (error) {
    if (!(error instanceof ConfigurationError))
      throw new CliProblem(
        EXIT.usage,
        `infra/settings/${stage}.json cannot be read: run this where the stage's settings file is.`,
      );
    throw error;
  }
}

export function sdkCloud(
  stage: string,
  outputs: StackOutputs,
  io: Pick<Io, "fetch" | "credentials" | "env" | "clock" | "sleep">,
): Cloud {
  const lookUp = stackResources(stackName(stage));
  const resources = () => explainFailure("cloudformation:ListStackResources", lookUp);
  const logs = logSearch(io, resources);
  const queues = queueClient({});
  const secret = secretClient({}, outputs.SecretName ?? "");
  const signIn = signInClient({}, outputs);

  async function oldest(url: string): Promise<number | undefined> {
    const { CloudWatchClient, GetMetricStatisticsCommand } = await import("@aws-sdk/client-cloudwatch");
    const { Datapoints: found = [] } = await awsClient(CloudWatchClient, "person").send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/SQS",
        MetricName: "ApproximateAgeOfOldestMessage",
        Dimensions: [{ Name: "QueueName", Value: url.split("/").at(-1) ?? "" }],
        StartTime: new Date(Date.now() - 10 * MINUTE_MS),
        EndTime: new Date(),
        Period: 60,
        Statistics: ["Maximum"],
      }),
    );
    return found
      .toSorted((one, other) => (one.Timestamp?.getTime() ?? 0) - (other.Timestamp?.getTime() ?? 0))
      .at(-1)?.Maximum;
  }

  async function subscribers(topic: MailTopic) {
    const { SNSClient, paginateListSubscriptionsByTopic } = await import("@aws-sdk/client-sns");
    const found: Subscription[] = [];
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
      { client: awsClient(SNSClient, "person") },
      { TopicArn: topicArn(outputs, topic) ?? "" },
    ))
      for (const { Protocol = "", SubscriptionArn } of Subscriptions)
        found.push({ protocol: Protocol, confirmed: SubscriptionArn?.startsWith("arn:") === true });
    return found;
  }

  return {
    stage,
    local: false,
    outputs,
    settings: settingsOf(stage),
    secret: {
      read: () => explainFailure("secretsmanager:GetSecretValue", secret.read),
      write: (text, basedOn) =>
        explainFailure("secretsmanager:PutSecretValue", () => secret.write(text, basedOn)),
    },
    signIn: signIn && explainedSignIn(signIn),
    async queue(name) {
      const urls = queueUrls(outputs, name);
      if (!urls) return undefined;
      return { queue: await queues.state(urls.queue), deadLetters: await queues.state(urls.dead) };
    },
    async oldestSeconds(name) {
      const urls = queueUrls(outputs, name);
      return urls && explainFailure("cloudwatch:GetMetricStatistics", () => oldest(urls.queue));
    },
    deadLetters(name) {
      const urls = queueUrls(outputs, name);
      return urls && queues.deadLetters(urls.dead, urls.queue);
    },
    metric: (query) =>
      explainFailure("cloudwatch:GetMetricData", () =>
        metricValues(`ChatsbyWhatsapp/${stage}`, query, Date.now()),
      ),
    logs: (query) => explainFailure("logs:FilterLogEvents", () => logs(query)),
    async crashes(since, until) {
      const own = await resources();
      return explainFailure("cloudwatch:GetMetricStatistics", () => crashesOf(own, since, until));
    },
    crashLines: (since) =>
      explainFailure("logs:FilterLogEvents", () =>
        logs({ containing: [], pattern: CRASH_PATTERN, functions: ["worker"], since }),
      ),
    async alarms() {
      const own = await resources();
      return explainFailure("cloudwatch:DescribeAlarms", () => stackAlarms(own));
    },
    concurrency: () => explainFailure("lambda:GetAccountSettings", () => accountConcurrency(io)),
    subscribers: (topic) => explainFailure("sns:ListSubscriptionsByTopic", () => subscribers(topic)),
  };
}
