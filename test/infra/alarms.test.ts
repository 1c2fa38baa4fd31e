import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { alarmMetrics, monitoringOf } from "../support/cloudwatch/deployed-alarms.ts";
import { EVERYTHING, META, templateOf } from "./synthesized.ts";

type Alarm = {
  AlarmName: string;
  AlarmDescription: string;
  AlarmActions?: unknown[];
  TreatMissingData: string;
  MetricName: string;
};

const settings = { ...EVERYTHING, alerts: { ...EVERYTHING.alerts, billedPerDay: 500, silentAfterHours: 12 } };
const template = templateOf(settings);
const encrypted = templateOf({ ...settings, security: { customerManagedKey: true } });
const topicNamed = (name: string, of: Template) =>
  Object.entries(of.findResources("AWS::SNS::Topic")).find(([id]) => id.startsWith(name))?.[1].Properties;
const found = (type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }): Alarm => Properties);
const alarms = found("AWS::CloudWatch::Alarm");
const composite = found("AWS::CloudWatch::CompositeAlarm");
const named = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `chatsby-whatsapp-dev-${name}`);
/** The sections under "Alarms" of the runbook. */
const sections = [
  ...(/## Alarms\n([\s\S]*?)\n## /.exec(readFileSync("docs/runbook.md", "utf8"))?.[1] ?? "").matchAll(
    /^### (\w+)$/gm,
  ),
].map(([, name]) => name);

describe("alarms", () => {
  it("name what customers notice and where the runbook says what to do", () => {
    for (const { AlarmDescription, AlarmName } of [...alarms, ...composite]) {
      expect(AlarmDescription).toMatch(
        /^Impact: .{20,}\. What to do: npm run wa -- doctor --stage [a-z]+, then docs\/runbook\.md#[a-z]+$/,
      );
      expect(AlarmDescription).toContain(`#${AlarmName.split("-")[3]?.toLowerCase()}`);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
    }
  });

  it("have each a section in the runbook, and no section is of none", () => {
    const names = [...alarms, ...composite].map(({ AlarmName }) => AlarmName.split("-")[3]);
    expect(sections.length).toBeGreaterThan(20);
    expect([...new Set(names)].toSorted()).toEqual(sections.toSorted());
  });

  it("name the runbook's own address where there is one", () => {
    const elsewhere = templateOf({ alerts: { runbookUrl: "https://wiki.example.org/whatsapp" } });
    elsewhere.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmDescription: Match.stringLikeRegexp("https://wiki.example.org/whatsapp#webhookslow$"),
    });
  });

  it("report once when customers go unanswered, whichever of the critical ones rings", () => {
    expect(composite.map(({ AlarmActions }) => AlarmActions)).toEqual([
      [{ Ref: expect.stringMatching(/^AlarmTopic/) }],
    ]);
    const rule = JSON.stringify(composite);
    const silent = alarms
      .filter(({ AlarmActions }) => AlarmActions === undefined)
      .map(({ AlarmName }) => AlarmName.split("-")[3]);
    expect(silent.toSorted()).toEqual([
      "AgentFailing",
      "RepliesStopped",
      "RepliesWaiting",
      "SecretUnusable",
      "SendsUnknown",
      "WebhookFailing",
      "WorkerFailing",
    ]);
    for (const name of silent) expect(rule).toContain(`Alarms${name}`);
  });

  it("reach the topic, and stay quiet without data, except for a number to which nobody writes", () => {
    for (const { AlarmName, AlarmActions, TreatMissingData } of alarms) {
      if (AlarmActions) expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^AlarmTopic/) }]);
      expect(TreatMissingData).toBe(AlarmName.includes("NumberSilent") ? "breaching" : "notBreaching");
    }
  });

  it("watch the budget and silent numbers only with these settings", () => {
    expect(named("BilledTooMuch")).toMatchObject({ Threshold: 500 });
    expect(named("NumberSilent-support")).toMatchObject({ EvaluationPeriods: 12, DatapointsToAlarm: 12 });
    const first = templateOf({ ...settings, firstDeploy: true }).findResources("AWS::CloudWatch::Alarm");
    expect(JSON.stringify(first)).not.toContain("NumberSilent");
    const names = JSON.stringify(templateOf().findResources("AWS::CloudWatch::Alarm"));
    expect(names).not.toMatch(/BilledTooMuch|NumberSilent/);
  });

  it.each(["TurnsDeadLetters", "DeliveriesDeadLetters", "LeadsDeadLetters"])(
    "go off for the first message in %s",
    (queue) => {
      template.hasResourceProperties("AWS::CloudWatch::Alarm", {
        MetricName: "ApproximateNumberOfMessagesVisible",
        Dimensions: [
          { Name: "QueueName", Value: { "Fn::GetAtt": [Match.stringLikeRegexp(`^${queue}`), "QueueName"] } },
        ],
        Threshold: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        EvaluationPeriods: 1,
      });
    },
  );

  it.each(["TurnsDeadLetters", "DeliveriesDeadLetters", "LeadsDeadLetters"])(
    "go off again for each message that joins others in %s",
    (queue) => {
      const ofQueue = (metric: string) =>
        Match.objectLike({
          MetricStat: Match.objectLike({
            Metric: Match.objectLike({
              MetricName: metric,
              Dimensions: [
                {
                  Name: "QueueName",
                  Value: { "Fn::GetAtt": [Match.stringLikeRegexp(`^${queue}`), "QueueName"] },
                },
              ],
            }),
            Period: 60,
          }),
        });
      // Growth; nothing while the first one arrives.
      const growth = "IF(seen - DIFF(seen) >= 1, DIFF(seen), 0)";
      template.hasResourceProperties("AWS::CloudWatch::Alarm", {
        Metrics: Match.arrayWith([
          Match.objectLike({ Expression: growth }),
          ofQueue("ApproximateNumberOfMessagesVisible"),
        ]),
        Threshold: 1,
        EvaluationPeriods: 1,
        AlarmActions: Match.anyValue(),
        OKActions: Match.absent(),
      });
    },
  );

  it("are billed by their metrics, of which there are few", () => {
    // 0.10 USD a month each: standing-cost.test.ts.
    const oneNumber = templateOf({ numbers: [META] });
    expect(alarmMetrics(monitoringOf(oneNumber))).toBeLessThanOrEqual(33);
    expect(alarmMetrics(monitoringOf(templateOf()))).toBe(alarmMetrics(monitoringOf(oneNumber)));
  });

  it.each([
    [["/webhooks/"], "", 3],
    [["/agent-actions/"], "", 3],
    [["/conversations/", "/inbox"], ' && ($.status != "502")', 3],
  ])("separate server errors under %s from those elsewhere", (paths, but, threshold) => {
    const callers = paths
      .flatMap((path) => ["GET", "POST", "PUT"].map((method) => `($.routeKey = "${method} ${path}*")`))
      .join(" || ");
    const [filter] = Object.values(
      template.findResources("AWS::Logs::MetricFilter", {
        Properties: {
          FilterPattern: `{ (${callers}) && ($.status = "5*")${but} }`,
          LogGroupName: { Ref: Match.stringLikeRegexp("^ApiAccessLog") },
        },
      }),
    );
    const counted = filter?.Properties.MetricTransformations[0]?.MetricName;
    const of = alarms.find((alarm) => JSON.stringify(alarm).includes(`"${counted}"`));
    expect(of).toMatchObject({ Threshold: threshold });
  });

  it("go off when a reply waits too long", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateAgeOfOldestMessage",
      Threshold: 900,
      Statistic: "Maximum",
    });
  });

  it.each([
    ["Webhook", '{ ($.code = "webhook.rejected") && ($.reason != "unsigned") }'],
    ["Worker", '{ ($.code = "turn.failed") && ($.ofCustomer = "first") }'],
    ["Worker", '{ ($.code = "agent.failed") && ($.failures = 1) }'],
    ["Worker", '{ $.code = "loop.detected" }'],
    ["Worker", '{ $.code = "message.orphaned" }'],
    ["Webhook", '{ ($.code = "webhook.item-ignored") && ($.reason = "not-our-number") }'],
    ["AgentActions", '{ $.code = "action.refused" }'],
    ["Worker", '{ ($.code = "send.refused") && ($.failureAction = "stop") }'],
  ])("count the log lines of %s that match %s", (name, pattern) => {
    const [filter] = Object.values(
      template.findResources("AWS::Logs::MetricFilter", {
        Properties: { FilterPattern: pattern, LogGroupName: { Ref: Match.stringLikeRegexp(`^${name}Logs`) } },
      }),
    );
    const counted = filter?.Properties.MetricTransformations[0]?.MetricName;
    expect(JSON.stringify(alarms)).toContain(`"${counted}"`);
  });
});

