import { describe, expect, it } from "@jest/globals";
import { Match, type Template } from "aws-cdk-lib/assertions";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { EVERYTHING, templateOf } from "./synthesized.ts";

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown };
type Policy = { Roles: { Ref: string }[]; PolicyDocument: { Statement: Statement[] } };

const template = templateOf();
const full = templateOf(EVERYTHING);
const policiesOf = (found: Template) =>
  Object.values(found.findResources("AWS::IAM::Policy")).map(({ Properties }): Policy => Properties);

/** The first logical id in it, then the literal rest of its ARN. */
const named = (resource: unknown): string => {
  if (typeof resource === "string") return resource;
  const text = JSON.stringify(resource);
  const id = /"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z]+?)[0-9A-F]{8}"/.exec(text)?.[1];
  const rest = /"(?::schedule)?(\/[^"]+)"/.exec(text)?.[1] ?? "";
  return `${id ?? /:(schedule)\//.exec(text)?.[1] ?? text}${rest}`;
};

const grants = (role: string, found = template): string[] =>
  policiesOf(found)
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref.startsWith(role)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource }) =>
      [Action]
        .flat()
        .flatMap((action) =>
          [Resource].flat().map((resource) => `${Effect} ${action} on ${named(resource)}`),
        ),
    )
    .sort();

const logAndTrace = (name: string) => [
  `Allow logs:CreateLogStream on ${name}Logs`,
  `Allow logs:PutLogEvents on ${name}Logs`,
  "Allow xray:PutTelemetryRecords on *",
  "Allow xray:PutTraceSegments on *",
];
const consume = (queue: string) =>
  ["DeleteMessage", "GetQueueAttributes", "ReceiveMessage"].map(
    (action) => `Allow sqs:${action} on ${queue}`,
  );

