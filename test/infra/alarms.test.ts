import { describe, expect, it } from "@jest/globals";
import { Match } from "aws-cdk-lib/assertions";
import { EVERYTHING, templateOf } from "./synthesized.ts";

type Alarm = { AlarmDescription: string; AlarmActions: unknown[]; TreatMissingData: string; MetricName: string };

const template = templateOf(EVERYTHING);
const alarms = Object.values(template.findResources("AWS::CloudWatch::Alarm")).map(({ Properties }): Alarm => Properties);

describe("alarms", () => {
  it("say what customers notice and where to look", () => {
    expect(alarms).toHaveLength(13);
    templateOf().resourceCountIs("AWS::CloudWatch::Alarm", 12);
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

  it.each(["TurnsDeadLetters", "DeliveriesDeadLetters", "LeadsDeadLetters"])("go off for the first message in %s", (queue) => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateNumberOfMessagesVisible",
      Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [Match.stringLikeRegexp(`^${queue}`), "QueueName"] } }],
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      EvaluationPeriods: 1,
    });
  });

  it.each([
    ["/webhooks/", "", 3],
    ["/agent-actions/", "", 1],
    ["/conversations/", ' && ($.status != "502")', 1],
  ])("tell server errors under %s from those elsewhere", (path, but, threshold) => {
    const callers = `(($.routeKey = "GET ${path}*") || ($.routeKey = "POST ${path}*"))`;
    const [filter] = Object.values(
      template.findResources("AWS::Logs::MetricFilter", {
        Properties: {
          FilterPattern: `{ ${callers} && ($.status = "5*")${but} }`,
          LogGroupName: { Ref: Match.stringLikeRegexp("^ApiAccessLog") },
        },
      }),
    );
    const counted = filter?.Properties.MetricTransformations[0]?.MetricName;
    template.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName: counted, Threshold: threshold });
  });

  it("go off when a reply waits too long", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateAgeOfOldestMessage",
      Threshold: 900,
      Statistic: "Maximum",
    });
  });

  it.each([
    ["Webhook", '{ $.code = "webhook.rejected" }'],
    ["Worker", '{ $.code = "turn.failed" }'],
    ["Worker", '{ $.code = "loop.detected" }'],
    ["AgentActions", '{ $.code = "action.refused" }'],
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

describe("the handoff topic", () => {
  it("is encrypted with a key of its own that no service may use", () => {
    const keys = Object.entries(template.findResources("AWS::KMS::Key"));
    const handoff = keys.find(([id]) => id.startsWith("HandoffTopic"))?.[1];
    expect(keys).toHaveLength(2);
    expect(JSON.stringify(handoff?.Properties.KeyPolicy)).not.toContain("Service");
    template.allResourcesProperties("AWS::SNS::Topic", { KmsMasterKeyId: Match.anyValue() });
  });

  it("refuses whoever comes without TLS, and writes to the team's address", () => {
    template.hasResourceProperties("AWS::SNS::TopicPolicy", {
      Topics: [{ Ref: Match.stringLikeRegexp("^HandoffTopic") }],
      PolicyDocument: { Statement: [Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } })] },
    });
    template.hasResourceProperties("AWS::SNS::Subscription", {
      TopicArn: { Ref: Match.stringLikeRegexp("^HandoffTopic") },
      Protocol: "email",
      Endpoint: "support@example.org",
    });
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
