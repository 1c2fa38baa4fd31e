import { isDeepStrictEqual as equals } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { Annotations, Match, type Template } from "aws-cdk-lib/assertions";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../lib/config/deployment/stack-outputs.ts";
import { parseSecrets } from "../../lib/config/secrets/secrets.ts";
import { EVERYTHING, GROWN, META, stackOf, TWILIO, templateOf } from "./synthesized.ts";

/** Resources of a kind, as JSON. */
const all = (template: Template, type: string) => Object.values(template.findResources(type));
const template = templateOf();
const full = templateOf(EVERYTHING);

const WORKER = [
  "EVENT_BUS_NAME",
  "FILES_URL",
  "HANDOFF_TOPIC_ARN",
  "INBOX_URL",
  "PUBLIC_URL",
  "SECRET_ID",
  "TABLE_NAME",
  "TURNS_QUEUE_URL",
  "WA_STAGE",
];

/** Names of a function's own environment variables. */
function variablesOf(found: Template, name: string): string[] {
  const variables = all(found, "AWS::Lambda::Function")
    .map(({ Properties }) => Properties.Environment.Variables)
    .find(({ POWERTOOLS_SERVICE_NAME }) => POWERTOOLS_SERVICE_NAME === name);
  return Object.keys(variables ?? {})
    .filter((variable) => !variable.startsWith("POWERTOOLS_") && variable !== "WA_SETTINGS")
    .sort();
}

