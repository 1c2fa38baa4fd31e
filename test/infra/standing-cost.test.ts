import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import type { Template } from "aws-cdk-lib/assertions";
import { standingOf } from "../../cli/cost/standing.ts";
import { EVERYDAY_METRICS } from "../../lib/application/ports/telemetry.ts";
import { type Standing, standingUsd, totalUsd } from "../../lib/domain/cost/aws-rates.ts";
import { alarmMetrics, monitoringOf } from "../support/cloudwatch/deployed-alarms.ts";
import { EVERYTHING, META, settingsOf, TWILIO, templateOf } from "./synthesized.ts";

const CEILING_USD = 7;

type Resource = { Type: string; Properties?: Record<string, unknown> };
const resourcesOf = (template: Template): readonly Resource[] => Object.values(template.toJSON().Resources);

/** They cost what they are used for, or nothing. What is in neither list may cost money each hour. */
const WITHOUT_STANDING_COST = new Set([
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Authorizer",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::Cognito::ManagedLoginBranding",
  "AWS::Cognito::UserPool",
  "AWS::Cognito::UserPoolClient",
  "AWS::Cognito::UserPoolDomain",
  "AWS::Cognito::UserPoolGroup",
  "AWS::Cognito::UserPoolResourceServer",
  "AWS::DynamoDB::Table",
  "AWS::Events::EventBus",
  "AWS::Events::Rule",
  "AWS::IAM::ManagedPolicy",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::Lambda::Alias",
  "AWS::Lambda::Function",
  "AWS::Lambda::Permission",
  "AWS::Lambda::Version",
  "AWS::Logs::LogGroup",
  "AWS::Logs::MetricFilter",
  "AWS::S3::Bucket",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Topic",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
]);
const CHARGED = new Set([
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::CompositeAlarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::KMS::Key",
  "AWS::Lambda::EventSourceMapping",
  "AWS::SecretsManager::Secret",
]);

function standingDeployed(template: Template, numbers: number): Standing {
  const resources = resourcesOf(template);
  const count = (type: string) => resources.filter(({ Type }) => Type === type).length;
  return {
    alarmMetrics: alarmMetrics(monitoringOf(template)),
    compositeAlarms: count("AWS::CloudWatch::CompositeAlarm"),
    everydayMetrics: EVERYDAY_METRICS.length * numbers,
    secrets: count("AWS::SecretsManager::Secret"),
    keys: count("AWS::KMS::Key"),
    dashboards: count("AWS::CloudWatch::Dashboard"),
    polledQueues: resources
      .filter(({ Type }) => Type === "AWS::Lambda::EventSourceMapping")
      .map(({ Properties }) => (JSON.stringify(Properties).includes("TurnsQueue") ? "fifo" : "any")),
  };
}

describe("the standing cost of one number", () => {
  it.each([
    ["Meta", META],
    ["Twilio", TWILIO],
  ])("of %s is at most seven dollars a month, by the synthesized template", (_, number) => {
    const usd = standingUsd(standingDeployed(templateOf({ numbers: [number] }), 1));
    expect(totalUsd(usd)).toBeLessThanOrEqual(CEILING_USD);
  });

  it("has a price for each kind of resource that is not free while nobody uses it", () => {
    const types = new Set(resourcesOf(templateOf({ numbers: [META] })).map(({ Type }) => Type));
    expect([...types].filter((type) => !WITHOUT_STANDING_COST.has(type) && !CHARGED.has(type))).toEqual([]);
    expect(types.size).toBeGreaterThan(20);
  });

  it("has nothing provisioned: neither instances, nor the table's capacity, nor a paid plan of sign-in", () => {
    const template = templateOf({ numbers: [META] });
    expect(JSON.stringify(template.toJSON())).not.toMatch(/ProvisionedConcurren|ProvisionedThroughput/);
    template.allResourcesProperties("AWS::DynamoDB::Table", { BillingMode: "PAY_PER_REQUEST" });
    template.allResourcesProperties("AWS::Cognito::UserPool", { UserPoolTier: "ESSENTIALS" });
  });

  it("counts a key and a second number, so that nobody adds either unnoticed", () => {
    const one = totalUsd(standingUsd(standingDeployed(templateOf({ numbers: [META] }), 1)));
    const two = totalUsd(standingUsd(standingDeployed(templateOf(), 2)));
    expect(two - one).toBeCloseTo(EVERYDAY_METRICS.length * 0.3);
    const encrypted = templateOf({ numbers: [META], security: { customerManagedKey: true } });
    expect(totalUsd(standingUsd(standingDeployed(encrypted, 1))) - one).toBeCloseTo(3);
  });

  it.each([{}, EVERYTHING, { security: { customerManagedKey: true } }])(
    "is what `wa cost` takes it for, with %j",
    (file) => {
      const found = standingDeployed(templateOf(file), 2);
      const settings = settingsOf({ numbers: [META, TWILIO], ...file });
      const sorted = ({ polledQueues, ...rest }: Standing) => ({
        ...rest,
        polledQueues: polledQueues.toSorted(),
      });
      expect(sorted(standingOf(settings, found.alarmMetrics))).toEqual(sorted(found));
    },
  );

  it("is in docs/performance.md and the README", () => {
    const usd = totalUsd(standingUsd(standingDeployed(templateOf({ numbers: [META] }), 1))).toFixed(2);
    expect(readFileSync("docs/performance.md", "utf8")).toContain(`| **together** | | **${usd}** |`);
    expect(readFileSync("README.md", "utf8")).toContain("about 7 dollars a month");
  });
});
