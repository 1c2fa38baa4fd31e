import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Throttled } from "../../cli/aws.ts";
import { CliProblem } from "../../cli/problem.ts";
import { aDeployedStage } from "./support/a-deployed-stage.ts";
import { FakeAws } from "./support/fake-aws.ts";

type Stage = ReturnType<typeof aDeployedStage>;

const aws = new FakeAws();
beforeEach(() => aws.install());
afterEach(() => aws.remove());

describe("a deployed stage that AWS keeps back", () => {
  it("names the permission that is missing", async () => {
    aws.always = () => {
      throw Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
    };
    const problem = await aDeployedStage()
      .subscribers("alarms")
      .catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(CliProblem);
    expect(problem).toMatchObject({
      exit: 5,
      message: expect.stringContaining("sns:ListSubscriptionsByTopic"),
    });
  });

  it.each<[string, string, (stage: Stage) => Promise<unknown>]>([
    ["ListStackResources", "cloudformation:ListStackResources", (stage) => stage.alarms()],
    [
      "ListStackResources",
      "cloudformation:ListStackResources",
      (stage) => stage.logs({ containing: "x", since: 0 }),
    ],
    ["DescribeAlarms", "cloudwatch:DescribeAlarms", (stage) => stage.alarms()],
    ["GetQueueAttributes", "sqs:GetQueueAttributes", (stage) => stage.queue("turns")],
    [
      "GetMetricStatistics",
      "cloudwatch:GetMetricStatistics",
      async (stage) => stage.oldestSeconds?.("turns"),
    ],
  ])("names the one permission of %s: %s", async (denied, permission, ask) => {
    aws.always = (name) => {
      if (name === denied) throw Object.assign(new Error("not authorized"), { name: "AccessDenied" });
      return {
        StackResourceSummaries: [{ ResourceType: "AWS::CloudWatch::Alarm", PhysicalResourceId: "alarm" }],
      };
    };
    await expect(ask(aDeployedStage())).rejects.toThrow(`it needs ${permission}.`);
  });

  it.each([
    [
      "User: arn:aws:iam::1:user/dana is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:x",
      "it needs kms:Decrypt.",
    ],
    [
      "User: arn:aws:iam::1:user/dana is not authorized to perform: sqs:getqueueattributes",
      "it needs sqs:GetQueueAttributes.",
    ],
    ["Access to KMS is not allowed", "it needs kms:Decrypt and kms:GenerateDataKey on the stage's key."],
  ])("names the permission that AWS names, and nobody: %s", async (message, expected) => {
    aws.always = () => {
      throw Object.assign(new Error(message), { name: "AccessDeniedException" });
    };
    const problem: unknown = await aDeployedStage()
      .queue("turns")
      .catch((error: unknown) => error);
    expect(problem).toMatchObject({
      exit: 5,
      message: `Your AWS identity lacks a permission: ${expected}`,
      details: [],
    });
  });

  it.each([
    "ExpiredTokenException",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
  ])("says how to sign in when AWS does not know who asks: %s", async (name) => {
    aws.always = () => {
      throw Object.assign(new Error("The security token included in the request is invalid."), { name });
    };
    await expect(aDeployedStage().queue("turns")).rejects.toMatchObject({
      exit: 5,
      message: expect.stringContaining("No AWS credentials"),
    });
  });

  it.each([
    ["alarms", (stage: Stage) => stage.alarms()],
    [
      "a metric",
      (stage: Stage) => stage.metric({ name: "PartsSent", stat: "Sum", by: [], since: 0, until: 60_000 }),
    ],
    ["a queue", (stage: Stage) => stage.queue("turns")],
    ["the secret", (stage: Stage) => stage.secret.read()],
  ])("of which %s was asked for too often explains it, and that it passes", async (_, ask) => {
    aws.always = () => {
      throw Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
    };
    await expect(ask(aDeployedStage())).rejects.toBeInstanceOf(Throttled);
  });
});
