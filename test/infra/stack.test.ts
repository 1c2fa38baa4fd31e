import { describe, expect, it } from "@jest/globals";
import type { Template } from "aws-cdk-lib/assertions";
import { parseSecrets } from "../../lib/config/secrets.ts";
import { META, stackOf, TWILIO, templateOf } from "./synthesized.ts";

/** Resources of a kind, as JSON. */
const all = (template: Template, type: string) => Object.values(template.findResources(type));
const template = templateOf();

describe("the front door", () => {
  it("is open for the four webhook routes and nothing else", () => {
    expect(
      all(template, "AWS::ApiGatewayV2::Route")
        .map(({ Properties }) => Properties.RouteKey)
        .sort(),
    ).toEqual(["GET /webhooks/meta", "POST /webhooks/meta", "POST /webhooks/twilio", "POST /webhooks/twilio/status"]);
    for (const type of ["AWS::Lambda::Url", "AWS::ApiGateway::RestApi", "AWS::S3::Bucket"]) template.resourceCountIs(type, 0);
  });

  it("lets nobody call a function but this API", () => {
    const permissions = all(template, "AWS::Lambda::Permission");
    expect(permissions).toHaveLength(4);
    for (const { Properties } of permissions) {
      expect(Properties.Principal).toBe("apigateway.amazonaws.com");
      expect(JSON.stringify(Properties.SourceArn)).toContain("ApiCD79AAA0");
      expect(JSON.stringify(Properties.FunctionName)).toContain("WebhookFunction");
    }
  });

  it("logs counts and durations, and nothing that tells who called", () => {
    const formats: string[] = all(template, "AWS::ApiGatewayV2::Stage").map(({ Properties }) => Properties.AccessLogSettings.Format);
    expect(formats).toHaveLength(1);
    const values = formats.flatMap((format): string[] => Object.values(JSON.parse(format)));
    expect(values).toContain("$context.status");
    for (const value of values)
      expect(value).toMatch(/^\$context\.(requestId|requestTime|routeKey|status|\w*[lL]atency|integrationErrorMessage|error\.message)$/);
  });

  it("bounds a flood", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it("hands over requests in the form that the function reads", () => {
    template.allResourcesProperties("AWS::ApiGatewayV2::Integration", { PayloadFormatVersion: "2.0" });
  });
});

describe("the functions", () => {
  const functions = all(template, "AWS::Lambda::Function");

  it("run on the newest Node, on Arm, traced, with structured logs and settings of their own", () => {
    expect(functions).toHaveLength(3);
    for (const { Properties } of functions)
      expect(Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        TracingConfig: { Mode: "Active" },
        LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: expect.stringMatching(/Logs/) } },
        MemorySize: expect.any(Number),
        Timeout: expect.any(Number),
        Description: expect.any(String),
        Environment: { Variables: { WA_SETTINGS: "/var/task/settings.json", POWERTOOLS_METRICS_NAMESPACE: "ChatsbyWhatsapp" } },
      });
  });

  it.each([
    ["webhook", ["DELIVERIES_QUEUE_URL", "PUBLIC_URL", "SECRET_ID", "TABLE_NAME", "TURNS_QUEUE_URL"]],
    ["worker", ["EVENT_BUS_NAME", "PUBLIC_URL", "SECRET_ID", "TABLE_NAME", "TURNS_QUEUE_URL"]],
    ["delivery", ["TABLE_NAME", "TURNS_QUEUE_URL"]],
  ])("tell %s where its things are, and no more", (name, expected) => {
    const variables = functions
      .map(({ Properties }) => Properties.Environment.Variables)
      .find((found) => found.POWERTOOLS_SERVICE_NAME === name);
    const own = Object.keys(variables ?? {}).filter((variable) => !variable.startsWith("POWERTOOLS_") && variable !== "WA_SETTINGS");
    expect(own.sort()).toEqual(expected);
  });

  it("are called by the API's own address unless the settings give another", () => {
    const urls = (found: Template) => found.findOutputs("MetaWebhookUrl").MetaWebhookUrl?.Value;
    expect(JSON.stringify(urls(template))).toContain("ApiEndpoint");
    const custom = templateOf({ publicUrl: "https://wa.example.org" });
    expect(urls(custom)).toBe("https://wa.example.org/webhooks/meta");
    custom.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: "webhook", PUBLIC_URL: "https://wa.example.org" } },
    });
    custom.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: "worker", PUBLIC_URL: "https://wa.example.org" } },
    });
  });

  it("keep their logs for a month", () => {
    const groups = all(template, "AWS::Logs::LogGroup");
    expect(groups).toHaveLength(4);
    for (const { Properties } of groups) expect(Properties.RetentionInDays).toBe(30);
  });
});