describe("the front door", () => {
  it("is open for webhooks, the agent's actions and staff, and nothing else", () => {
    for (const found of [template, full])
      expect(
        all(found, "AWS::ApiGatewayV2::Route")
          .map(({ Properties }) => `${Properties.RouteKey} ${Properties.AuthorizationType}`)
          .sort(),
      ).toEqual([
        "GET /conversations/{proxy+} AWS_IAM",
        "GET /inbox NONE",
        "GET /inbox/api/{proxy+} JWT",
        "GET /inbox/{proxy+} NONE",
        "GET /webhooks/meta NONE",
        "POST /agent-actions/escalate NONE",
        "POST /agent-actions/lead NONE",
        "POST /conversations/{proxy+} AWS_IAM",
        "POST /inbox/api/{proxy+} JWT",
        "POST /webhooks/meta NONE",
        "POST /webhooks/twilio NONE",
        "POST /webhooks/twilio/status NONE",
        "PUT /conversations/{proxy+} AWS_IAM",
      ]);
    for (const type of ["AWS::Lambda::Url", "AWS::ApiGateway::RestApi"]) template.resourceCountIs(type, 0);
    // Private: staff-files.test.ts.
    template.resourceCountIs("AWS::S3::Bucket", 1);
  });

  it("lets nobody call a function but this API and one schedule, and each function by its own routes only", () => {
    const permissions = all(template, "AWS::Lambda::Permission");
    const [scheduled, ...others] = permissions.toSorted(
      (one, other) =>
        Number(other.Properties.Principal === "events.amazonaws.com") -
        Number(one.Properties.Principal === "events.amazonaws.com"),
    );
    expect(scheduled?.Properties).toMatchObject({
      Principal: "events.amazonaws.com",
      FunctionName: { "Fn::GetAtt": [expect.stringMatching(/^DailyCheckFunction/), "Arn"] },
      SourceArn: { "Fn::GetAtt": [expect.stringMatching(/^DailyCheckSchedule/), "Arn"] },
    });
    const calls = others.map(({ Properties }) => {
      expect(Properties.Principal).toBe("apigateway.amazonaws.com");
      expect(JSON.stringify(Properties.SourceArn)).toContain("ApiCD79AAA0");
      const [, name] =
        /"(\w+?)Function(?:Aliaslive)?[0-9A-F]{8}"/.exec(JSON.stringify(Properties.FunctionName)) ?? [];
      const [, path] = /\*\/\*(\/[^"]+)"/.exec(JSON.stringify(Properties.SourceArn)) ?? [];
      return `${name} ${path}`;
    });
    expect(calls.sort()).toEqual([
      "AgentActions /agent-actions/escalate",
      "AgentActions /agent-actions/lead",
      "Inbox /inbox",
      "Inbox /inbox/api/{proxy+}",
      "Inbox /inbox/api/{proxy+}",
      "Inbox /inbox/{proxy+}",
      "StaffOperator /conversations/{proxy+}",
      "StaffOperator /conversations/{proxy+}",
      "StaffOperator /conversations/{proxy+}",
      "Webhook /webhooks/meta",
      "Webhook /webhooks/meta",
      "Webhook /webhooks/twilio",
      "Webhook /webhooks/twilio/status",
    ]);
  });

  it("goes to a function only after the API may call it, also where a deploy moves both to another target", () => {
    for (const found of [template, templateOf(GROWN)]) {
      const permissions = Object.entries(found.findResources("AWS::Lambda::Permission"));
      const routes = all(found, "AWS::ApiGatewayV2::Route").map(({ Properties }) => Properties);
      const integrations = Object.entries(found.findResources("AWS::ApiGatewayV2::Integration"));
      for (const [integration, { Properties, DependsOn }] of integrations) {
        const paths = routes
          .filter(({ Target }) => JSON.stringify(Target).includes(integration))
          .map(({ RouteKey }) => RouteKey.split(" ")[1]);
        const allowing = permissions.filter(
          ([, { Properties: permission }]) =>
            equals(permission.FunctionName, Properties.IntegrationUri) &&
            paths.some((path) => JSON.stringify(permission.SourceArn).includes(`/*${path}"`)),
        );
        expect(allowing.length).toBeGreaterThan(0);
        expect(DependsOn).toEqual(expect.arrayContaining(allowing.map(([id]) => id)));
      }
    }
  });

  it("logs counts and durations, and nothing that identifies the caller", () => {
    const formats: string[] = all(template, "AWS::ApiGatewayV2::Stage").map(
      ({ Properties }) => Properties.AccessLogSettings.Format,
    );
    expect(formats).toHaveLength(1);
    const values = formats.flatMap((format): string[] =>
      Object.values(JSON.parse(format.replace(/:(\$context\.\w+)/g, ':"$1"'))),
    );
    expect(values).toContain("$context.status");
    for (const value of values)
      expect(value).toMatch(
        /^\$context\.(requestId|requestTime|routeKey|status|\w*[lL]atency|integrationErrorMessage|error\.message)$/,
      );
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
  const functions = all(full, "AWS::Lambda::Function");

  it("run on the newest Node, on Arm, traced, with structured logs and settings of their own", () => {
    expect(functions).toHaveLength(8);
    for (const { Properties } of functions)
      expect(Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        TracingConfig: { Mode: "Active" },
        LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: expect.stringMatching(/Logs/) } },
        MemorySize: expect.any(Number),
        Timeout: expect.any(Number),
        Description: expect.any(String),
        Environment: {
          Variables: {
            WA_SETTINGS: "/var/task/settings.json",
            POWERTOOLS_METRICS_NAMESPACE: "ChatsbyWhatsapp/dev",
          },
        },
      });
  });

  it.each([
    ["webhook", ["DELIVERIES_QUEUE_URL", "PUBLIC_URL", "SECRET_ID", "TABLE_NAME", "TURNS_QUEUE_URL"]],
    ["worker", [...WORKER, "LEADS_QUEUE_URL", "SCHEDULE_GROUP", "SCHEDULE_ROLE_ARN", "TURNS_QUEUE_ARN"]],
    ["delivery", ["ALARM_TOPIC_ARN", "DELIVERIES_QUEUE_URL", "WA_STAGE", "TABLE_NAME", "TURNS_QUEUE_URL"]],
    ["operator", ["FILES_URL", "SECRET_ID", "TABLE_NAME", "TURNS_QUEUE_URL"]],
    [
      "inbox",
      [
        "SECRET_ID",
        "SIGN_IN_CLIENT_ID",
        "SIGN_IN_ISSUER",
        "SIGN_IN_URL",
        "FILES_URL",
        "TABLE_NAME",
        "TURNS_QUEUE_URL",
        "USER_POOL_ID",
      ],
    ],
    ["agent-actions", ["SECRET_ID", "TABLE_NAME", "TURNS_QUEUE_URL"]],
    ["lead-webhook", ["LEADS_QUEUE_URL", "SECRET_ID", "TABLE_NAME"]],
    [
      "daily-check",
      [
        "ALARM_TOPIC_ARN",
        "DELIVERIES_DEAD_LETTERS_URL",
        "HANDOFF_TOPIC_ARN",
        "LEADS_DEAD_LETTERS_URL",
        "PUBLIC_URL",
        "SECRET_ID",
        "WA_STAGE",
        "TABLE_NAME",
        "TURNS_DEAD_LETTERS_URL",
      ],
    ],
  ])("%s gets the names of its resources, and no more", (name, expected) => {
    expect(variablesOf(full, name)).toEqual([...expected].sort());
  });

  it("know nothing of a CRM or of schedules where the settings have none, and none is made", () => {
    expect(variablesOf(template, "worker")).toEqual(WORKER);
    expect(variablesOf(template, "lead-webhook")).toEqual([]);
    for (const [type, few, many] of [
      ["AWS::Lambda::Function", 7, 8],
      ["AWS::SQS::Queue", 4, 6],
      ["AWS::Scheduler::ScheduleGroup", 0, 1],
      ["AWS::SNS::Subscription", 0, 2],
    ] as const) {
      template.resourceCountIs(type, few);
      full.resourceCountIs(type, many);
    }
  });

  it("check each day in the morning, at another hour or never, as the settings say", () => {
    const schedules = (found: Template) =>
      all(found, "AWS::Events::Rule").map(({ Properties }) => Properties.ScheduleExpression);
    expect(schedules(template)).toEqual(["cron(0 6 * * ? *)"]);
    expect(schedules(templateOf({ operations: { dailyCheckHour: 22 } }))).toEqual(["cron(0 22 * * ? *)"]);
    const off = templateOf({ operations: { dailyCheck: false } });
    expect(schedules(off)).toEqual([]);
    expect(variablesOf(off, "daily-check")).toEqual([]);
    expect(variablesOf(off, "delivery")).not.toContain("ALARM_TOPIC_ARN");
    off.resourceCountIs("AWS::Lambda::Function", 6);
  });

  it.each([
    ["operator", 30],
    ["agent-actions", 30],
  ])("%s gives up before API Gateway does, after %d s", (name, seconds) => {
    const found = functions.find(
      ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name,
    );
    expect(found?.Properties.Timeout).toBeLessThan(seconds);
  });

  it("are called by the API's own address unless the settings give another", () => {
    const urls = (found: Template) => found.findOutputs("MetaWebhookUrl").MetaWebhookUrl?.Value;
    expect(JSON.stringify(urls(template))).toContain("ApiEndpoint");
    const custom = templateOf({ publicUrl: "https://wa.example.org" });
    expect(urls(custom)).toBe("https://wa.example.org/webhooks/meta");
    custom.hasResourceProperties("AWS::Lambda::Function", {
      Environment: {
        Variables: { POWERTOOLS_SERVICE_NAME: "webhook", PUBLIC_URL: "https://wa.example.org" },
      },
    });
    custom.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: "worker", PUBLIC_URL: "https://wa.example.org" } },
    });
  });

  it("keep their logs for a month", () => {
    const groups = all(full, "AWS::Logs::LogGroup");
    expect(groups).toHaveLength(9);
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
    const kept = templateOf({ stage, ...EVERYTHING });
    kept.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: true });
    for (const type of ["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret", "AWS::SQS::Queue"])
      for (const { DeletionPolicy } of all(kept, type)) expect(DeletionPolicy).toBe("RetainExceptOnCreate");
    const logs = all(kept, "AWS::Logs::LogGroup").filter(
      ({ DeletionPolicy }) => DeletionPolicy === "RetainExceptOnCreate",
    );
    expect(logs).toHaveLength(8);
  });

  it("leaves nothing behind when its creation fails: also what is kept later is deleted then", () => {
    const resources = Object.values(
      templateOf({ stage: "prod", ...GROWN }).toJSON().Resources as Record<
        string,
        { DeletionPolicy?: string; UpdateReplacePolicy?: string }
      >,
    );
    const kept = resources.filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith("Retain"));
    expect(kept.length).toBeGreaterThan(10);
    for (const { DeletionPolicy, UpdateReplacePolicy } of kept)
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(["RetainExceptOnCreate", "Retain"]);
  });

  it("has nothing switched on by a first deploy that would keep a failed one from being undone", () => {
    const first = { stage: "prod", firstDeploy: true, ...EVERYTHING };
    expect(stackOf(first).terminationProtection).toBe(false);
    const found = templateOf(first);
    found.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: false });
    for (const { DeletionPolicy } of all(found, "AWS::DynamoDB::Table"))
      expect(DeletionPolicy).toBe("RetainExceptOnCreate");
  });

  it("is deployed a second time with those switched on, and nothing else changed", () => {
    const template = (firstDeploy: boolean) =>
      JSON.stringify(templateOf({ stage: "prod", firstDeploy, ...GROWN }).toJSON());
    expect(
      template(true)
        .replace('"DeletionProtectionEnabled":false', '"DeletionProtectionEnabled":true')
        .replace('"DeletionProtection":"INACTIVE"', '"DeletionProtection":"ACTIVE"'),
    ).toBe(template(false));
  });

  it.each(["dev", "preprod", "prod-eu"])("goes with the stack in stage %s", (stage) => {
    expect(stackOf({ stage }).terminationProtection).toBe(false);
    const found = templateOf({ stage, ...EVERYTHING });
    found.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: false });
    for (const type of [
      "AWS::DynamoDB::Table",
      "AWS::SecretsManager::Secret",
      "AWS::SQS::Queue",
      "AWS::Logs::LogGroup",
    ])
      for (const { DeletionPolicy } of all(found, type)) expect(DeletionPolicy).toBe("Delete");
  });

  it("carries tags that separate its cost by stage", () => {
    const tagged = (type: string) => all(full, type).map(({ Properties }) => Properties.Tags);
    for (const type of [
      "AWS::DynamoDB::Table",
      "AWS::SQS::Queue",
      "AWS::Lambda::Function",
      "AWS::Logs::LogGroup",
      "AWS::KMS::Key",
    ])
      for (const tags of tagged(type))
        expect(tags).toEqual([
          { Key: "application", Value: "chatsby-whatsapp" },
          { Key: "stage", Value: "dev" },
        ]);
  });
});

