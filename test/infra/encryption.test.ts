import { describe, expect, it } from "@jest/globals";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { User } from "aws-cdk-lib/aws-iam";
import { StageKey } from "../../infra/constructs/stage-key.ts";
import { EVERYTHING, stackOf, templateOf } from "./synthesized.ts";

type Statement = {
  Action: string | string[];
  Principal?: { Service?: unknown };
  Resource: unknown;
  Condition?: { StringEquals?: { "kms:ViaService"?: unknown }; ArnLike?: unknown };
};

const OWN_KEY = { ...EVERYTHING, security: { customerManagedKey: true } };
const encrypted = templateOf(OWN_KEY);
const plain = templateOf(EVERYTHING);
const STORES = [
  "AWS::DynamoDB::Table",
  "AWS::SecretsManager::Secret",
  "AWS::SQS::Queue",
  "AWS::Logs::LogGroup",
];
const resources = (found: Template, type: string) => Object.entries(found.findResources(type));

const KEY = { "Fn::GetAtt": [expect.stringMatching(/^EncryptionKey/), "Arn"] };

/** With the service through which alone the role may use the key. */
const uses = (role: string, found = encrypted): string[] =>
  resources(found, "AWS::IAM::Policy")
    .filter(([, { Properties }]) =>
      Properties.Roles.some(({ Ref }: { Ref: string }) => new RegExp(`^${role}Role[0-9A-F]{8}$`).test(Ref)),
    )
    .flatMap(([, { Properties }]): Statement[] => Properties.PolicyDocument.Statement)
    .filter(({ Resource }) => JSON.stringify(Resource).includes("EncryptionKey"))
    .flatMap(({ Action, Condition }) => {
      const [, service] =
        /"(\w+)\./.exec(JSON.stringify(Condition?.StringEquals?.["kms:ViaService"] ?? "")) ?? [];
      return [Action].flat().map((action) => `${action}${service ? ` via ${service}` : ""}`);
    })
    .sort();

const via = (service: string, ...actions: string[]) =>
  actions.map((action) => `kms:${action} via ${service}`);
const readTable = via("dynamodb", "Decrypt", "DescribeKey");
const writeTable = [
  ...readTable,
  ...via(
    "dynamodb",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
  ),
];
const send = via("sqs", "Decrypt", "GenerateDataKey");
const readSecret = via("secretsmanager", "Decrypt");
const receive = via("sqs", "Decrypt");

