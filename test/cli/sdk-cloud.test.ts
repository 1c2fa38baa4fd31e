import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { periodSeconds } from "../../cli/cloud/metrics.ts";
import { aDeployedStage as cloud } from "./support/a-deployed-stage.ts";

type Sent = { name: string; input: Record<string, unknown> };
type Client = { prototype: { send: unknown } };

/** As far as these commands ask: every client's calls go to `answer`. */
const sent: Sent[] = [];
let answer: (call: Sent) => unknown = () => ({});
const CLIENTS: readonly Client[] = [
  CloudFormationClient,
  CloudWatchClient,
  CloudWatchLogsClient,
  SecretsManagerClient,
  SNSClient,
  SQSClient,
];
const originals = CLIENTS.map(({ prototype }) => prototype.send);

beforeEach(() => {
  sent.length = 0;
  for (const { prototype } of CLIENTS)
    prototype.send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const call = { name: command.constructor.name, input: command.input };
      sent.push(call);
      return answer(call);
    };
});
afterEach(() => {
  for (const [at, { prototype }] of CLIENTS.entries()) prototype.send = originals[at];
});

const ALARM = (name: string, kind = "") => ({
  ResourceType: `AWS::CloudWatch::${kind}Alarm`,
  LogicalResourceId: `Alarms${name}0123ABCD`,
  PhysicalResourceId: `chatsby-whatsapp-dev-${name}`,
});

