import { describe, expect, it } from "@jest/globals";
import { Template } from "aws-cdk-lib/assertions";
import { accessOf } from "./access.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:Queue";
const send = { action: "sqs:SendMessage", resource: QUEUE };
const allowing = {
  Effect: "Allow",
  Action: ["sqs:Send*", "sqs:Receive*"],
  Resource: { "Fn::GetAtt": ["Queue0123ABCD", "Arn"] },
};

type Resources = Record<string, { Type: string; Properties: object }>;

function accessWith(statements: readonly object[], more: Resources = {}) {
  const Resources = {
    Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
    Policy: {
      Type: "AWS::IAM::Policy",
      Properties: { Roles: [{ Ref: "Role" }], PolicyDocument: { Statement: statements } },
    },
    Queue0123ABCD: { Type: "AWS::SQS::Queue", Properties: {} },
    ...more,
  };
  return accessOf(Template.fromJSON({ Resources }), "dev");
}

const judge = (
  statements: readonly object[],
  request: { action: string; resource: string; context?: Record<string, string> } = send,
) => {
  const access = accessWith(statements);
  return access.judge(access.asRole("Role"), request);
};

describe("the judge of policies", () => {
  it("allows what a statement covers, and names the statement", async () => {
    const access = accessWith([allowing]);
    const { allowed, allowedBy } = await access.judge(access.asRole("Role"), send);
    expect([allowed, allowedBy.map(access.policies.describe)]).toEqual([
      true,
      [`Allow sqs:Send* on ${QUEUE}`],
    ]);
    expect(await judge([allowing], { ...send, action: "sqs:DeleteMessage" })).toEqual({
      allowed: false,
      allowedBy: [],
    });
    expect(await judge([allowing], { ...send, resource: `${QUEUE}2` })).toMatchObject({ allowed: false });
  });

  it("lets a denial win", async () => {
    expect(await judge([allowing, { Effect: "Deny", Action: "sqs:*", Resource: "*" }])).toMatchObject({
      allowed: false,
    });
  });

  it("allows under a condition only where the request meets it", async () => {
    const onlyTls = [{ ...allowing, Condition: { Bool: { "aws:SecureTransport": "true" } } }];
    expect(await judge(onlyTls, { ...send, context: { "aws:SecureTransport": "true" } })).toMatchObject({
      allowed: true,
    });
    expect(await judge(onlyTls)).toMatchObject({ allowed: false });
  });

  it.each([
    ["an unknown action", [allowing], { ...send, action: "sqs:SendMessages" }],
    [
      "an action on something else",
      [allowing],
      { ...send, resource: "arn:aws:sns:us-east-1:000000000000:topic" },
    ],
    [
      "a condition key that the action does not know",
      [allowing],
      { ...send, context: { "kms:ViaService": "sqs" } },
    ],
    ["a policy that IAM would refuse", [{ ...allowing, NotAction: "sqs:*" }], send],
    ["a reference that it cannot resolve", [{ ...allowing, Resource: { "Fn::ImportValue": "queue" } }], send],
  ])("throws for %s, rather than judge it wrongly", async (_, statements, request) => {
    await expect(async () => judge(statements, request)).rejects.toThrow();
  });

  it.each([
    [
      "a policy of a type that it does not read",
      { Other: { Type: "AWS::Events::EventBusPolicy", Properties: {} } },
    ],
    [
      "a role with other policies",
      {
        Other: {
          Type: "AWS::IAM::Role",
          Properties: { ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnly"] },
        },
      },
    ],
  ])("throws for %s", (_, more: Resources) => {
    expect(() => accessWith([allowing], more)).toThrow();
  });
});