describe("what is kept", () => {
  it("can be read in order with strong consistency, expires, and can be restored to any second", () => {
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: "pending",
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "pendingAt", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });

  it.each(["prod", "production"])("outlives the stack and every mistake in stage %s", (stage) => {
    const stack = stackOf({ stage });
    expect(stack.terminationProtection).toBe(true);
    const kept = templateOf({ stage });
    kept.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: true });
    for (const type of ["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret", "AWS::SQS::Queue"])
      for (const { DeletionPolicy } of all(kept, type)) expect(DeletionPolicy).toBe("Retain");
    const logs = all(kept, "AWS::Logs::LogGroup").filter(({ DeletionPolicy }) => DeletionPolicy === "Retain");
    expect(logs).toHaveLength(3);
  });

  it.each(["dev", "preprod", "prod-eu"])("goes with the stack in stage %s", (stage) => {
    expect(stackOf({ stage }).terminationProtection).toBe(false);
    const found = templateOf({ stage });
    found.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: false });
    for (const type of ["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret", "AWS::SQS::Queue", "AWS::Logs::LogGroup"])
      for (const { DeletionPolicy } of all(found, type)) expect(DeletionPolicy).toBe("Delete");
  });

  it("carries tags that tell its cost apart by stage", () => {
    const tagged = (type: string) => all(template, type).map(({ Properties }) => Properties.Tags);
    for (const type of ["AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::Logs::LogGroup", "AWS::KMS::Key"])
      for (const tags of tagged(type))
        expect(tags).toEqual([
          { Key: "application", Value: "chatsby-whatsapp" },
          { Key: "stage", Value: "dev" },
        ]);
  });
});

describe("the secret", () => {
  it("is generated by the same words whatever the settings, because CloudFormation would wipe it otherwise", () => {
    for (const options of [{}, { numbers: [META] }, { numbers: [TWILIO] }, { stage: "prod" }, { alerts: { email: "a@example.org" } }])
      templateOf(options).hasResourceProperties("AWS::SecretsManager::Secret", {
        GenerateSecretString: {
          SecretStringTemplate: "{}",
          GenerateStringKey: "identityKey",
          PasswordLength: 44,
          ExcludePunctuation: true,
        },
      });
  });

  it("is of no use to the functions until a person fills it in, so that they refuse all webhooks", () => {
    const [generated] = all(template, "AWS::SecretsManager::Secret").map(({ Properties }) => Properties.GenerateSecretString);
    const text = JSON.stringify({
      ...JSON.parse(generated.SecretStringTemplate),
      [generated.GenerateStringKey]: "k".repeat(generated.PasswordLength),
    });
    expect(() => parseSecrets(text)).toThrow(/^the secret has 1 problem:\n {2}chatsby: /);
  });
});

describe("outputs and warnings", () => {
  it("give Twilio a URL that asks for retries", () => {
    expect(JSON.stringify(template.findOutputs("TwilioWebhookUrl"))).toContain("/webhooks/twilio#rc=3&rp=5xx,ct,rt");
  });

  it("name what the operator's tools need", () => {
    expect(Object.keys(template.findOutputs("*")).sort()).toEqual([
      "AlarmTopicArn",
      "DeliveriesDeadLettersUrl",
      "DeliveriesQueueUrl",
      "EventBusName",
      "MetaWebhookUrl",
      "SecretName",
      "TableName",
      "TurnsDeadLettersUrl",
      "TurnsQueueUrl",
      "TwilioWebhookUrl",
    ]);
    template.hasResourceProperties("AWS::Events::EventBus", { Name: "chatsby-whatsapp-dev" });
  });

  it("warn, without failing, while the settings hold ids of the example", () => {
    const warnings = (agentId: string) =>
      stackOf({ numbers: [{ ...META, agentId }] })
        .node.metadata.filter(({ type }) => type === "aws:cdk:warning")
        .map(({ data }) => String(data));
    expect(warnings("agent_1a2b3c4d5e")).toEqual([expect.stringMatching(/infra\/settings\/dev\.json .*numbers\[0\]\.agentId/)]);
    expect(warnings("agent_of_mine")).toEqual([]);
  });
});