describe("a deployed stage", () => {
  it("queries a metric by its stage's namespace, and separates it by the dimensions", async () => {
    answer = () => ({
      MetricDataResults: [
        { Label: "support service", Values: [3, 4] },
        { Label: "sales marketing", Values: [1] },
        { Label: "sales utility", Values: [] },
      ],
    });
    const until = Date.now();
    const found = await cloud().metric({
      name: "BilledMessages",
      stat: "Sum",
      by: ["number", "category"],
      since: until - 90_000,
      until,
    });
    expect(found).toEqual([
      { by: { number: "support", category: "service" }, value: 7 },
      { by: { number: "sales", category: "marketing" }, value: 1 },
    ]);
    expect(JSON.stringify(sent)).toContain(
      "SEARCH('{ChatsbyWhatsapp/dev,service,number,category} MetricName=\\\"BilledMessages\\\"', 'Sum', 120)",
    );
  });

  it("counts a series once that is found by the search and by its name", async () => {
    answer = ({ input }) => ({
      MetricDataResults: (input.MetricDataQueries as { Id: string }[]).map(({ Id }) => ({
        Id,
        Label: "support",
        Values: [2],
      })),
    });
    const until = Date.now();
    const series = [{ service: "worker", number: "support" }];
    const found = await cloud().metric({
      name: "PartsSent",
      stat: "Sum",
      by: ["number"],
      since: until - 90_000,
      until,
      series,
    });
    expect(found).toEqual([{ by: { number: "support" }, value: 2 }]);
    expect(JSON.stringify(sent)).toContain(
      '{"Name":"service","Value":"worker"},{"Name":"number","Value":"support"}',
    );
  });

  it.each(["Sum", "SampleCount"])("adds up the hours of a %s", async (stat) => {
    answer = ({ input }) => ({
      MetricDataResults: (input.MetricDataQueries as { Id: string }[]).map(({ Id }) => ({
        Id,
        Label: "support",
        Values: [2, 3],
      })),
    });
    const until = Date.now();
    const found = await cloud().metric({
      name: "AnswerDelay",
      stat,
      by: ["number"],
      since: until - 9e7,
      until,
    });
    expect(found).toEqual([{ by: { number: "support" }, value: 5 }]);
  });

  it.each<[string, number, number, string, number]>([
    ["an hour", 0, 1 / 24, "Sum", 3_600],
    ["an hour's median", 0, 1 / 24, "p50", 3_600],
    ["14 days", 14, 14, "Sum", 3_600],
    ["14 days' samples", 14, 14, "SampleCount", 3_600],
    ["the month, on its 28th", 27.5, 27.5, "Sum", 3_600],
    ["ten minutes, 16 days ago", 16, 600 / 86_400, "Sum", 600],
    ["seven minutes, 20 days ago", 20, 420 / 86_400, "p50", 600],
    ["a day, 70 days ago", 70, 0.9, "Maximum", 79_200],
    ["seven minutes, 70 days ago", 70, 420 / 86_400, "Sum", 3_600],
    ["seven minutes, just now", 0, 420 / 86_400, "Sum", 420],
  ])("is asked for %s in periods that CloudWatch still has", (_, daysAgo, spanDays, stat, expected) => {
    const [now, day] = [Date.UTC(2026, 10, 28, 12), 86_400_000];
    const since = daysAgo === 0 ? now - spanDays * day : now - daysAgo * day;
    const period = periodSeconds({ stat, since, until: since + spanDays * day }, now);
    expect(period).toBe(expected);
    expect(period % (daysAgo > 63 ? 3_600 : daysAgo > 15 ? 300 : 60)).toBe(0);
  });

  it("shows log lines of all functions in order of time", async () => {
    answer = ({ name, input }) =>
      name === "ListStackResourcesCommand"
        ? {
            StackResourceSummaries: [
              {
                ResourceType: "AWS::Logs::LogGroup",
                LogicalResourceId: "WebhookLogs0123ABCD",
                PhysicalResourceId: "lg-webhook",
              },
              {
                ResourceType: "AWS::Logs::LogGroup",
                LogicalResourceId: "WorkerLogs0123ABCD",
                PhysicalResourceId: "lg-worker",
              },
              {
                ResourceType: "AWS::Logs::LogGroup",
                LogicalResourceId: "ApiAccessLog0123ABCD",
                PhysicalResourceId: "lg-access",
              },
            ],
          }
        : {
            events: [
              { timestamp: input.logGroupName === "lg-worker" ? 1 : 2, message: '{"code":"turn.answered"}' },
            ],
          };
    const found = await cloud().logs({ containing: "conv", since: 0 });
    expect(found).toEqual([
      { at: 1, function: "worker", fields: { code: "turn.answered" } },
      { at: 2, function: "webhook", fields: { code: "turn.answered" } },
    ]);
    expect(
      sent.filter(({ name }) => name === "FilterLogEventsCommand").map(({ input }) => input.filterPattern),
    ).toEqual(['"conv"', '"conv"']);
  });

  it("lists alarms that ring, and who has not confirmed", async () => {
    answer = ({ name }) => {
      if (name === "ListStackResourcesCommand")
        return { StackResourceSummaries: [ALARM("TurnsFailed"), ALARM("CustomersUnanswered", "Composite")] };
      return name === "DescribeAlarmsCommand"
        ? {
            MetricAlarms: [
              {
                AlarmName: "chatsby-whatsapp-dev-TurnsFailed",
                StateValue: "ALARM",
                StateUpdatedTimestamp: new Date(5),
                AlarmDescription: "Impact",
                Metrics: [
                  { Id: "expr", Expression: "failed / messages" },
                  { Id: "failed", MetricStat: {} },
                  { Id: "messages", MetricStat: {} },
                ],
              },
            ],
            CompositeAlarms: [{ AlarmName: "chatsby-whatsapp-dev-CustomersUnanswered", StateValue: "OK" }],
          }
        : {
            Subscriptions: [
              { Protocol: "email", SubscriptionArn: "PendingConfirmation" },
              { Protocol: "email", SubscriptionArn: "arn:aws:sns:1" },
            ],
          };
    };
    expect(await cloud().alarms()).toEqual([
      {
        name: "chatsby-whatsapp-dev-TurnsFailed",
        state: "alarm",
        since: 5,
        description: "Impact",
        metrics: 2,
      },
      {
        name: "chatsby-whatsapp-dev-CustomersUnanswered",
        state: "ok",
        since: 0,
        description: "",
        metrics: 0,
      },
    ]);
    expect(await cloud().subscribers("alarms")).toEqual([
      { protocol: "email", confirmed: false },
      { protocol: "email", confirmed: true },
    ]);
    expect(sent.at(-1)).toMatchObject({ input: { TopicArn: "arn:aws:sns:x" } });
    await cloud().subscribers("handoffs");
    expect(sent.at(-1)).toMatchObject({ input: { TopicArn: "arn:aws:sns:handoffs" } });
  });

  it("asks for the stack's own alarms by their names, and for no other stage's", async () => {
    const names = Array.from({ length: 130 }, (_, at) => `Watch-${at}`);
    answer = ({ name }) => {
      if (name !== "ListStackResourcesCommand") return {};
      return {
        StackResourceSummaries: [
          ALARM("CustomersUnanswered", "Composite"),
          ...names.map((each) => ALARM(each)),
        ],
      };
    };
    await cloud().alarms();
    const asked = sent.filter(({ name }) => name === "DescribeAlarmsCommand").map(({ input }) => input);
    expect(asked.flatMap(({ AlarmNames }) => AlarmNames)).toEqual(
      ["CustomersUnanswered", ...names].map((name) => `chatsby-whatsapp-dev-${name}`),
    );
    for (const { AlarmNames, AlarmNamePrefix, AlarmTypes } of asked) {
      expect((AlarmNames as string[]).length).toBeLessThanOrEqual(100);
      expect([AlarmNamePrefix, AlarmTypes]).toEqual([undefined, ["MetricAlarm", "CompositeAlarm"]]);
    }
  });

  it("has no alarms, and not everybody's, when its stack has none", async () => {
    answer = () => ({ StackResourceSummaries: [], MetricAlarms: [{ AlarmName: "somebody-else" }] });
    expect(await cloud().alarms()).toEqual([]);
  });

  it("knows how old the oldest wake-up is", async () => {
    answer = ({ name }) =>
      name === "GetQueueAttributesCommand"
        ? {
            Attributes: {
              ApproximateNumberOfMessages: "2",
              ApproximateNumberOfMessagesNotVisible: "1",
              ApproximateNumberOfMessagesDelayed: "0",
            },
          }
        : {
            Datapoints: [
              { Timestamp: new Date(2), Maximum: 40 },
              { Timestamp: new Date(1), Maximum: 700 },
            ],
          };
    expect(await cloud().queue("turns")).toMatchObject({
      queue: { waiting: 2, inFlight: 1 },
      deadLetters: { waiting: 2 },
    });
    expect(await cloud().oldestSeconds?.("turns")).toBe(40);
    expect(await cloud().oldestSeconds?.("leads")).toBeUndefined();
    expect(await cloud().queue("leads")).toBeUndefined();
    expect(sent.find(({ name }) => name === "GetMetricStatisticsCommand")?.input.Dimensions).toEqual([
      { Name: "QueueName", Value: "turns.fifo" },
    ]);
  });

  it("overwrites no secret that somebody else has changed meanwhile", async () => {
    answer = () => ({ SecretString: "{}", VersionId: "theirs" });
    await expect(cloud().secret.write("{}", "mine")).rejects.toThrow("changed by somebody else");
    expect(sent.map(({ name }) => name)).toEqual(["GetSecretValueCommand"]);
    await cloud().secret.write('{"a":1}', "theirs");
    expect(sent.at(-1)).toEqual({
      name: "PutSecretValueCommand",
      input: { SecretId: "s", SecretString: '{"a":1}' },
    });
  });
});
