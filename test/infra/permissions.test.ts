import { describe, expect, it } from "@jest/globals";
import { templateOf } from "./synthesized.ts";

type Statement = { Effect: string; Action: string | string[]; Resource: unknown };
type Policy = { Roles: { Ref: string }[]; PolicyDocument: { Statement: Statement[] } };

const policies = Object.values(templateOf().findResources("AWS::IAM::Policy")).map(({ Properties }): Policy => Properties);

/** A resource by the first logical id in it, followed by the literal rest of its ARN. */
const named = (resource: unknown): string => {
  if (typeof resource === "string") return resource;
  const text = JSON.stringify(resource);
  const id = /"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z]+?)[0-9A-F]{8}"/.exec(text)?.[1];
  const rest = /"(\/[^"]+)"/.exec(text)?.[1] ?? "";
  return `${id ?? text}${rest}`;
};

const grants = (role: string): string[] =>
  policies
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref.startsWith(role)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${Effect} ${action} on ${named(resource)}`)),
    )
    .sort();

const logAndTrace = (name: string) => [
  `Allow logs:CreateLogStream on ${name}Logs`,
  `Allow logs:PutLogEvents on ${name}Logs`,
  "Allow xray:PutTelemetryRecords on *",
  "Allow xray:PutTraceSegments on *",
];
const consume = (queue: string) =>
  ["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage"].map(
    (action) => `Allow sqs:${action} on ${queue}`,
  );

describe("what each function may do", () => {
  it.each([
    [
      "Webhook",
      [
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:PutItem on MessagesTable",
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
        "Allow dynamodb:Query on MessagesTable/index/pending",
        "Allow sqs:SendMessage on TurnsQueue",
        "Allow secretsmanager:GetSecretValue on CredentialsSecret",
        "Allow events:PutEvents on Events",
        ...consume("TurnsQueue"),
      ],
    ],
    [
      "Delivery",
      [
        "Allow dynamodb:GetItem on MessagesTable",
        "Allow dynamodb:UpdateItem on MessagesTable",
        "Allow sqs:SendMessage on TurnsQueue",
        ...consume("DeliveriesQueue"),
      ],
    ],
  ])("%s has exactly the actions it needs", (name, needed) => {
    expect(grants(`${name}Role`)).toEqual([...needed, ...logAndTrace(name)].sort());
  });

  it("lets no function but the webhook and the worker read the credentials", () => {
    const readers = policies
      .filter((policy) => JSON.stringify(policy).includes("secretsmanager:"))
      .flatMap(({ Roles }) => Roles.map(({ Ref }) => Ref.replace(/Role.*/, "")));
    expect(readers.sort()).toEqual(["Webhook", "Worker"]);
  });

  it("has no role with a managed or an inline policy beside those", () => {
    const roles = Object.values(templateOf().findResources("AWS::IAM::Role"));
    expect(roles).toHaveLength(3);
    for (const { Properties } of roles) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.Policies).toBeUndefined();
    }
  });
});
