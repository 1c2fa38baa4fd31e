import { describe, expect, it } from "@jest/globals";
import { Match } from "aws-cdk-lib/assertions";
import { templateOf } from "./synthesized.ts";

type Alarm = { AlarmDescription: string; AlarmActions: unknown[]; TreatMissingData: string; MetricName: string };

const template = templateOf({ alerts: { email: "ops@example.org" } });
const alarms = Object.values(template.findResources("AWS::CloudWatch::Alarm")).map(({ Properties }): Alarm => Properties);

describe("alarms", () => {
  it("say what customers notice and where to look", () => {
    expect(alarms).toHaveLength(8);
    for (const alarm of alarms) {
      expect(alarm.AlarmDescription).toMatch(/^Impact: .{20,}\. Look at: .{10,}[.?]$/);
      expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024);
    }
  });

  it("reach the topic, and stay quiet where nothing happens", () => {
    for (const alarm of alarms) {
      expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^AlarmTopic/) }]);
      expect(alarm.TreatMissingData).toBe("notBreaching");
    }
  });

  it.each(["TurnsDeadLetters", "DeliveriesDeadLetters"])("go off for the first message in %s", (queue) => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateNumberOfMessagesVisible",
      Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [Match.stringLikeRegexp(`^${queue}`), "QueueName"] } }],
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      EvaluationPeriods: 1,
    });
  });

  it("go off when webhooks fail and when a reply waits too long", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName: "5xx", Namespace: "AWS/ApiGateway", Threshold: 3 });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateAgeOfOldestMessage",
      Threshold: 900,
      Statistic: "Maximum",
    });
  });

  it.each([
    ["Webhook", '{ $.code = "webhook.rejected" }'],
    ["Worker", '{ $.code = "turn.failed" }'],
    ["Worker", '{ ($.code = "send.refused") && ($.remedy = "stop") }'],
  ])("count the log lines of %s that match %s", (name, pattern) => {
    const [filter] = Object.values(
      template.findResources("AWS::Logs::MetricFilter", {
        Properties: { FilterPattern: pattern, LogGroupName: { Ref: Match.stringLikeRegexp(`^${name}Logs`) } },
      }),
    );
    const counted = filter?.Properties.MetricTransformations[0]?.MetricName;
    expect(alarms.map(({ MetricName }) => MetricName)).toContain(counted);
  });
});

describe("the alarm topic", () => {
  it("is encrypted with a key that CloudWatch may use, for this account only", () => {
    template.hasResourceProperties("AWS::SNS::Topic", { KmsMasterKeyId: Match.anyValue() });
    const ours = { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } };
    template.hasResourceProperties("AWS::KMS::Key", {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
            Condition: ours,
          }),
        ]),
      },
    });
    template.hasResourceProperties("AWS::SNS::TopicPolicy", {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
          Match.objectLike({ Effect: "Allow", Action: "sns:Publish", Principal: { Service: "cloudwatch.amazonaws.com" }, Condition: ours }),
        ],
      },
    });
  });

  it("writes to the address in the settings, and to nobody when there is none", () => {
    template.hasResourceProperties("AWS::SNS::Subscription", { Protocol: "email", Endpoint: "ops@example.org" });
    templateOf().resourceCountIs("AWS::SNS::Subscription", 0);
  });
});
