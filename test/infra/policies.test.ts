import { describe, expect, it } from "@jest/globals";
import { Template } from "aws-cdk-lib/assertions";
import { allows, policiesOf } from "./policies.ts";

const TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/messages";
const read = { action: "dynamodb:GetItem", resource: TABLE };
const allowing = { Effect: "Allow", Action: "dynamodb:Get*", Resource: { "Fn::GetAtt": ["Table0123ABCD", "Arn"] } };

function grants(...Statement: object[]) {
  const role = { Type: "AWS::IAM::Role", Properties: {} };
  const Environment = { Variables: { POWERTOOLS_SERVICE_NAME: "worker" } };
  const worker = { Type: "AWS::Lambda::Function", Properties: { Environment, Role: { "Fn::GetAtt": ["Role", "Arn"] } } };
  const policy = { Type: "AWS::IAM::Policy", Properties: { Roles: [{ Ref: "Role" }], PolicyDocument: { Statement } } };
  const Table0123ABCD = { Type: "AWS::DynamoDB::Table", Properties: {} };
  const template = Template.fromJSON({ Resources: { Role: role, Worker: worker, Policy: policy, Table0123ABCD } });
  return policiesOf(template, (_, id) => (id === "Table" ? TABLE : undefined))("worker");
}

describe("the reader of policies", () => {
  it("allows what a statement covers, to its wildcards and no further", () => {
    expect(allows(grants(allowing), read)).toBe(true);
    expect(allows(grants(allowing), { ...read, action: "dynamodb:PutItem" })).toBe(false);
    expect(allows(grants(allowing), { ...read, resource: `${TABLE}/index/pending` })).toBe(false);
    expect(allows(grants({ ...allowing, Resource: "arn:aws:dynamodb:*:table/other*" }), read)).toBe(false);
  });

  it("lets a denial win", () => {
    expect(allows(grants(allowing, { ...allowing, Effect: "Deny", Action: "*" }), read)).toBe(false);
  });

  it("hands a role only to the service of the condition", () => {
    const passing = {
      ...allowing,
      Action: "iam:PassRole",
      Condition: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
    };
    const pass = { action: "iam:PassRole", resource: TABLE };
    expect(allows(grants(passing), { ...pass, passedTo: "scheduler.amazonaws.com" })).toBe(true);
    expect(allows(grants(passing), { ...pass, passedTo: "lambda.amazonaws.com" })).toBe(false);
  });

  it.each([
    { ...allowing, Action: undefined, NotAction: "dynamodb:PutItem" },
    { ...allowing, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { ...allowing, Resource: { "Fn::ImportValue": "table" } },
    { ...allowing, Resource: { "Fn::GetAtt": ["Unknown0123ABCD", "Arn"] } },
  ])("throws for what it does not understand: %j", (statement) => {
    expect(() => grants(statement)).toThrow();
  });
});