describe("what each function may do", () => {
  it.each([
    [
      "Webhook",
      [
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:PutItem on MessagesTable",
        "Allow dynamodb:UpdateItem on MessagesTable",
        // Whether a text from the app follows what waits: only for such texts.
        "Allow dynamodb:Query on MessagesTable/index/pending",
        "Allow sqs:SendMessage on TurnsQueue",
        "Allow sqs:SendMessage on DeliveriesQueue",
        "Allow secretsmanager:GetSecretValue on CredentialsSecret",
      ],
    ],
    [
      "Worker",
      [
        "Allow dynamodb:BatchGetItem on MessagesTable",
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:PutItem on MessagesTable",
        "Allow dynamodb:UpdateItem on MessagesTable",
        "Allow dynamodb:DeleteItem on MessagesTable",
        "Allow dynamodb:Query on MessagesTable",
        "Allow dynamodb:Query on MessagesTable/index/pending",
        "Allow sqs:SendMessage on TurnsQueue",
        "Allow secretsmanager:GetSecretValue on CredentialsSecret",
        // For the provider, by a link.
        "Allow s3:GetObject on StaffFilesBucket/files/*",
        "Allow events:PutEvents on Events",
        "Allow sns:Publish on HandoffTopic",
        "Allow sqs:ChangeMessageVisibility on TurnsQueue",
        ...consume("TurnsQueue"),
      ],
    ],
    [
      "StaffOperator",
      [
        "Allow dynamodb:BatchGetItem on MessagesTable",
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:PutItem on MessagesTable",
        "Allow dynamodb:UpdateItem on MessagesTable",
        "Allow dynamodb:DeleteItem on MessagesTable",
        "Allow dynamodb:Query on MessagesTable",
        "Allow dynamodb:Query on MessagesTable/index/pending",
        "Allow sqs:SendMessage on TurnsQueue",
        // With a customer who is forgotten.
        "Allow s3:DeleteObject on StaffFilesBucket/files/*",
        "Allow secretsmanager:GetSecretValue on CredentialsSecret",
      ],
    ],
    [
      "Inbox",
      [
        "Allow dynamodb:BatchGetItem on MessagesTable",
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:PutItem on MessagesTable",
        "Allow dynamodb:UpdateItem on MessagesTable",
        "Allow dynamodb:DeleteItem on MessagesTable",
        "Allow dynamodb:Query on MessagesTable",
        "Allow dynamodb:Query on MessagesTable/index/pending",
        "Allow sqs:SendMessage on TurnsQueue",
        "Allow s3:GetObject on StaffFilesBucket/files/*",
        "Allow s3:PutObject on StaffFilesBucket/files/*",
        "Allow s3:DeleteObject on StaffFilesBucket/files/*",
        "Allow secretsmanager:GetSecretValue on CredentialsSecret",
        // For admins among staff. No change of the pool itself, no password, no other pool.
        "Allow cognito-idp:AdminAddUserToGroup on InboxSignInPool",
        "Allow cognito-idp:AdminCreateUser on InboxSignInPool",
        "Allow cognito-idp:AdminDeleteUser on InboxSignInPool",
        "Allow cognito-idp:AdminListGroupsForUser on InboxSignInPool",
        "Allow cognito-idp:AdminUserGlobalSignOut on InboxSignInPool",
        "Allow cognito-idp:ListUsers on InboxSignInPool",
        "Allow cognito-idp:ListUsersInGroup on InboxSignInPool",
      ],
    ],
    [
      "AgentActions",
      [
        "Allow dynamodb:BatchGetItem on MessagesTable",
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:UpdateItem on MessagesTable",
        "Allow dynamodb:Query on MessagesTable",
        "Allow dynamodb:Query on MessagesTable/index/pending",
        "Allow sqs:SendMessage on TurnsQueue",
        "Allow secretsmanager:GetSecretValue on CredentialsSecret",
      ],
    ],
    [
      "Delivery",
      [
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:UpdateItem on MessagesTable",
        "Allow sqs:SendMessage on TurnsQueue",
        "Allow sqs:ChangeMessageVisibility on DeliveriesQueue",
        ...consume("DeliveriesQueue"),
        // To mail what a provider reports of a number.
        "Allow sns:Publish on AlarmTopic",
      ],
    ],
    [
      "DailyCheck",
      [
        "Allow dynamodb:BatchGetItem on MessagesTable",
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:UpdateItem on MessagesTable",
        "Allow dynamodb:Query on MessagesTable",
        "Allow dynamodb:Query on MessagesTable/index/pending",
        "Allow secretsmanager:GetSecretValue on CredentialsSecret",
        "Allow sqs:GetQueueAttributes on TurnsDeadLetters",
        "Allow sqs:GetQueueAttributes on DeliveriesDeadLetters",
        "Allow sns:ListSubscriptionsByTopic on AlarmTopic",
        "Allow sns:ListSubscriptionsByTopic on HandoffTopic",
        "Allow sns:Publish on AlarmTopic",
        "Allow cloudwatch:GetMetricData on *",
      ],
    ],
  ])("%s has exactly the actions it needs", (name, needed) => {
    expect(grants(`${name}Role`)).toEqual([...needed, ...logAndTrace(name)].sort());
  });

  it("has leads wait for the CRM, and one more function that reads and posts them, only where there is a CRM", () => {
    expect(grants("LeadsLeadWebhookRole")).toEqual([]);
    expect(grants("LeadsLeadWebhookRole", full)).toEqual(
      [
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow secretsmanager:GetSecretValue on CredentialsSecret",
        "Allow sqs:ChangeMessageVisibility on LeadsQueue",
        ...consume("LeadsQueue"),
        ...logAndTrace("LeadsLeadWebhook"),
      ].sort(),
    );
  });

  it("lets the mails of handoffs and of problems be sent by those only who write them", () => {
    const publishers = (topic: string) =>
      ["Webhook", "Worker", "StaffOperator", "Inbox", "AgentActions", "Delivery", "DailyCheck"].filter(
        (name) => grants(`${name}Role`).includes(`Allow sns:Publish on ${topic}`),
      );
    expect([publishers("HandoffTopic"), publishers("AlarmTopic")]).toEqual([
      ["Worker"],
      ["Delivery", "DailyCheck"],
    ]);
  });

  it("lets the worker schedule, and hand over one role for that, only where there are follow-ups", () => {
    const more = grants("WorkerRole", full).filter((grant) => !grants("WorkerRole").includes(grant));
    expect(more).toEqual([
      expect.stringMatching(/^Allow bedrock:InvokeModel on /),
      expect.stringMatching(/^Allow bedrock:InvokeModel on /),
      "Allow iam:PassRole on FollowUpsRole",
      "Allow scheduler:CreateSchedule on schedule/chatsby-whatsapp-dev/*",
      "Allow scheduler:UpdateSchedule on schedule/chatsby-whatsapp-dev/*",
      "Allow sqs:SendMessage on LeadsQueue",
      "Allow transcribe:StartStreamTranscription on *",
    ]);
    const passing = policiesOf(full)
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => Action === "iam:PassRole");
    expect(passing.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
    ]);
  });

  it("lets the worker use Transcribe and Bedrock only where they are switched on, and of Bedrock one model", () => {
    const more = (settings: Partial<SettingsFile>) =>
      grants("WorkerRole", templateOf(settings))
        .filter((grant) => !grants("WorkerRole").includes(grant))
        .map((grant) =>
          grant.replace(/\{.*?(:bedrock:.*)"\]\]\}/, "$1").replaceAll(/",\{"Ref":"AWS::(\w+)"\},"/g, "<$1>"),
        );
    const profile =
      "Allow bedrock:InvokeModel on :bedrock:<Region>:<AccountId>:inference-profile/*.amazon.nova-2-lite-v1:0";
    const model = "Allow bedrock:InvokeModel on :bedrock:*::foundation-model/amazon.nova-2-lite-v1:0";
    const voice = "Allow transcribe:StartStreamTranscription on *";
    expect(more({ media: { voice: "transcribe" } })).toEqual([voice]);
    expect(more({ media: { images: "describe" } })).toEqual([profile, model]);
    expect(more({ media: { documents: "read", voice: "transcribe" } })).toEqual([profile, model, voice]);
    const own = { kind: "aws", region: "eu-central-1", model: "anthropic.claude-x:0" } as const;
    expect(more({ media: { images: "describe", engine: own } })).toEqual([
      "Allow bedrock:InvokeModel on :bedrock:eu-central-1::foundation-model/anthropic.claude-x:0",
    ]);
    const openai = { kind: "openai", apiUrl: "https://whisper.example.org/v1" } as const;
    expect(more({ media: { voice: "transcribe", images: "describe", engine: openai } })).toEqual([]);
  });

  it("lets schedules wake conversations and nothing else, and only schedules of this stage's group in this account", () => {
    expect(grants("FollowUpsRole", full)).toEqual(["Allow sqs:SendMessage on TurnsQueue"]);
    full.hasResourceProperties("AWS::IAM::Role", {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: "scheduler.amazonaws.com" },
            Condition: {
              StringEquals: {
                "aws:SourceAccount": { Ref: "AWS::AccountId" },
                "aws:SourceArn": { "Fn::GetAtt": [Match.stringLikeRegexp("^FollowUpsGroup"), "Arn"] },
              },
            },
          },
        ],
      },
    });
  });

  it("lets no function read the credentials that has no use for them", () => {
    const readers = policiesOf(full)
      .filter((policy) => JSON.stringify(policy).includes("secretsmanager:"))
      .flatMap(({ Roles }) => Roles.map(({ Ref }) => Ref.replace(/Role.*/, "")));
    expect(readers.sort()).toEqual([
      "AgentActions",
      "DailyCheck",
      "Inbox",
      "LeadsLeadWebhook",
      "StaffOperator",
      "Webhook",
      "Worker",
    ]);
  });

  it("has no role with a managed or an inline policy beside those", () => {
    const roles = Object.values(full.findResources("AWS::IAM::Role"));
    expect(roles).toHaveLength(9);
    for (const { Properties } of roles) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.Policies).toBeUndefined();
    }
  });
});

describe("what staff may do", () => {
  it("is to call the operator API, and nothing else of this system", () => {
    const [policy] = Object.values(template.findResources("AWS::IAM::ManagedPolicy"));
    const statements: Statement[] = policy?.Properties.PolicyDocument.Statement;
    expect(statements.map(({ Effect, Action }) => [Effect, Action])).toEqual([
      ["Allow", "execute-api:Invoke"],
    ]);
    expect(JSON.stringify(statements)).toMatch(
      /\{"Ref":"ApiCD79AAA0"\},"\/\$default\/\*\/conversations\/\*"/,
    );
    for (const attached of ["Roles", "Users", "Groups"]) expect(policy?.Properties[attached]).toBeUndefined();
  });
});