describe("the handoff topic", () => {
  it("is encrypted with the key that AWS manages, which costs nothing", () => {
    template.resourceCountIs("AWS::KMS::Key", 0);
    expect(topicNamed("HandoffTopic", template)).toMatchObject({
      KmsMasterKeyId: { "Fn::Join": ["", expect.arrayContaining([":alias/aws/sns"])] },
    });
  });

  it("is encrypted with a key of its own that no service may use, where the business has its own keys", () => {
    const keys = Object.entries(encrypted.findResources("AWS::KMS::Key"));
    const handoff = keys.find(([id]) => id.startsWith("HandoffTopic"))?.[1];
    expect(keys).toHaveLength(3);
    expect(JSON.stringify(handoff?.Properties.KeyPolicy)).not.toContain("Service");
    encrypted.allResourcesProperties("AWS::SNS::Topic", {
      KmsMasterKeyId: { "Fn::GetAtt": Match.anyValue() },
    });
  });

  it("refuses callers without TLS, and writes to the team's address", () => {
    template.hasResourceProperties("AWS::SNS::TopicPolicy", {
      Topics: [{ Ref: Match.stringLikeRegexp("^HandoffTopic") }],
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        ],
      },
    });
    template.hasResourceProperties("AWS::SNS::Subscription", {
      TopicArn: { Ref: Match.stringLikeRegexp("^HandoffTopic") },
      Protocol: "email",
      Endpoint: "support@example.org",
    });
  });
});

describe("the alarm topic", () => {
  const ours = { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } };

  it("has no key that AWS manages: CloudWatch may not use it, and every alarm would be lost", () => {
    expect(topicNamed("AlarmTopic", template)).not.toHaveProperty("KmsMasterKeyId");
  });

  it("is encrypted with a key that CloudWatch may use, where the business has its own keys", () => {
    encrypted.hasResourceProperties("AWS::KMS::Key", {
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
  });

  it.each([template, encrypted])(
    "takes alarms of this account only, and refuses callers without TLS",
    (found) => {
      found.hasResourceProperties("AWS::SNS::TopicPolicy", {
        PolicyDocument: {
          Statement: [
            Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
            Match.objectLike({
              Effect: "Allow",
              Action: "sns:Publish",
              Principal: { Service: "cloudwatch.amazonaws.com" },
              Condition: ours,
            }),
          ],
        },
      });
    },
  );

  it("writes to the address in the settings, and to nobody when there is none", () => {
    template.hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: "ops@example.org",
    });
    templateOf().resourceCountIs("AWS::SNS::Subscription", 0);
  });
});
