import { describe, expect, it } from "@jest/globals";
import { type App, Validations } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import { loadStageSettings } from "../../infra/settings/load.ts";
import { EVERYTHING, GROWN, META, newApp, stackOf, TWILIO } from "./synthesized.ts";

const findings = (app: App) =>
  new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);

const acknowledgements = (scope: IConstruct): [string, string][] =>
  scope.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.flatMap(({ type, data }) =>
        type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY ? Object.entries<string>(data) : [],
      ),
    );

describe("the AWS Solutions rules", () => {
  it.each([
    ["Meta", { numbers: [META] }],
    ["Twilio", { numbers: [TWILIO] }],
    ["both", { numbers: [META, TWILIO] }],
    ["everything that conversations may need", EVERYTHING],
    ["everything switched on", GROWN],
    ["the key of the business alone", { security: { customerManagedKey: true } }],
    ["no traces", { tracing: false }],
    ["media", { media: { voice: "transcribe" as const, images: "describe" as const } }],
    ["media without traces", { tracing: false, media: { voice: "transcribe" as const } }],
    ["a second factor for whoever wants one", { inbox: { mfa: "optional" as const } }],
    ["no second factor", { inbox: { mfa: "off" as const } }],
    ["no inbox", { inbox: { enabled: false } }],
  ])("find nothing with %s, in development and in production", (_, settings) => {
    const app = newApp();
    stackOf({ app, stage: "dev", ...settings });
    stackOf({ app, stage: "prod", ...settings });
    expect(findings(app)).toEqual([]);
  });

  it.each([EVERYTHING, GROWN])("find nothing either when the account is known", (settings) => {
    const app = newApp();
    stackOf({ app, env: { account: "123456789012", region: "eu-west-1" }, ...settings });
    expect(findings(app)).toEqual([]);
  });

  it.each(["meta", "twilio", "both", "grown"])("find nothing with the example %s.json", (name) => {
    const app = newApp();
    stackOf({ app, ...loadStageSettings(name, "infra/settings/examples") });
    expect(findings(app)).toEqual([]);
  });

  it("would notice a queue without TLS and dead-letter queue", () => {
    const app = newApp();
    new Queue(stackOf({ app }), "Careless");
    expect(findings(app)).toEqual(["AwsSolutions-SQS3", "AwsSolutions-SQS4"]);
  });

  it("stop the synthesis when they find something", () => {
    const app = newApp();
    new Queue(stackOf({ app }), "Careless");
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS3/);
  });

  it("are set aside only where nothing else is possible, each with a reason", () => {
    const given = acknowledgements(stackOf(GROWN));
    const here = "<AWS::Region>:<AWS::AccountId>";
    expect(
      [...new Set(given.map(([id]) => id.replace(/^annotation::/i, "").replace(/<Api\w+>/, "<Api>")))].sort(),
    ).toEqual([
      "AwsSolutions-APIG4",
      "AwsSolutions-COG8",
      "AwsSolutions-IAM5[Resource::*]",
      "AwsSolutions-IAM5[Resource::<StaffFilesBucketDA4A0CAA.Arn>/files/*]",
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/amazon.nova-2-lite-v1:0]",
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:${here}:inference-profile/*.amazon.nova-2-lite-v1:0]`,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:${here}:<Api>/$default/*/conversations/*]`,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:${here}:schedule/chatsby-whatsapp-dev/*]`,
      "AwsSolutions-S1",
      "AwsSolutions-SMG4",
    ]);
    for (const [, reason] of given) expect(reason.length).toBeGreaterThan(40);
  });
});