describe("the secret", () => {
  it("is generated by the same properties whatever the settings, because CloudFormation would generate it again otherwise", () => {
    for (const options of [
      {},
      { numbers: [META] },
      { numbers: [TWILIO] },
      { stage: "prod" },
      EVERYTHING,
      GROWN,
    ])
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
    const [generated] = all(template, "AWS::SecretsManager::Secret").map(
      ({ Properties }) => Properties.GenerateSecretString,
    );
    const text = JSON.stringify({
      ...JSON.parse(generated.SecretStringTemplate),
      [generated.GenerateStringKey]: "k".repeat(generated.PasswordLength),
    });
    expect(() => parseSecrets(text)).toThrow(/^the secret has 1 problem:\n {2}chatsby: /);
  });
});

describe("outputs and warnings", () => {
  it("give Twilio a URL that asks for retries", () => {
    expect(JSON.stringify(template.findOutputs("TwilioWebhookUrl"))).toContain(
      "/webhooks/twilio#rc=3&rp=5xx,ct,rt",
    );
  });

  it("are those that commands read, whatever the settings, and no others", () => {
    const namesIn = (found: Template) => Object.keys(found.findOutputs("*")).sort();
    const plain = [...OUTPUTS, "DashboardUrl", "InboxClientId", "InboxUrl", "UserPoolId"].sort();
    expect(namesIn(template)).toEqual(plain);
    expect(namesIn(full)).toEqual([...plain, "LeadsDeadLettersUrl", "LeadsQueueUrl"].sort());
    const { domain } = GROWN;
    expect(
      namesIn(templateOf({ ...GROWN, domain: { name: domain.name, certificateArn: domain.certificateArn } })),
    ).toEqual([...OUTPUTS, ...OPTIONAL_OUTPUTS].sort());
    template.hasResourceProperties("AWS::Events::EventBus", { Name: "chatsby-whatsapp-dev" });
  });

  it("send staff to the API's own address: a signature covers the host, and a proxy in front may change it", () => {
    expect(JSON.stringify(full.findOutputs("ApiUrl"))).toContain("ApiEndpoint");
  });

  it("warn, without failing, while the settings hold ids of the example", () => {
    const warnings = (agentId: string) =>
      stackOf({ numbers: [{ ...META, agentId }] })
        .node.metadata.filter(({ type }) => type === "aws:cdk:warning")
        .map(({ data }) => String(data));
    expect(warnings("agent_1a2b3c4d5e")).toEqual([
      expect.stringMatching(/infra\/settings\/dev\.json .*numbers\[0\]\.agentId/),
    ]);
    expect(warnings("agent_of_mine")).toEqual([]);
  });

  it("warn, without failing, when your own words for the disclosure name no way to a person", () => {
    const stack = stackOf({
      numbers: [{ ...META, agentId: "agent_of_mine" }],
      texts: { disclosure: "A robot answers." },
    });
    Annotations.fromStack(stack).hasWarning("*", Match.stringLikeRegexp("texts.disclosure: names no word"));
  });
});
