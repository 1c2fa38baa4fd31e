import { describe, expect, it } from "@jest/globals";
import { Match } from "aws-cdk-lib/assertions";
import { MAX_RECEIVES } from "../../lib/config/derived/limits.ts";
import { EVERYTHING, templateOf } from "./synthesized.ts";

type Found = ReturnType<typeof template.findResources>;

const template = templateOf(EVERYTHING);
const queues: Found = template.findResources("AWS::SQS::Queue");
const named = (prefix: string) =>
  Object.entries(queues).find(([id]) => id.startsWith(prefix)) ?? ["none", { Properties: {} }];
const propertiesOf = (found: Found, prefix: string) =>
  Object.entries(found).find(([id]) => id.startsWith(prefix))?.[1].Properties ?? {};

describe("the queues", () => {
  it.each([
    ["TurnsQueue", "TurnsDeadLetters", MAX_RECEIVES.turns],
    ["DeliveriesQueue", "DeliveriesDeadLetters", MAX_RECEIVES.deliveries],
    ["LeadsQueue", "LeadsDeadLetters", MAX_RECEIVES.leads],
  ])("move a poisoned message of %s to %s after %d receives", (queue, deadLetters, receives) => {
    const [deadLettersId, { Properties: kept }] = named(deadLetters);
    expect(named(queue)[1].Properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: { "Fn::GetAtt": [deadLettersId, "Arn"] },
      maxReceiveCount: receives,
    });
    expect(kept.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  it("keep turns in order within a conversation, and let conversations pass each other", () => {
    for (const name of ["TurnsQueue", "TurnsDeadLetters"])
      expect(named(name)[1].Properties).toMatchObject({
        FifoQueue: true,
        DeduplicationScope: "messageGroup",
        FifoThroughputLimit: "perMessageGroupId",
      });
    for (const name of ["DeliveriesQueue", "LeadsQueue"])
      expect(named(name)[1].Properties.FifoQueue).toBeUndefined();
  });

  it("deduplicate turns by their content when there is no id, as EventBridge Scheduler asks of its targets", () => {
    expect(named("TurnsQueue")[1].Properties.ContentBasedDeduplication).toBe(true);
    for (const name of ["DeliveriesQueue", "LeadsQueue"])
      expect(named(name)[1].Properties.ContentBasedDeduplication).toBeUndefined();
  });

  it("are encrypted, and refuse callers without TLS", () => {
    expect(Object.values(queues)).toHaveLength(6);
    for (const { Properties } of Object.values(queues)) expect(Properties.SqsManagedSseEnabled).toBe(true);
    const refusing = template.findResources("AWS::SQS::QueuePolicy", {
      Properties: {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: "Deny",
              Action: "sqs:*",
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            }),
          ]),
        },
      },
    });
    expect(Object.keys(refusing)).toHaveLength(6);
  });

  it("hand ten messages at a time to their functions, and take back only those that failed", () => {
    for (const [queue, handler] of [
      ["TurnsQueue", "WorkerFunction"],
      ["DeliveriesQueue", "DeliveryFunction"],
      ["LeadsQueue", "LeadsLeadWebhookFunction"],
    ] as const)
      template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
        EventSourceArn: { "Fn::GetAtt": [Match.stringLikeRegexp(queue), "Arn"] },
        FunctionName: { Ref: Match.stringLikeRegexp(handler) },
        BatchSize: 10,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      });
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: { "Fn::GetAtt": [Match.stringLikeRegexp("TurnsQueue"), "Arn"] },
      ScalingConfig: { MaximumConcurrency: 4 },
    });
  });

  it.each([1, 30, 60])(
    "hide a message longer than its function may run, with an agent that may think %d s",
    (timeoutSeconds) => {
      const other = templateOf({ ...EVERYTHING, chatsby: { timeoutSeconds } });
      const found = other.findResources("AWS::SQS::Queue");
      const functions = other.findResources("AWS::Lambda::Function");
      for (const [queue, handler] of [
        ["TurnsQueue", "WorkerFunction"],
        ["DeliveriesQueue", "DeliveryFunction"],
        ["LeadsQueue", "LeadsLeadWebhookFunction"],
      ] as const) {
        const runs = Number(propertiesOf(functions, handler).Timeout);
        expect(runs).toBeGreaterThan(0);
        expect(Number(propertiesOf(found, queue).VisibilityTimeout)).toBeGreaterThan(runs);
      }
      expect(Number(propertiesOf(functions, "WorkerFunction").Timeout)).toBeGreaterThan(timeoutSeconds);
    },
  );

  it.each([
    [0, true, 0],
    [1, true, 1],
    [2, true, 1],
    [60, true, 30],
    [2, false, 2],
  ])(
    "delay every wake-up by the shortest quiet time: of %d s, adaptive: %p, %d s",
    (quietSeconds, adaptiveQuiet, seconds) => {
      const found = templateOf({ turns: { quietSeconds, adaptiveQuiet } }).findResources("AWS::SQS::Queue");
      expect(propertiesOf(found, "TurnsQueue").DelaySeconds).toBe(seconds);
      expect(propertiesOf(found, "DeliveriesQueue").DelaySeconds).toBe(0);
    },
  );
});