describe("a key of the business", () => {
  it("does not exist unless it is asked for", () => {
    expect(resources(plain, "AWS::KMS::Key")).toEqual([]);
    for (const type of STORES)
      for (const [, { Properties }] of resources(plain, type))
        expect(JSON.stringify(Properties)).not.toMatch(/Encryption|KmsKeyId|KmsMasterKeyId/);
    expect(uses("Webhook", plain)).toEqual([]);
  });

  it("encrypts the table, all queues, all logs and the secret", () => {
    expect(resources(encrypted, "AWS::KMS::Key")).toHaveLength(3);
    encrypted.allResourcesProperties("AWS::DynamoDB::Table", {
      SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: Match.anyValue() },
    });
    for (const [type, property] of [
      ["AWS::SQS::Queue", "KmsMasterKeyId"],
      ["AWS::Logs::LogGroup", "KmsKeyId"],
      ["AWS::SecretsManager::Secret", "KmsKeyId"],
    ] as const) {
      expect(resources(encrypted, type).length).toBe(resources(plain, type).length);
      for (const [, { Properties }] of resources(encrypted, type)) expect(Properties[property]).toEqual(KEY);
    }
    for (const [, { Properties }] of resources(encrypted, "AWS::SQS::Queue"))
      expect(Properties.SqsManagedSseEnabled).toBeUndefined();
  });

  it("changes nothing else of what is stored, so that CloudFormation updates in place and makes no new secret", () => {
    for (const [type, properties] of [
      ["AWS::DynamoDB::Table", ["SSESpecification"]],
      ["AWS::SecretsManager::Secret", ["KmsKeyId"]],
      ["AWS::SQS::Queue", ["KmsMasterKeyId", "SqsManagedSseEnabled"]],
      ["AWS::Logs::LogGroup", ["KmsKeyId"]],
    ] as const) {
      const without = (found: Template) =>
        resources(found, type).map(([id, { Properties }]) => [
          id,
          Object.entries(Properties).filter(([name]) => !(properties as readonly string[]).includes(name)),
        ]);
      expect(without(encrypted)).toEqual(without(plain));
    }
  });

  it.each([
    ["Webhook", [...writeTable, ...send, ...readSecret]],
    ["Worker", [...writeTable, ...send, ...readSecret, ...receive, ...via("s3", "Decrypt")]],
    ["Inbox", [...writeTable, ...send, ...readSecret, ...via("s3", "Decrypt", "GenerateDataKey")]],
    ["StaffOperator", [...writeTable, ...send, ...readSecret]],
    ["AgentActions", [...writeTable, ...send, ...readSecret]],
    ["Delivery", [...writeTable, ...send, ...receive]],
    ["LeadsLeadWebhook", [...readTable, ...readSecret, ...receive]],
    ["FollowUps", send],
  ])("is used by %s for exactly what it needs", (role, needed) => {
    expect(uses(role)).toEqual([...new Set(needed)].sort());
  });

  it("is open to its users before anything is encrypted with it: else messages would be refused while the stack is updated", () => {
    const users = resources(encrypted, "AWS::IAM::Policy").flatMap(([id]) =>
      id.startsWith("EncryptionUsers") ? [id] : [],
    );
    expect(users).toHaveLength(9);
    for (const type of ["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"])
      for (const [, { DependsOn }] of resources(encrypted, type))
        expect(DependsOn).toEqual(expect.arrayContaining(users));
    for (const [id, { DependsOn }] of resources(encrypted, "AWS::SQS::Queue"))
      if (!id.includes("DeadLetters")) expect(DependsOn).toEqual(expect.arrayContaining(users));
    for (const [id, { Properties }] of resources(encrypted, "AWS::IAM::Policy"))
      if (users.includes(id))
        expect(JSON.stringify(Properties.PolicyDocument)).not.toMatch(/Table|Queue|Secret[0-9A-F]/);
  });

  it("may be used by CloudWatch for the logs of this stack, and by no other service", () => {
    const key = resources(encrypted, "AWS::KMS::Key").find(([id]) => id.startsWith("EncryptionKey"))?.[1]
      .Properties;
    const statements: Statement[] = key.KeyPolicy.Statement;
    const services = statements.filter(({ Principal }) => Principal?.Service !== undefined);
    expect(services.map(({ Principal }) => JSON.stringify(Principal?.Service))).toEqual([
      expect.stringMatching(/"logs\.",\{"Ref":"AWS::Region"\},"\.amazonaws\.com"/),
    ]);
    const groups = JSON.stringify(services[0]?.Condition?.ArnLike);
    expect([...groups.matchAll(/:log-group:([^"]+)"/g)].map(([, group]) => group)).toEqual([
      "ChatsbyWhatsapp-dev-*",
      "/aws/vendedlogs/apigateway/ChatsbyWhatsapp-dev",
    ]);
    expect(key.EnableKeyRotation).toBe(true);
  });

  it("outlives the stack together with the data", () => {
    for (const [stage, policy] of [
      ["prod", "RetainExceptOnCreate"],
      ["dev", "Delete"],
    ] as const) {
      const [, { DeletionPolicy }] = resources(templateOf({ stage, ...OWN_KEY }), "AWS::KMS::Key").find(
        ([id]) => id.startsWith("EncryptionKey"),
      ) ?? ["", {}];
      expect(DeletionPolicy).toBe(policy);
    }
  });

  it("is refused to who is no role of the stack", () => {
    const stack = stackOf();
    const key = new StageKey(stack, "Another", { stage: "dev", keepsData: false });
    expect(() => key.allow(new User(stack, "Somebody"), "read-secret")).toThrow(
      "Only roles of this stack may use its key.",
    );
  });
});
