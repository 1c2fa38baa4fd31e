import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { changeStack } from "../../cli/cloud/change-stack.ts";

const original = CloudFormationClient.prototype.send;
const sent: { name: string; input: unknown }[] = [];
let fails: Error | undefined;
beforeEach(() => {
  sent.length = 0;
  fails = undefined;
  CloudFormationClient.prototype.send = async (command: {
    constructor: { name: string };
    input: unknown;
  }) => {
    sent.push({ name: command.constructor.name, input: command.input });
    if (fails) throw fails;
    return {};
  };
});
afterAll(() => {
  CloudFormationClient.prototype.send = original;
});

describe("a stack", () => {
  it("is changed by its id, each change with one call, and nothing more is asked of CloudFormation", async () => {
    for (const change of ["unprotect", "delete", "continue-rollback"] as const)
      await changeStack("arn:stack/1", change);
    expect(sent).toEqual([
      {
        name: "UpdateTerminationProtectionCommand",
        input: { StackName: "arn:stack/1", EnableTerminationProtection: false },
      },
      { name: "DeleteStackCommand", input: { StackName: "arn:stack/1" } },
      { name: "ContinueUpdateRollbackCommand", input: { StackName: "arn:stack/1" } },
    ]);
  });

  it.each([
    ["unprotect", "cloudformation:UpdateTerminationProtection"],
    ["delete", "cloudformation:DeleteStack"],
    ["continue-rollback", "cloudformation:ContinueUpdateRollback"],
  ] as const)("tells the permission that is missing to %s", async (change, permission) => {
    fails = Object.assign(new Error("no"), { name: "AccessDenied" });
    await expect(changeStack("arn:stack/1", change)).rejects.toMatchObject({
      exit: 5,
      message: expect.stringContaining(permission),
    });
  });
});
