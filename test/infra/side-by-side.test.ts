import { describe, expect, it } from "@jest/globals";
import type { Template } from "aws-cdk-lib/assertions";
import { logGroupsOf } from "../../cli/cloud/logs.ts";
import { FUNCTION_NAMES } from "../../lib/config/deployment/function-names.ts";
import { EVERYTHING, GROWN, newApp, stackOf, templateOf } from "./synthesized.ts";

/** A role's policy, a function's alias, an API's authorizer, and what a user pool holds. */
const NAMED_WITHIN =
  /^AWS::(IAM::Policy|Lambda::Alias|ApiGatewayV2::Authorizer|Cognito::UserPool(Group|ResourceServer)) /;

/** Each with the kind of resource among which it must be unique. */
function chosenNames(template: Template): string[] {
  const {
    Resources,
  }: { Resources?: Record<string, { Type: string; Properties?: Record<string, unknown> }> } =
    template.toJSON();
  return Object.values(Resources ?? {}).flatMap(({ Type, Properties = {} }) =>
    Object.entries(Properties)
      // Names of other resources.
      .filter(([key]) => /Name$/.test(key) && !["MetricName", "ServiceName"].includes(key))
      .flatMap(([key, value]) =>
        typeof value === "string" && !value.startsWith("$") ? [`${Type} ${key} ${value}`] : [],
      ),
  );
}

describe("two stages in one account and region", () => {
  it("have no name in common", () => {
    const [dev, prod] = [
      chosenNames(templateOf({ stage: "dev", ...EVERYTHING })),
      chosenNames(templateOf({ stage: "prod", ...EVERYTHING })),
    ];
    for (const kind of [
      "AWS::Events::EventBus",
      "AWS::Scheduler::ScheduleGroup",
      "AWS::Logs::LogGroup",
      "AWS::ApiGatewayV2::Api",
    ])
      expect(dev.filter((name) => name.startsWith(kind))).toHaveLength(1);
    expect(dev.length).toBe(prod.length);
    const shared = dev.filter((name) => prod.includes(name) && !NAMED_WITHIN.test(name));
    expect(shared).toEqual([]);
  });

  it("have different stack names, so that CloudFormation's names differ too", () => {
    const app = newApp();
    expect(stackOf({ app, stage: "eu" }).stackName).not.toBe(stackOf({ app, stage: "us" }).stackName);
  });
});

describe("two stages of which one's name begins like the other's", () => {
  const [prod, prodEu] = ["prod", "prod-eu"].map((stage) => templateOf({ stage, ...EVERYTHING }));

  it("are searched for by CloudWatch each in its own namespace, which a hyphen needs quotes for", () => {
    const namespaces = (template: Template | undefined) => {
      const [dashboard] = Object.values(template?.findResources("AWS::CloudWatch::Dashboard") ?? {});
      const found = JSON.stringify(dashboard?.Properties.DashboardBody).matchAll(/SEARCH\('\{(.+?),/g);
      return [...new Set([...found].map(([, namespace = ""]) => namespace.replaceAll("\\", "")))];
    };
    expect(namespaces(prod)).toEqual(["ChatsbyWhatsapp/prod"]);
    expect(namespaces(prodEu)).toEqual(['"ChatsbyWhatsapp/prod-eu"']);
  });

  it("have resources that are identified by their whole names", () => {
    const names = (template: Template | undefined) =>
      template ? chosenNames(template).filter((name) => !NAMED_WITHIN.test(name)) : [];
    expect(names(prod).filter((name) => names(prodEu).includes(name))).toEqual([]);
  });
});

describe("the logs of a deployed stage", () => {
  it("are known by the function that writes them", () => {
    const resources = Object.entries(templateOf({ ...EVERYTHING }).findResources("AWS::Logs::LogGroup")).map(
      ([id]) => ({
        ...{ type: "AWS::Logs::LogGroup", id, name: id },
      }),
    );
    const found = logGroupsOf(resources);
    expect(found.map((each) => each.function).toSorted()).toEqual([...FUNCTION_NAMES].toSorted());
    const logIdOf = (name: string) => found.find((each) => each.function === name)?.name;
    const functions = Object.values(templateOf({ ...EVERYTHING }).findResources("AWS::Lambda::Function"));
    for (const { Properties } of functions)
      expect(logIdOf(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME)).toBe(
        Properties.LoggingConfig.LogGroup.Ref,
      );
  });
});

describe("one stage in two regions of an account", () => {
  it("has no name of its own where names count for all regions: roles, policies and buckets", () => {
    const global = chosenNames(templateOf(GROWN)).filter((name) =>
      /^AWS::(IAM::(Role|ManagedPolicy|User|Group)|S3)/.test(name),
    );
    expect(global).toEqual([]);
  });
});

describe("the settings for all resources", () => {
  it("are tags of the business, besides ours", () => {
    const tagged = templateOf({ ...EVERYTHING, tags: { "cost-center": "4711" } });
    for (const type of [
      "AWS::DynamoDB::Table",
      "AWS::SQS::Queue",
      "AWS::Lambda::Function",
      "AWS::SNS::Topic",
      "AWS::IAM::Role",
    ])
      for (const { Properties } of Object.values(tagged.findResources(type)))
        expect(Properties.Tags).toEqual([
          { Key: "application", Value: "chatsby-whatsapp" },
          { Key: "cost-center", Value: "4711" },
          { Key: "stage", Value: "dev" },
        ]);
  });

  it("is how long logs are kept, the access log's too", () => {
    const groups = Object.values(
      templateOf({ ...EVERYTHING, logs: { retentionDays: 90 } }).findResources("AWS::Logs::LogGroup"),
    );
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(Array(9).fill(90));
  });

  it("is whether requests are traced; without, no function may send traces", () => {
    const quiet = templateOf({ ...EVERYTHING, tracing: false });
    for (const { Properties } of Object.values(quiet.findResources("AWS::Lambda::Function")))
      expect(Properties.TracingConfig).toBeUndefined();
    expect(JSON.stringify(quiet.toJSON())).not.toContain("xray:");
    expect(JSON.stringify(templateOf(EVERYTHING).toJSON())).toContain("xray:PutTraceSegments");
  });

  it.each([
    ["dev", true, "RetainExceptOnCreate"],
    ["prod", false, "Delete"],
  ])(
    "is whether the data of stage %s is kept: with keepData %p the policy is %s",
    (stage, keepData, policy) => {
      expect(stackOf({ stage, keepData }).terminationProtection).toBe(keepData);
      const found = templateOf({ stage, keepData, ...EVERYTHING });
      found.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: keepData });
      for (const type of ["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret", "AWS::SQS::Queue"])
        for (const { DeletionPolicy } of Object.values(found.findResources(type)))
          expect(DeletionPolicy).toBe(policy);
    },
  );
});
