import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { leftBehind } from "../../cli/cloud/left-behind.ts";
import { listStages } from "../../cli/cloud/list-stages.ts";
import { FakeAws } from "./support/fake-aws.ts";

const aws = new FakeAws();
beforeAll(() => {
  process.env.AWS_REGION = "eu-west-1";
  aws.install();
});
afterAll(() => {
  delete process.env.AWS_REGION;
  aws.remove();
});

it("of a deleted stack is what CloudFormation skipped, asked for by the stack's id", async () => {
  const asked: unknown[] = [];
  aws.answers.ListStackResources = (_, input) => {
    asked.push(input.StackName);
    return {
      StackResourceSummaries: [
        { ResourceType: "AWS::SQS::Queue", PhysicalResourceId: "gone", ResourceStatus: "DELETE_COMPLETE" },
        {
          ResourceType: "AWS::DynamoDB::Table",
          LogicalResourceId: "Messages",
          PhysicalResourceId: "table",
          ResourceStatus: "DELETE_SKIPPED",
        },
      ],
    };
  };
  expect(await leftBehind("arn:stack/1")).toEqual([
    { type: "AWS::DynamoDB::Table", id: "Messages", name: "table" },
  ]);
  expect(asked).toEqual(["arn:stack/1"]);
});

it("is unknown without the permission, which is no failure", async () => {
  aws.denied.add("ListStackResources");
  expect(await leftBehind("arn:stack/1")).toEqual([]);
});

describe("the stages of an account and region", () => {
  it("are those of its stacks, without deleted ones and others", async () => {
    const stacks = [
      ["ChatsbyWhatsapp-prod", "UPDATE_COMPLETE"],
      ["ChatsbyWhatsapp-dev", "ROLLBACK_COMPLETE"],
      ["ChatsbyWhatsapp-prod", "DELETE_COMPLETE"],
      ["ChatsbyWhatsapp-old", "DELETE_COMPLETE"],
      ["CDKToolkit", "CREATE_COMPLETE"],
    ];
    aws.answers.ListStacks = () => ({
      StackSummaries: stacks.map(([StackName, StackStatus]) => ({ StackName, StackStatus })),
    });
    expect(await listStages()).toEqual(["dev", "prod"]);
  });

  it("name the permission where it is missing, and what goes without", async () => {
    aws.denied.add("ListStacks");
    await expect(listStages()).rejects.toMatchObject({
      exit: 5,
      message: expect.stringContaining("cloudformation:ListStacks"),
      details: [expect.stringContaining("--stage")],
    });
  });
});
